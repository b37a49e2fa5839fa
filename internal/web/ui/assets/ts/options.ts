// A list to choose from while the field keeps the focus (ARIA 1.2, listbox): what is offered at a caret, in a box, in the
// command bar.
export interface Option {
  t: string; // what it is called
  s?: string; // what it says
}

// optionList makes the list that stands below a field; n of take is the one that was pointed at.
export function optionList(field: HTMLInputElement | HTMLTextAreaElement, id: string, options: Option[], take: (n: number) => void): HTMLUListElement {
  const list = document.createElement("ul");
  list.className = "hints";
  list.id = id;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.labels?.[0]?.textContent?.trim() ?? "");
  options.forEach((o, i) => {
    const item = document.createElement("li");
    item.id = `${id}-${i}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    const name = document.createElement("b");
    name.textContent = o.t;
    const says = document.createElement("span");
    says.textContent = o.s ?? "";
    item.append(name, says);
    item.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // the field keeps the focus
      take(i);
    });
    list.append(item);
  });
  field.setAttribute("aria-controls", id);
  field.parentElement?.classList.add("complete");
  field.after(list);
  return list;
}

// chosen is which one is chosen; -1: none.
export function chosen(list: Element): number {
  return [...list.children].findIndex((item) => item.getAttribute("aria-selected") === "true");
}

// choose chooses one, and says so on the field.
export function choose(field: Element, list: Element, n: number): void {
  [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === n)));
  const item = list.children[n];
  if (item) field.setAttribute("aria-activedescendant", item.id);
  else field.removeAttribute("aria-activedescendant");
  item?.scrollIntoView({ block: "nearest" });
}
