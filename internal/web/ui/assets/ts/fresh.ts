// New rows announce themselves and wait to be let in: nothing moves while somebody reads. The list carries data-fresh, the
// address that answers with the number of rows that came since it was drawn; a "look again" of the server asks it.
export function fresh(): void {
  for (const mark of document.querySelectorAll<HTMLAnchorElement>("a[data-fresh]")) watch(mark);
}

function watch(mark: HTMLAnchorElement): void {
  let asked = false;
  document.addEventListener("htmx:sseMessage", async (event) => {
    if ((event as CustomEvent).detail?.type !== "look" || asked) return;
    asked = true;
    try {
      const answer = await fetch(mark.dataset.fresh ?? "", { headers: { accept: "application/json" } });
      if (!answer.ok) return;
      const { text } = (await answer.json()) as { text: string };
      mark.hidden = text === "";
      if (mark.textContent !== text) mark.textContent = text;
    } catch {
      // Away from the network for a moment: the next "look again" asks once more.
    } finally {
      asked = false;
    }
  });
}
