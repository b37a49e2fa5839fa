import { partly } from "./part";

// A field with data-suggest="/address" has its answers in #answers: as somebody types, they are asked for at that address and
// take the place of those that stand there. Without script the form gives the same answers with the page.
const pause = 150; // ms without a key

export function suggest(): void {
  let timer = 0;
  let asked: AbortController | undefined;
  document.addEventListener("input", (event) => {
    const field = event.target as HTMLInputElement;
    const from = field.dataset?.suggest;
    if (!from) return;
    clearTimeout(timer);
    timer = window.setTimeout(async () => {
      asked?.abort();
      asked = new AbortController();
      const address = new URL(from, location.href);
      address.searchParams.set("q", field.value);
      try {
        const answer = await fetch(address, { signal: asked.signal, headers: partly });
        if (answer.ok) show(await answer.text());
      } catch {
        // A newer question was asked, or the desk is out of reach: what stands there stays.
      }
    }, pause);
  });
}

// Somebody may be on their way to an answer: what they have reached does not move away.
function show(text: string): void {
  const now = document.getElementById("answers");
  const next = new DOMParser().parseFromString(text, "text/html").getElementById("answers");
  if (!now || !next || now.contains(document.activeElement)) return;
  // The status stays where it is, or it would not be read aloud.
  const says = now.querySelector("[role=status]");
  const said = next.querySelector("[role=status]");
  said?.remove();
  for (const child of [...now.children]) if (child !== says) child.remove();
  now.append(...next.childNodes);
  if (says && said && says.textContent !== said.textContent) says.textContent = said.textContent;
}
