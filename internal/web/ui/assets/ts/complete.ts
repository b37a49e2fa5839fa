// A box for a filter completes what is being written: <input data-complete="address">. The address answers all fields of the
// language with their values, once; what fits the term at the caret is offered below the box (ARIA 1.2, combobox with a
// list). Without script the box is a box. With data-complete-asks the address is asked for all that was written (?q=) instead,
// and what is chosen fills in the fields of the form that it names.
import { choose, chosen, optionList, type Option } from "./options";

// Of an offer, t is what is written.
interface Offer extends Option {
  v?: Offer[]; // what can stand behind a field
  f?: Record<string, string>; // what stands in which field of the form
}

const most = 8;
const known = new Map<string, Promise<Offer[]>>();
let list: HTMLUListElement | undefined;
let box: HTMLInputElement | undefined;
let offers: Offer[] = [];

export function complete(): void {
  document.addEventListener("input", (event) => void offer(event.target));
  document.addEventListener("focusout", (event) => event.target === box && close());
  document.addEventListener("keydown", key, true);
}

async function offer(target: EventTarget | null): Promise<void> {
  if (!(target instanceof HTMLInputElement) || !target.dataset.complete) return;
  if ("completeAsks" in target.dataset) return ask(target);
  const all = await words(target.dataset.complete);
  if (document.activeElement !== target) return;
  const [, term] = around(target);
  const fits = term.length > 0 ? matches(all, term) : [];
  if (fits.length === 0) return close();
  show(target, fits);
}

let asked = 0;

async function ask(field: HTMLInputElement): Promise<void> {
  const turn = ++asked;
  const said = field.value.trim();
  const address = new URL(field.dataset.complete ?? "", location.href);
  address.searchParams.set("q", said);
  const all: Offer[] = said.length < 2 ? [] : await fetch(address).then((answer) => (answer.ok ? answer.json() : [])).catch(() => []);
  if (turn !== asked || document.activeElement !== field) return; // more was written meanwhile
  if (all.length === 0) return close();
  show(field, all);
  if (list) choose(field, list, 0); // what was written is no address yet: the likeliest is taken by enter or tab
}

function words(address: string): Promise<Offer[]> {
  let got = known.get(address);
  if (!got) {
    got = fetch(address)
      .then((answer) => (answer.ok ? answer.json() : []))
      .catch(() => []);
    known.set(address, got);
  }
  return got;
}

// around finds the term that the caret stands in: where it begins, and what of it stands before the caret.
function around(field: HTMLInputElement): [number, string] {
  const before = field.value.slice(0, field.selectionStart ?? field.value.length);
  const start = before.lastIndexOf(" ") + 1;
  const minus = before[start] === "-" ? 1 : 0;
  return [start + minus, before.slice(start + minus)];
}

function matches(all: Offer[], term: string): Offer[] {
  const low = term.toLowerCase();
  const field = all.find((f) => low.startsWith(f.t));
  const said = low.slice(field?.t.length ?? 0);
  const from = field ? (field.v ?? []).map((v) => ({ ...v, bare: v.t.slice(field.t.length) })) : all.map((f) => ({ ...f, bare: f.t }));
  const begins = from.filter((o) => o.bare.toLowerCase().startsWith(said) || (o.s ?? "").toLowerCase().split(" ").some((w) => said && w.startsWith(said)));
  return begins.filter((o) => o.t !== term).slice(0, most);
}

function show(field: HTMLInputElement, fits: Offer[]): void {
  close();
  box = field;
  list = optionList(field, "hints", fits, (n) => take(fits[n]));
  offers = fits;
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-expanded", "true");
}

function close(): void {
  list?.remove();
  list = undefined;
  box?.setAttribute("aria-expanded", "false");
  box?.removeAttribute("aria-activedescendant");
  box?.removeAttribute("aria-controls");
}

function key(event: KeyboardEvent): void {
  if (!list || !box || event.target !== box || event.isComposing) return;
  const here = chosen(list);
  switch (event.key) {
    case "ArrowDown":
    case "ArrowUp":
      choose(box, list, step(here, event.key === "ArrowDown" ? 1 : -1, offers.length));
      break;
    case "Enter":
      if (here < 0) return close(); // what was written is sent as it is
      take(offers[here]);
      break;
    case "Tab":
      if (here < 0 || !offers[here].f) return;
      take(offers[here]);
      break;
    case "Escape":
      close();
      break;
    default:
      return;
  }
  event.preventDefault();
  event.stopPropagation();
}

// step goes round the list; from the box itself it begins at the end that is near.
function step(here: number, by: number, n: number): number {
  if (here < 0) return by > 0 ? 0 : n - 1;
  return (here + by + n) % n;
}

function take(one: Offer): void {
  const field = box;
  if (!field) return;
  if (one.f) return fill(field, one.f);
  const text = one.t;
  const [start, term] = around(field);
  const space = text.endsWith(":") ? "" : " ";
  field.setRangeText(text + space, start, start + term.length, "end");
  close();
  void offer(field);
}

function fill(field: HTMLInputElement, fields: Record<string, string>): void {
  for (const [name, value] of Object.entries(fields)) {
    const input = field.form?.elements.namedItem(name);
    if (input instanceof HTMLInputElement) input.value = value;
  }
  asked++; // an answer that is still on its way comes too late
  close();
  const rest = [...(field.form?.elements ?? [])] as HTMLInputElement[];
  rest.find((input) => input.required && input.value === "")?.focus(); // what is still to be written
}
