// A menu, <details class="menu">, lies over what is below it, so it goes when somebody turns elsewhere: by Escape, which leads
// back to what opened it, or by a click outside. Without script it stays until its own summary closes it.
export function menu(): void {
  document.addEventListener("click", (event) => {
    for (const open of opened()) if (!open.contains(event.target as Node)) open.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const open of opened()) {
      open.open = false;
      open.querySelector("summary")?.focus();
    }
  });
}

function opened(): NodeListOf<HTMLDetailsElement> {
  return document.querySelectorAll<HTMLDetailsElement>("details.menu[open]");
}
