// Help while somebody writes: "/" offers texts that are kept, "@" colleagues, both from the address in data-compose, asked for
// once; what is chosen is put in at the caret, to be read before it is sent. Without script the form's own list does it. Also
// the preview within the page, and the seconds in which a reply can be taken back.
import { choose, chosen, optionList, type Option } from "./options";

interface Offer extends Option {
  x: string; // what is put in
  id?: number; // of a kept text, whose use counts
  f?: Record<string, string>; // other fields that it fills in
  o?: boolean; // it opens another form, and is put in there
}

const most = 8;
const known = new Map<string, Promise<Record<string, Offer[]>>>();
let list: HTMLUListElement | undefined;
let text: HTMLTextAreaElement | undefined;
let offers: Offer[] = [];

export function compose(): void {
  document.addEventListener("input", (event) => void offer(event.target));
  document.addEventListener("focusout", (event) => event.target === text && close());
  document.addEventListener("keydown", key, true);
  document.addEventListener("click", (event) => {
    const button = event.target as HTMLElement;
    if (button.matches?.("[data-insert-do]")) void pick(event, button as HTMLButtonElement);
    if (button.matches?.("[data-preview]")) void preview(event, button as HTMLButtonElement);
    const link = button.closest?.<HTMLAnchorElement>("a[data-insert]");
    if (link) article(event, link);
  });
  count();
  document.addEventListener("part", count);
  document.addEventListener("again", count);
}

async function offer(target: EventTarget | null): Promise<void> {
  if (!(target instanceof HTMLTextAreaElement) || !target.dataset.compose) return;
  const term = around(target);
  if (!term) return close();
  const all = (await words(target.dataset.compose))[term[0]] ?? [];
  if (document.activeElement !== target || around(target) !== term) return;
  const said = term.slice(1).toLowerCase();
  offers = all.filter((o) => o.t.toLowerCase().includes(said) || (term[0] === "/" && said.length > 2 && o.x.toLowerCase().includes(said))).slice(0, most);
  if (offers.length === 0) return close();
  show(target);
}

function words(address: string): Promise<Record<string, Offer[]>> {
  let got = known.get(address);
  if (!got) {
    got = fetch(address)
      .then((answer) => (answer.ok ? answer.json() : {}))
      .catch(() => (known.delete(address), {}));
    known.set(address, got);
  }
  return got;
}

// around is the sign and what follows it up to the caret: at the beginning of a word, on one line.
function around(field: HTMLTextAreaElement): string {
  const before = field.value.slice(0, field.selectionStart);
  return /(?:^|[\s(])([/@][^\n/@]{0,40})$/.exec(before)?.[1] ?? "";
}

function show(field: HTMLTextAreaElement): void {
  close();
  text = field;
  list = optionList(field, "offers", offers, take);
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-haspopup", "listbox");
  choose(field, list, 0);
}

function close(): void {
  list?.remove();
  list = undefined;
  text?.removeAttribute("aria-activedescendant");
  text?.removeAttribute("aria-controls");
}

function key(event: KeyboardEvent): void {
  if (!list || !text || event.target !== text || event.isComposing || event.ctrlKey || event.metaKey) return;
  const n = offers.length;
  if (event.key === "ArrowDown") choose(text, list, (chosen(list) + 1) % n);
  else if (event.key === "ArrowUp") choose(text, list, (chosen(list) - 1 + n) % n);
  else if (event.key === "Enter" || event.key === "Tab") take(Math.max(chosen(list), 0));
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function take(n: number): void {
  const field = text;
  if (!field) return;
  const at = field.selectionStart;
  const from = at - around(field).length;
  if (!offers[n].o) put(field, offers[n], from, at);
  else opens(field, offers[n], from, at);
  close();
}

// put writes an offer into a text, fills in what else it knows, and counts it.
function put(field: HTMLTextAreaElement, o: Offer, from: number, to: number): void {
  field.setRangeText(o.x, from, to, "end");
  const form = field.form;
  for (const [name, value] of Object.entries(o.f ?? {})) {
    const other = form?.elements.namedItem(name);
    if (other instanceof HTMLInputElement || other instanceof HTMLSelectElement) other.value = value;
  }
  if (o.id && form) hidden(form, "used", String(o.id));
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

// opens leads on to the form that an offer is for, as the list beneath the text does without script: what stands in the text is
// kept as a draft.
function opens(field: HTMLTextAreaElement, o: Offer, from: number, to: number): void {
  const list = field.form?.querySelector<HTMLSelectElement>("[data-insert-pick]");
  if (!list) return;
  field.setRangeText("", from, to, "end");
  list.value = String(o.id);
  field.form?.requestSubmit(field.form.querySelector<HTMLButtonElement>("[data-insert-do]"));
}

function hidden(form: HTMLFormElement, name: string, value: string): void {
  let input = form.querySelector<HTMLInputElement>(`input[type=hidden][name="${name}"]`);
  if (!input) {
    input = document.createElement("input");
    input.type = "hidden";
    input.name = name;
    form.append(input);
  }
  input.value = value;
}

function append(field: HTMLTextAreaElement, o: Offer): void {
  const before = field.value.trimEnd();
  put(field, { ...o, x: (before ? "\n\n" : "") + o.x }, before.length, field.value.length);
}

async function pick(event: Event, button: HTMLButtonElement): Promise<void> {
  const form = button.form;
  const field = form?.querySelector<HTMLTextAreaElement>("textarea[data-compose]");
  const id = Number(form?.querySelector<HTMLSelectElement>("[data-insert-pick]")?.value);
  if (!field || !id) return;
  event.preventDefault();
  const one = (await words(field.dataset.compose ?? ""))["/"]?.find((o) => o.id === id);
  if (!one || one.o) return form?.requestSubmit(button);
  append(field, one);
  button.closest("details")?.removeAttribute("open");
}

// An article beside the ticket is put into the reply that is open; its use counts when the reply is sent.
function article(event: Event, link: HTMLAnchorElement): void {
  const field = document.querySelector<HTMLTextAreaElement>('#act form[action$="/reply"] textarea');
  if (!field?.form) return;
  event.preventDefault();
  hidden(field.form, "article", link.dataset.article ?? "");
  append(field, { t: "", x: link.dataset.insert ?? "" });
}

async function preview(event: Event, button: HTMLButtonElement): Promise<void> {
  const form = button.form;
  const here = form?.querySelector<HTMLElement>("[data-preview-here]");
  if (!form || !here) return;
  event.preventDefault();
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
  try {
    const answer = await fetch(button.formAction, { method: "POST", body, headers: { accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("preview");
    if (!page) return form.requestSubmit(button);
    page.tabIndex = -1;
    here.replaceChildren(page);
    button.closest("details")?.removeAttribute("open");
    page.focus();
  } catch {
    // The desk is out of reach: the text stays as it is.
  }
}

// count says the seconds that are left, by the server's clock. When they are over it asks for the page anew, until the reply
// is out or held.
let timer = 0;
function count(): void {
  clearTimeout(timer);
  const line = document.querySelector<HTMLElement>("[data-goes]");
  if (!line) return;
  const off = Number(line.dataset.off ?? Date.parse(line.dataset.now ?? "") - Date.now());
  line.dataset.off = String(off);
  const left = Math.ceil((Date.parse(line.dataset.goes ?? "") - Date.now() - off) / 1000);
  const says = (line.dataset.says ?? "").replace("{n}", String(Math.max(left, 0)));
  if (line.textContent !== says) line.textContent = says;
  if (left <= 0) document.dispatchEvent(new CustomEvent("look"));
  timer = window.setTimeout(count, left <= 0 ? 1500 : 250);
}
