// Signs this browser up for pushes: form[data-push] holds the desk's key and is hidden until it can be used; what stands in
// [data-push-none] is said until then, and [data-push-refused] when the browser's owner does not allow it.
export function push(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-push]");
  if (!form || !("serviceWorker" in navigator) || !("PushManager" in window)) return;
  form.hidden = false;
  document.querySelector<HTMLElement>("[data-push-none]")?.remove();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    signUp(form).catch(() => {
      const refused = document.querySelector<HTMLElement>("[data-push-refused]");
      if (refused) refused.hidden = false;
    });
  });
}

async function signUp(form: HTMLFormElement): Promise<void> {
  if ((await Notification.requestPermission()) !== "granted") throw new Error("refused");
  const worker = await navigator.serviceWorker.register("/notices/worker.js");
  const given = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: form.dataset.push ?? "" });
  const said = given.toJSON();
  set(form, "endpoint", said.endpoint ?? "");
  set(form, "p256dh", said.keys?.p256dh ?? "");
  set(form, "auth", said.keys?.auth ?? "");
  form.submit();
}

function set(form: HTMLFormElement, name: string, value: string): void {
  const field = form.elements.namedItem(name);
  if (field instanceof HTMLInputElement) field.value = value;
}
