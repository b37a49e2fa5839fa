// A form is sent once. The server refuses a second post by itself; this spares people the wait for that answer.
export function once(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (!posts(form) || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    // After the event: a disabled button would not be part of what is sent.
    setTimeout(() => mark(form, true));
  });
  // Back from the next page: the form may be sent again.
  addEventListener("pageshow", () => document.querySelectorAll("form").forEach((form) => mark(form, false)));
}

/** posts reports whether a form changes something. A field called "method", as of the form that resolves, hides form.method. */
export function posts(form: HTMLFormElement): boolean {
  return form.getAttribute("method") === "post";
}

function mark(form: HTMLFormElement, sent: boolean): void {
  if (!sent) delete form.dataset.sent;
  for (const button of form.querySelectorAll("button:not([type=button])")) {
    if (sent) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
}
