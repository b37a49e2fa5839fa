import { back, leave, place, rowsOf } from "./focus";

// Keys of the console. A key presses what carries data-key="r"; j and k walk the list that carries data-rows. All of it is
// silent while somebody types, and can be switched off (WCAG 2.1.4): the choice is kept in this browser.
const choice = "keys";
const ticks = "[type=checkbox],[type=radio]"; // nothing is typed into these

export function keys(): void {
  if (!document.body.hasAttribute("data-console")) return;
  apply();
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || event.isComposing) return;
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") return send(event);
    if (event.key === "Escape") return escape(event);
    if (event.ctrlKey || event.metaKey || off() || typing(event.target)) return;
    press(event);
  });
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-keys-switch],[data-keys-open],[data-keys-close]");
    if (!button) return;
    if ("keysSwitch" in button.dataset) {
      localStorage.setItem(choice, off() ? "on" : "off");
      apply();
    } else help("keysOpen" in button.dataset);
  });
}

function off(): boolean {
  return localStorage.getItem(choice) === "off";
}

function apply(): void {
  document.documentElement.dataset.keys = off() ? "off" : "on";
  for (const button of document.querySelectorAll<HTMLElement>("[data-keys-switch]")) {
    button.setAttribute("aria-pressed", String(!off()));
    button.hidden = false;
  }
  for (const button of document.querySelectorAll<HTMLElement>("[data-keys-open]")) button.hidden = false;
}

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches(`input:not(${ticks}),textarea,select,dialog *`));
}

function press(event: KeyboardEvent): void {
  switch (event.key) {
    case "?":
      event.preventDefault();
      return help(true);
    case "/":
      return focus(event, "[data-command]");
    case "j":
      return walk(event, 1);
    case "k":
      return walk(event, -1);
    case " ":
      return tick(event);
  }
  if (event.key.length !== 1) return; // enter opens what has the focus, as everywhere
  const mark = document.querySelector<HTMLElement>(`[data-key="${CSS.escape(event.key)}"]`);
  if (!mark) return;
  event.preventDefault();
  const field = target(mark);
  leave(mark);
  if (field.matches("textarea,input:not([type=checkbox]),select")) field.focus();
  else mark.click();
}

// target is where a link within the page leads; what is typed next has to arrive there, so the browser's own pace is too slow.
function target(mark: HTMLElement): HTMLElement {
  const href = mark.getAttribute("href") ?? "";
  return (href.startsWith("#") && document.getElementById(href.slice(1))) || mark;
}

function focus(event: KeyboardEvent, where: string): void {
  const field = document.querySelector<HTMLElement>(where);
  if (!field) return;
  event.preventDefault();
  leave(field);
  field.focus();
}

// escape leaves a field, and the form of a verb with it, for where one came from. What was written is kept as a draft. A menu, a
// sheet or a list to choose from closes first, a search is emptied first, and a list of values closes by itself.
function escape(event: KeyboardEvent): void {
  const on = event.target;
  if (!(on instanceof HTMLElement) || document.querySelector("dialog[open],details.menu[open]")) return;
  if (on instanceof HTMLInputElement && on.type === "search" && on.value !== "") return;
  const closes = on.closest("#act form")?.querySelector<HTMLElement>("[data-closes]");
  if (closes && !on.matches("select,input[type^=date]")) closes.click();
  else if (on.matches(`input:not(${ticks}),textarea`)) back();
  else return;
  event.preventDefault();
}

function tick(event: KeyboardEvent): void {
  const box = document.activeElement?.matches("[data-rows] li > a") && document.activeElement.parentElement?.querySelector<HTMLInputElement>(".sel input");
  if (!box) return;
  event.preventDefault();
  box.click();
}

function send(event: KeyboardEvent): void {
  const form = (event.target as HTMLElement).closest("form");
  if (form?.getAttribute("method") !== "post") return; // form.method may be a field of that name
  event.preventDefault();
  form.requestSubmit();
}

function walk(event: KeyboardEvent, step: number): void {
  const rows = rowsOf();
  if (rows.length === 0) return;
  event.preventDefault();
  const at = place(rows);
  const to = step > 0 ? Math.floor(at) + 1 : Math.ceil(at) - 1;
  const next = rows[Math.min(rows.length - 1, Math.max(0, to))];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

function help(open: boolean): void {
  const dialog = document.querySelector<HTMLDialogElement>("dialog[data-keys-help]");
  if (!dialog) return;
  if (open && !dialog.open) dialog.showModal();
  else if (!open) dialog.close();
}
