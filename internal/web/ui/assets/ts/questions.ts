// The questions of a request form: <form data-questions="/ask"> fetches them anew when another type or service is chosen,
// from the page of that address; what was answered stays. A question with data-when is shown while its condition holds of
// the answers before it. Without script all are shown, each with its condition in words, and the server drops what does not
// belong.
import { add } from "./files";
import { load } from "./part";

interface Condition {
  field?: string;
  in?: string[];
  over?: number;
  all?: Condition[];
  any?: Condition[];
}

export function questions(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-questions]")) {
    for (const says of form.querySelectorAll<HTMLElement>("[data-when-says]")) says.hidden = true;
    follow(form);
    form.addEventListener("input", () => follow(form));
    form.addEventListener("change", (event) => {
      const name = (event.target as HTMLInputElement).name;
      if (form.dataset.questions && (name === "type" || name === "service")) void fetchNew(form);
    });
  }
}

function follow(form: HTMLFormElement): void {
  for (const part of form.querySelectorAll<HTMLElement>("[data-when]")) {
    const shown = holds(JSON.parse(part.dataset.when ?? "{}") as Condition, form);
    part.hidden = !shown;
    for (const input of part.querySelectorAll<HTMLInputElement>("input,select,textarea")) input.disabled = !shown;
  }
}

function holds(c: Condition, form: HTMLFormElement): boolean {
  if (c.field) {
    const given = new FormData(form).getAll("answers." + c.field).filter((v) => (typeof v === "string" ? v.trim() !== "" : v.name !== ""));
    if (c.over !== undefined) return given.some((v) => Number(v) > (c.over ?? 0));
    return c.in?.length ? given.some((v) => c.in?.includes(v as string)) : given.length > 0;
  }
  if (c.any?.length) return c.any.some((one) => holds(one, form));
  return (c.all ?? []).every((one) => holds(one, form));
}

let asked = 0;

async function fetchNew(form: HTMLFormElement): Promise<void> {
  const given = new FormData(form);
  const address = new URL(form.dataset.questions ?? "", location.href);
  for (const name of ["type", "service"]) address.searchParams.set(name, String(given.get(name) ?? ""));
  const turn = ++asked;
  const page = await load(address.href);
  const now = form.querySelector("#questions");
  const next = page?.getElementById("questions");
  if (turn !== asked || !now || !next) return; // another choice was made meanwhile, or the server asks when it is sent
  now.replaceWith(next);
  grades(form, page, given);
  for (const says of next.querySelectorAll<HTMLElement>("[data-when-says]")) says.hidden = true;
  for (const input of next.querySelectorAll<HTMLInputElement>("[name^='answers.']")) keep(input, given.getAll(input.name));
  follow(form);
}

// grades shows impact and urgency only where they decide something of the type that is chosen.
function grades(form: HTMLFormElement, page: Document | undefined, given: FormData): void {
  const now = form.querySelector("#grades");
  const next = page?.getElementById("grades");
  if (!now || !next) return;
  now.replaceWith(next);
  for (const input of next.querySelectorAll<HTMLInputElement>("input")) keep(input, given.getAll(input.name));
}

// keep puts back what was answered to the same question before.
function keep(input: HTMLInputElement, values: FormDataEntryValue[]): void {
  if (values.length === 0) return;
  if (input.type === "file") return add(input, values.filter((v) => v instanceof File && v.name !== "") as File[]);
  if (input.type === "radio" || input.type === "checkbox") input.checked = values.includes(input.value);
  else if (String(values[0]) !== "") input.value = String(values[0]);
}
