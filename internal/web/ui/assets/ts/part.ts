import { back, leave } from "./focus";

// A link with data-part="ID" swaps that part of the page in place of the whole page: the part is taken from the page that the
// link leads to, through the same door. A new tab, a phone (one pane at a time) or a failure opens the page as ever.
const wide = matchMedia("(min-width: 64rem)");

export function part(): void {
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-part]");
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (!wide.matches && link.dataset.part === "item") return;
    event.preventDefault();
    if (link.dataset.part === "act" && !("closes" in link.dataset)) leave(link);
    void open(link);
  });
  addEventListener("popstate", () => location.reload());
  keepScroll();
}

async function open(link: HTMLAnchorElement): Promise<void> {
  const id = link.dataset.part ?? "";
  const page = await load(link.href);
  const now = document.getElementById(id);
  const next = page?.getElementById(id);
  if (!page || !now || !next) {
    location.assign(link.href);
    return;
  }
  const current = link.closest("[data-rows]");
  if (current) {
    for (const row of current.querySelectorAll("[aria-current]")) row.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
  }
  now.replaceWith(next);
  if (link.href.split("#")[0] !== location.href.split("#")[0]) history.pushState(null, "", link.href);
  document.title = page.title;
  const stream = document.querySelector("[data-stream]");
  const other = page.querySelector("[data-stream]");
  if (stream && other && stream.outerHTML !== other.outerHTML) stream.replaceWith(other);
  // The verbs stand outside of the form that they open; their look follows it.
  if (id === "act") adopt(page, "verbs");
  document.dispatchEvent(new CustomEvent("part", { detail: next }));
  if (id !== "act") return;
  if ("closes" in link.dataset) return back();
  next.querySelector<HTMLElement>("textarea,select,input:not([type=hidden])")?.focus();
  next.scrollIntoView({ block: "nearest" });
}

function adopt(page: Document, id: string): void {
  const now = document.getElementById(id);
  const next = page.getElementById(id);
  if (now && next) now.replaceWith(next);
}

/** Headers of a request for a part of a page: what is said to a person once is left for the next whole page. */
export const partly = { accept: "text/html", part: "yes" };

/** load fetches a page of this desk; undefined when it cannot be had, or is another page than the one asked for. */
export async function load(address: string): Promise<Document | undefined> {
  try {
    const answer = await fetch(address, { headers: partly });
    if (!answer.ok || new URL(answer.url).pathname !== new URL(address).pathname) return undefined;
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    return undefined;
  }
}

// The list stays where it was when a form leads to a whole new page.
function keepScroll(): void {
  const list = document.getElementById("queue");
  const title = document.getElementById("queue-title")?.textContent;
  if (!list || !title) return;
  const key = "scroll:" + title;
  list.scrollTop = Number(sessionStorage.getItem(key) ?? 0);
  list.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  addEventListener("pagehide", () => sessionStorage.setItem(key, String(list.scrollTop)));
}
