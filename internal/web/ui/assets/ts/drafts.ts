// What somebody writes is never lost: each text with data-draft is kept in this browser under the name given there, and where
// data-draft-save names an address, also by the desk, from where any device has it. The copy in the browser is the one that
// survives a lost connection: it is marked until the desk has it. The server says which texts it took with their verb by
// <meta name="draft-sent" content="names"> on the next page.
import { posts } from "./once";

const prefix = "draft:";
const days = 30;
const pause = 700; // ms without a key
const again = 3000; // ms until a save that failed is tried again

// Copy is a text in this browser. over is the version at the desk that it was typed over; late, that the desk has it not yet.
interface Copy {
  text: string;
  at: number;
  over?: number;
  late?: boolean;
}

type Field = HTMLTextAreaElement | HTMLInputElement;
const timers = new Map<string, number>();

export function drafts(): void {
  for (const sent of document.querySelectorAll<HTMLMetaElement>('meta[name="draft-sent"]')) {
    for (const name of sent.content.split(" ")) localStorage.removeItem(prefix + name);
  }
  forgetOld();
  restore(document);
  document.addEventListener("input", (event) => keep(event.target as Field));
  document.addEventListener("part", (event) => restore((event as CustomEvent<Element>).detail));
  document.addEventListener("submit", leave);
  addEventListener("online", () => each(document, (field) => void save(field)));
  addEventListener("pagehide", () => each(document, (field) => void save(field, true)));
}

function each(where: ParentNode, what: (field: Field) => void): void {
  where.querySelectorAll<Field>("[data-draft]").forEach(what);
}

function restore(where: ParentNode): void {
  each(where, (field) => {
    const copy = read(field);
    const base = Number(field.dataset.draftBase ?? 0);
    if (!field.dataset.draftSave) {
      if (copy?.text && !field.value) field.value = copy.text;
    } else if (copy?.late) {
      // What was typed without a connection: the desk decides which of two texts is the newer one, and keeps both.
      if (copy.text) field.value = copy.text;
      field.dataset.draftBase = String(copy.over ?? 0);
      void save(field);
    } else if (copy && (copy.over ?? 0) !== base) localStorage.removeItem(prefix + field.dataset.draft);
  });
}

function keep(field: Field): void {
  if (!(field instanceof HTMLElement) || !field.dataset.draft) return;
  write(field, { text: field.value, at: Date.now(), over: Number(field.dataset.draftBase ?? 0), late: true });
  if (field.dataset.draftSave) soon(field, pause);
}

function soon(field: Field, wait: number): void {
  const name = field.dataset.draft ?? "";
  clearTimeout(timers.get(name));
  timers.set(name, window.setTimeout(() => void save(field), wait));
}

// save brings a text to the desk that it has not yet. On leaving the page the browser finishes it by itself.
async function save(field: Field, leaving = false): Promise<void> {
  const copy = read(field);
  const form = field.form;
  if (!copy?.late || !field.dataset.draftSave || !form || form.dataset.sent) return;
  const body = new URLSearchParams({ text: copy.text, base: field.dataset.draftBase ?? "0", ago: String(Date.now() - copy.at) });
  body.set("csrf", form.querySelector<HTMLInputElement>("input[name=csrf]")?.value ?? "");
  try {
    const answer = await fetch(field.dataset.draftSave, { method: "POST", body, keepalive: leaving, headers: { accept: "application/json" } });
    if (answer.status >= 500) throw new Error(answer.statusText); // a proxy answers for a desk that starts anew
    if (!answer.ok) return say(form, "refused");
    const stands = await answer.json();
    field.dataset.draftBase = String(stands.version);
    const hidden = form.querySelector<HTMLInputElement>(`input[name="base-${field.name}"]`);
    if (hidden) hidden.value = field.dataset.draftBase;
    const now = read(field);
    const more = now !== undefined && now.text !== copy.text;
    write(field, { ...(now ?? copy), over: stands.version, late: more });
    say(form, stands.other ? "other" : "saved");
  } catch {
    if (leaving) return;
    say(form, "offline");
    soon(field, again);
  }
}

// leave keeps a form at home that would be sent into nothing.
function leave(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  if (!posts(form) || !form.querySelector("[data-draft-save]") || navigator.onLine) return;
  event.preventDefault();
  say(form, "offline");
}

function say(form: HTMLFormElement, what: string): void {
  const line = form.querySelector<HTMLElement>("[data-draft-says]");
  const text = line?.dataset[what] ?? "";
  if (line && line.textContent !== text) line.textContent = text;
}

function write(field: Field, copy: Copy): void {
  const name = prefix + field.dataset.draft;
  try {
    if (copy.text || copy.late) localStorage.setItem(name, JSON.stringify(copy));
    else localStorage.removeItem(name);
  } catch {
    // The store is full or switched off: writing goes on without a copy.
  }
}

function read(field: Field): Copy | undefined {
  try {
    return JSON.parse(localStorage.getItem(prefix + field.dataset.draft) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}

function forgetOld(): void {
  for (const name of Object.keys(localStorage)) {
    if (!name.startsWith(prefix)) continue;
    try {
      if (Date.now() - JSON.parse(localStorage.getItem(name) ?? "{}").at < days * 86400000) continue;
    } catch {
      // Not one of ours any more: forget it too.
    }
    localStorage.removeItem(name);
  }
}
