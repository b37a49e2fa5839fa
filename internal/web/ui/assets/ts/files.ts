// Files of a form: <input type="file" data-files>. Pasted pictures and dropped files join those that were chosen; each can be
// taken out again. What is too large is said before it is sent. The words are the server's, in data-says-*.
const kept = new WeakMap<HTMLInputElement, File[]>();
let pictures = 0;

export function files(): void {
  document.documentElement.dataset.files = "ours"; // our button stands over the browser's
  document.addEventListener("change", (event) => {
    const input = event.target as HTMLInputElement;
    if (input.matches?.("input[data-files]")) add(input, [...(input.files ?? [])]);
  });
  document.addEventListener("paste", (event) => {
    const input = inputOf(event.target);
    const pasted = [...(event.clipboardData?.files ?? [])];
    // A spreadsheet's cells come as words and as a picture: the words were meant.
    if (!input || pasted.length === 0 || event.clipboardData?.types.includes("text/plain")) return;
    event.preventDefault();
    add(input, pasted.map((file) => named(file, input)));
  });
  for (const kind of ["dragover", "dragleave", "drop"] as const) document.addEventListener(kind, drag);
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-files-remove]");
    const input = button && inputOf(button);
    if (!button || !input) return;
    take(input, (kept.get(input) ?? []).filter((_, i) => i !== Number(button.dataset.filesRemove)));
    input.focus();
  });
}

function inputOf(target: EventTarget | null): HTMLInputElement | null | undefined {
  if (!(target instanceof Element)) return undefined;
  const own = target.closest(".attach") ?? target.closest("form"); // a form may take files in several places
  return own?.querySelector<HTMLInputElement>("input[data-files][name='files']") ?? own?.querySelector<HTMLInputElement>("input[data-files]");
}

function drag(event: DragEvent): void {
  const input = inputOf(event.target);
  if (!input || !event.dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  input.form?.classList.toggle("dropping", event.type === "dragover");
  if (event.type === "drop") add(input, [...event.dataTransfer.files]);
}

// A pasted picture is called "image.png" by every browser: tell them apart.
function named(file: File, input: HTMLInputElement): File {
  if (!/^image\.\w+$/.test(file.name)) return file;
  const name = (input.dataset.saysPicture ?? "").replace("{n}", String(++pictures)) + file.name.slice(5);
  return new File([file], name, { type: file.type, lastModified: file.lastModified });
}

// add joins files to those that an input has.
export function add(input: HTMLInputElement, more: File[]): void {
  const all = kept.get(input) ?? [];
  const same = (a: File, b: File) => a.name === b.name && a.size === b.size && a.lastModified === b.lastModified;
  take(input, [...all, ...more.filter((file) => !all.some((other) => same(file, other)))]);
}

function take(input: HTMLInputElement, all: File[]): void {
  kept.set(input, all);
  const bag = new DataTransfer();
  for (const file of all) bag.items.add(file);
  input.files = bag.files;
  input.dispatchEvent(new Event("input", { bubbles: true })); // other questions may depend on it
  show(input, all);
  const large = all.find((file) => file.size > Number(input.dataset.largest));
  let says = all.length > Number(input.dataset.most) ? (input.dataset.saysMany ?? "") : "";
  if (large) says = (input.dataset.saysLarge ?? "").replace("{name}", large.name);
  input.setCustomValidity(says);
  const line = input.closest(".attach")?.querySelector<HTMLElement>("[data-files-says]");
  if (!line) return;
  line.textContent = says;
  line.hidden = !says;
}

function show(input: HTMLInputElement, all: File[]): void {
  const list = input.closest(".attach")?.querySelector<HTMLElement>("[data-files-chosen]");
  if (!list) return;
  list.hidden = all.length === 0;
  list.replaceChildren(
    ...all.map((file, i) => {
      const row = document.createElement("li");
      const name = document.createElement("span");
      name.textContent = file.name;
      const remove = document.createElement("button");
      remove.type = "button";
      remove.textContent = "×";
      remove.setAttribute("aria-label", (input.dataset.saysRemove ?? "").replace("{name}", file.name));
      remove.dataset.filesRemove = String(i);
      row.append(name, remove);
      return row;
    }),
  );
}
