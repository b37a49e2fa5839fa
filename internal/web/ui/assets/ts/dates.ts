// A date is typed in the order of the browser's language, which may be another than the page's (03/04): what was chosen is said
// below its field in words, in the language of the page. Without script the field alone says it.
export function dates(): void {
  document.addEventListener("change", (event) => {
    const input = event.target as HTMLInputElement;
    if (input.matches?.("input[type=date],input[type=datetime-local]")) say(input);
  });
}

function say(input: HTMLInputElement): void {
  const day = new Date(input.type === "date" ? input.value + "T00:00" : input.value);
  let line = input.nextElementSibling as HTMLElement | null;
  if (!line?.matches("[data-says-date]")) {
    line = document.createElement("p");
    line.className = "hint";
    line.dataset.saysDate = "";
    line.setAttribute("role", "status");
    input.after(line);
  }
  const words = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "full", timeStyle: input.type === "date" ? undefined : "short" });
  line.textContent = Number.isNaN(day.getTime()) ? "" : words.format(day);
}
