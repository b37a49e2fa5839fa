// Where the focus is for those who work by keys. The server says what was done in a notice that takes the focus by itself, puts
// what is wrong with a form before it, and begins a form that was asked for in its first field: all of that without script.
// What remains is here: a page that was come to by keys begins where its work is, a list where one was in it, and what a key
// has opened is left to where one came from. A mouse needs none of it.
interface Way {
  keys: boolean; // the last page was left by keys
  list: string; // the list that stood there, by its address
  rows: string[]; // its rows, in order
  at: number; // the one that somebody was on; -1: none
  beside: boolean; // a ticket stood beside it
  acts: boolean; // something was done from the row itself
}

const kept = "way";
const lost: Way = { keys: false, list: "", rows: [], at: -1, beside: false, acts: false };
let was = lost;
let keys = false;
let acts = false;
let opener: HTMLElement | undefined;

export function focus(): void {
  addEventListener("keydown", () => (keys = true), true);
  addEventListener("pointerdown", () => (keys = false), true);
  document.addEventListener("submit", () => (acts = document.activeElement?.closest("[data-rows]") != null), true);
  addEventListener("pagehide", keep);
  was = remembered();
  if (document.body.hasAttribute("data-console")) arrive();
}

function keep(): void {
  const rows = rowsOf();
  const way = { keys, acts, list: list(), rows: rows.map((row) => row.closest("li")?.id ?? ""), at: here(rows), beside: subject() !== null };
  sessionStorage.setItem(kept, JSON.stringify(way));
}

function remembered(): Way {
  try {
    return { ...lost, ...JSON.parse(sessionStorage.getItem(kept) ?? "{}") };
  } catch {
    return lost;
  }
}

function arrive(): void {
  const row = was.list === list() ? nearest(rowsOf()) : undefined;
  if (was.acts && row) return retell(row);
  if (!was.keys || location.hash || document.querySelector("[autofocus]")) return;
  go((was.beside && !subject() && row) || start());
}

// retell gives the focus to the row that something was done from, and has the notice read, which it would have been with the focus.
function retell(row: HTMLElement): void {
  go(row);
  const says = document.querySelector(".notice");
  setTimeout(() => says?.append(...says.childNodes));
}

function go(to: HTMLElement | null | undefined): void {
  if (!to) return;
  if (!to.matches("a,button,input,select,textarea,summary,[tabindex]")) to.tabIndex = -1;
  to.focus({ preventScroll: true });
  to.scrollIntoView({ block: "nearest" });
}

// list is the address of the list that stands here, with what narrows it.
function list(): string {
  if (!document.querySelector("[data-rows]")) return "";
  const asked = new URLSearchParams(location.search);
  return location.pathname.replace(/\/\d+$/, "") + "?" + (asked.get("q") ?? "") + "&" + (asked.get("after") ?? "");
}

export function rowsOf(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[data-rows] li > a")];
}

function here(rows: HTMLElement[]): number {
  const on = document.activeElement?.closest("[data-rows] li")?.querySelector<HTMLElement>(":scope > a");
  const at = on ? rows.indexOf(on) : -1;
  return at >= 0 ? at : rows.findIndex((row) => row.hasAttribute("aria-current"));
}

/** place is where in the list somebody is: a row; half a row before the one that has come into its place; or -1. */
export function place(rows: HTMLElement[]): number {
  const at = here(rows);
  if (at >= 0 || was.list !== list() || was.at < 0) return at;
  const ids = rows.map((row) => row.closest("li")?.id ?? "");
  const next = was.rows.slice(was.at).find((id) => ids.includes(id));
  if (!next) return rows.length - 0.5;
  return ids.indexOf(next) - (next === was.rows[was.at] ? 0 : 0.5);
}

// nearest is the row that somebody was on, or the one that has come into its place.
function nearest(rows: HTMLElement[]): HTMLElement | undefined {
  return rows[Math.min(Math.ceil(place(rows)), rows.length - 1)];
}

// subject is the title of the ticket that is open.
function subject(): HTMLElement | null {
  return document.querySelector("#item h1");
}

// start is where the work of a page begins.
function start(): HTMLElement | null {
  const work = ["#queue-title", "main h1:not(.vh)", "main a", "main"];
  return subject() ?? work.map((part) => document.querySelector<HTMLElement>(part)).find((part) => part) ?? null;
}

/** leave is told when a key or a press takes the focus elsewhere; by is what was pressed. */
export function leave(by: HTMLElement): void {
  const on = document.activeElement;
  opener = on instanceof HTMLElement && on !== document.body ? on : by;
}

/** back gives the focus to where it was taken from; what has been replaced since is known by where it leads. */
export function back(): void {
  let to: HTMLElement | null | undefined = opener;
  opener = undefined;
  if (to && !to.isConnected) {
    const href = to.getAttribute("href");
    to = [...document.querySelectorAll<HTMLElement>("#verbs a")].find((link) => link.getAttribute("href") === href);
  }
  const folded = to?.closest("details:not([open])");
  if (folded && to?.parentElement !== folded) to = folded.querySelector("summary");
  go(to ?? start());
}

/** refocus follows what has been replaced under the focus: to the same part, by its id, or to what now tells of it. */
export function refocus(id: string): void {
  if (document.activeElement && document.activeElement !== document.body) return;
  go(document.getElementById(id) ?? document.querySelector<HTMLElement>("#time > :first-child > li:last-child") ?? start());
}
