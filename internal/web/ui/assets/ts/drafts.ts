// What somebody writes is never lost: each text with data-draft is kept in this browser, under the name given there, and
// forgotten when the server says that it took the text. The server says so by <meta name="draft-sent" content="names"> on the next page.
const prefix = "draft:";
const days = 30;

export function drafts(): void {
  for (const sent of document.querySelectorAll<HTMLMetaElement>('meta[name="draft-sent"]')) {
    for (const name of sent.content.split(" ")) localStorage.removeItem(prefix + name);
  }
  forgetOld();
  restore(document);
  document.addEventListener("input", (event) => keep(event.target as Element));
  document.addEventListener("part", (event) => restore((event as CustomEvent<Element>).detail));
}

type Field = HTMLTextAreaElement | HTMLInputElement;

function restore(where: ParentNode): void {
  for (const field of where.querySelectorAll<Field>("[data-draft]")) {
    const text = read(field.dataset.draft ?? "");
    if (text && !field.value) field.value = text;
  }
}

function keep(target: Element): void {
  if (!(target instanceof HTMLElement) || !target.dataset.draft) return;
  const name = prefix + target.dataset.draft;
  const text = (target as Field).value;
  try {
    if (text) localStorage.setItem(name, JSON.stringify({ text, at: Date.now() }));
    else localStorage.removeItem(name);
  } catch {
    // The store is full or switched off: writing goes on without a copy.
  }
}

function read(name: string): string {
  try {
    return JSON.parse(localStorage.getItem(prefix + name) ?? "{}").text ?? "";
  } catch {
    return "";
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
