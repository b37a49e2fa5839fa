// The command bar: everything that can be pressed on this page, found by what it is called. It presses what is there and
// knows no command of its own, so it can offer nobody more than the page does.
import { choose, chosen } from "./options";
import { load } from "./part";

interface Command {
  name: string;
  key: string;
  mark: HTMLElement;
}

const sources = "#nav-links a, #views a, [data-key], .menu .panel button, .menu .panel a, .tools > summary, .orders a, .themes a, .bar a[hreflang], .bar nav form button, [data-keys-open]";
const most = 12;
let found: Command[] = [];
let lists: HTMLElement[] = []; // ways to the lists, where the page has none of its own

export function commands(): void {
  const bar = document.querySelector<HTMLDialogElement>("dialog[data-commands]");
  const field = bar?.querySelector<HTMLInputElement>("input");
  if (!bar || !field) return;
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open(bar, field);
    }
  });
  document.addEventListener("click", (event) => {
    if ((event.target as Element).closest("[data-commands-open]")) open(bar, field);
  });
  for (const button of document.querySelectorAll<HTMLElement>("[data-commands-open]")) button.hidden = false;
  field.addEventListener("input", () => list(bar, field));
  field.addEventListener("keydown", (event) => key(event, bar, field));
}

function open(bar: HTMLDialogElement, field: HTMLInputElement): void {
  if (bar.open || document.querySelector("dialog[open]")) return;
  field.value = "";
  bar.showModal();
  list(bar, field);
  void views(bar, field);
}

// views fetches the ways to the lists once, for a page that has no pane of them.
async function views(bar: HTMLDialogElement, field: HTMLInputElement): Promise<void> {
  if (lists.length > 0 || !bar.dataset.views || document.getElementById("views")) return;
  const page = await load(new URL(bar.dataset.views, location.href).href);
  lists = [...(page?.querySelectorAll<HTMLElement>("#views a") ?? [])];
  if (bar.open) list(bar, field);
}

// all are the things to press, each name once; a key stands with its name wherever it was found first.
function all(): Command[] {
  const out = new Map<string, Command>();
  for (const mark of [...document.querySelectorAll<HTMLElement>(sources), ...lists]) {
    const name = called(mark);
    if (name && !mark.hidden && !out.has(name)) out.set(name, { name, key: mark.dataset.key ?? "", mark });
  }
  return [...out.values()];
}

// called is what stands on a thing, without its key and its count.
function called(mark: HTMLElement): string {
  const copy = mark.cloneNode(true) as HTMLElement;
  for (const part of copy.querySelectorAll("kbd, .num, svg")) part.remove();
  return (mark.getAttribute("aria-label") ?? copy.textContent ?? "").replace(/\s+/g, " ").trim();
}

function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

// fits ranks a name: one that begins so, then one with a word that begins so, then one that has all the letters in order.
function fits(name: string, said: string): number {
  const text = plain(name);
  if (text.startsWith(said)) return 0;
  if (text.includes(" " + said)) return 1;
  let at = -1;
  for (const letter of said.replaceAll(" ", "")) {
    at = text.indexOf(letter, at + 1);
    if (at < 0) return -1;
  }
  return 2;
}

// to is how people begin who want to go somewhere: "go to ...".
const to = (bar: HTMLElement) => plain(bar.dataset.go ?? "") + " ";

function list(bar: HTMLDialogElement, field: HTMLInputElement): void {
  const said = plain(field.value.trim());
  const ranked = all()
    .map((command) => ({ command, rank: fits(command.name, said.startsWith(to(bar)) && command.mark.matches("a") ? said.slice(to(bar).length) : said) }))
    .filter(({ rank }) => rank >= 0)
    .sort((a, b) => a.rank - b.rank);
  found = ranked.slice(0, most).map(({ command }) => command);
  const search = document.querySelector<HTMLElement>("[data-command]");
  if (said && search) found.push({ name: `${bar.dataset.search} “${field.value.trim()}”`, key: "", mark: search });
  const items = found.map(item);
  const shown = bar.querySelector("ul");
  shown?.replaceChildren(...items);
  if (shown) choose(field, shown, 0);
  const says = bar.querySelector("[role=status]");
  if (says) says.textContent = (found.length === 1 ? bar.dataset.one : bar.dataset.many?.replace("{n}", String(found.length))) ?? "";
}

function item(command: Command, n: number): HTMLElement {
  const li = document.createElement("li");
  li.id = "command-" + n;
  li.setAttribute("role", "option");
  li.append(command.name);
  if (command.key) {
    const key = document.createElement("kbd");
    key.textContent = command.key;
    li.append(key);
  }
  li.addEventListener("click", () => run(li.closest("dialog") as HTMLDialogElement, n));
  return li;
}

function key(event: KeyboardEvent, bar: HTMLDialogElement, field: HTMLInputElement): void {
  const shown = bar.querySelector("ul");
  if (!shown || event.isComposing) return;
  const here = chosen(shown);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const n = found.length;
    if (n > 0) choose(field, shown, (here + (event.key === "ArrowDown" ? 1 : n - 1)) % n);
  } else if (event.key === "Enter") {
    run(bar, here);
  } else return;
  event.preventDefault();
}

// run presses what was chosen, once the bar is out of the way. The search box takes the words and sends them.
function run(bar: HTMLDialogElement, n: number): void {
  const command = found[n];
  const said = bar.querySelector("input")?.value.trim() ?? "";
  if (!command) return;
  bar.close();
  const mark = command.mark;
  if (mark instanceof HTMLInputElement && "command" in mark.dataset) {
    mark.value = said;
    mark.form?.requestSubmit();
    return;
  }
  const href = mark.getAttribute("href") ?? "";
  if (mark.ownerDocument !== document) return location.assign(href);
  const field = (href.startsWith("#") && document.getElementById(href.slice(1))) || mark;
  for (let box = mark.closest("details"); box; box = box.parentElement?.closest("details") ?? null) box.open = true;
  if (field.matches("textarea,input:not([type=checkbox]),select,summary")) field.focus();
  else mark.click();
}
