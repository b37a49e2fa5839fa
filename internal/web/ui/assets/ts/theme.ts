// The theme links work without script (?theme=dark is remembered by the server). With it, nothing is reloaded.
const year = 31536000;

export function theme(): void {
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-theme-choice]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const choice = link.dataset.themeChoice ?? "auto";
    const root = document.documentElement;
    if (choice === "auto") delete root.dataset.theme;
    else root.dataset.theme = choice;
    const contrast = document.querySelector<HTMLLinkElement>("link[data-contrast]");
    if (contrast) contrast.media = { auto: "(prefers-contrast: more)", contrast: "all" }[choice] ?? "not all";
    document.cookie = `theme=${choice};path=/;max-age=${year};samesite=lax`;
    for (const other of document.querySelectorAll("a[data-theme-choice]")) {
      other.toggleAttribute("aria-current", false);
    }
    link.setAttribute("aria-current", "true");
  });
}
