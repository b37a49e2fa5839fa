// The server says "look again" and no more; we ask for the same page anew and take over what changed, so that nothing moves
// while somebody reads. data-again says how a part with an id is taken over:
//   inside  its content is replaced where it differs, unless somebody works in it
//   grow    what the server has added at its end is added
//   rows    each row changes in its place; one that has left says so and stays; new ones are announced and wait
import { refocus } from "./focus";
import { load } from "./part";

// A change wakes many pages in one moment: each waits a little, by chance, so that the server does not get all at once. After
// that a page looks at most once a second, and many changes are one.
const spread = 200; // ms
const pause = 1000; // ms
const patience = 60000; // ms, at most, between two tries to listen again

export function again(): void {
  let stream: EventSource | undefined;
  let timer = 0;
  let whole = false; // the whole page is to be looked at, and not the rows of its list alone
  let last = -pause;
  const look = async () => {
    timer = 0;
    if (document.hidden) return;
    last = performance.now();
    const here = location.href.split("#")[0];
    const rows = document.querySelector<HTMLElement>("[data-look-rows]")?.dataset.lookRows;
    const address = whole || !rows ? here : new URL(rows, here).href;
    whole = false; // what is told from here on is for the next time
    const page = await load(address);
    if (page && location.href.split("#")[0] === here) merge(page);
  };
  const told = (part: string) => {
    whole ||= part !== "rows";
    timer ||= window.setTimeout(look, Math.max(Math.random() * spread, last + pause - performance.now()));
  };
  let lost = 0; // ms until it is tried again
  let retry = 0;
  const listen = () => {
    const mark = document.querySelector<HTMLElement>("[data-stream]");
    stream?.close();
    clearTimeout(retry);
    if (!mark || document.hidden) return;
    const line = new EventSource(mark.dataset.stream ?? "");
    stream = line;
    let before = lost > 0;
    line.addEventListener("open", () => {
      document.documentElement.dataset.listens = "yes";
      if (before) told("again"); // nobody knows what happened while the line was cut
      before = true;
      lost = 0;
    });
    line.addEventListener("look", (event) => told((event as MessageEvent<string>).data));
    // The browser tries again by itself, but not when a proxy has answered for a desk that starts anew.
    line.addEventListener("error", () => {
      if (line.readyState !== EventSource.CLOSED) return;
      lost = Math.min(patience, lost * 2 || pause);
      retry = window.setTimeout(listen, lost);
    });
  };
  listen();
  document.addEventListener("part", listen);
  document.addEventListener("look", look); // somebody on this page knows that there is news
  // A page that nobody sees holds no stream: a browser has six connections to a host for all its tabs (HTTP/1.1).
  document.addEventListener("visibilitychange", () => {
    listen();
    told("again");
  });
  addEventListener("pagehide", () => stream?.close());
  addEventListener("pageshow", (event) => event.persisted && listen());
}

function merge(page: Document): void {
  for (const now of document.querySelectorAll<HTMLElement>("[data-again]")) {
    const next = page.getElementById(now.id);
    if (!next) continue;
    if (now.dataset.again === "rows") rows(now, next);
    else if (now.dataset.again === "grow") grow(now, next);
    else inside(now, next);
  }
  document.dispatchEvent(new CustomEvent("again"));
}

// Forms carry fresh marks (csrf) on each page, so what is compared is what can be read.
function inside(now: Element, next: Element): void {
  const over = now.querySelector("[data-goes]") && next.children.length === 0; // there is nothing left to work on
  const on = document.activeElement;
  const within = now.contains(on);
  const read = on instanceof HTMLElement && on.id !== "" && on.tabIndex < 0; // it was brought there, and works on nothing
  if (!over && ((within && !read) || now.querySelector("details[open]"))) return;
  // What counts by itself differs from moment to moment.
  const goes = now.querySelector<HTMLElement>("[data-goes]")?.dataset.goes;
  if (goes && goes === next.querySelector<HTMLElement>("[data-goes]")?.dataset.goes) return;
  if (now.textContent === next.textContent) return;
  now.replaceChildren(...next.childNodes);
  if (within) refocus(on?.id ?? "");
}

function grow(now: Element, next: Element): void {
  const list = now.firstElementChild;
  for (const entry of next.querySelectorAll("[id]")) {
    if (!document.getElementById(entry.id)) list?.append(entry);
  }
}

function rows(now: HTMLElement, next: HTMLElement): void {
  const shown = new Set<string>();
  for (const row of now.children) {
    shown.add(row.id);
    const other = next.querySelector("#" + CSS.escape(row.id));
    row.classList.toggle("gone", !other);
    const link = row.querySelector(":scope > a");
    const from = other?.querySelector(":scope > a");
    if (!link) continue;
    if (!from) {
      const last = link.lastElementChild;
      if (last) last.textContent = now.dataset.gone ?? "";
    } else if (link.textContent !== from.textContent) link.replaceChildren(...from.childNodes);
  }
  announce([...next.children].filter((row) => !shown.has(row.id)).length);
}

function announce(count: number): void {
  const mark = document.querySelector<HTMLElement>("[data-fresh-one]");
  if (!mark) return;
  const words = count === 1 ? mark.dataset.freshOne : mark.dataset.freshMany?.replace("{n}", String(count));
  const text = count > 0 ? (words ?? "") : "";
  if (mark.textContent !== text) mark.textContent = text;
  mark.hidden = count === 0;
}
