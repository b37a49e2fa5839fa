// Takes pushes while no page is open, shows each, and opens what it is about. It keeps nothing and fetches nothing.
interface News {
  title: string;
  body: string;
  tag: string;
  url: string;
}

interface PushEvent extends Event {
  data: { json(): News } | null;
  waitUntil(done: Promise<unknown>): void;
}

interface ClickEvent extends Event {
  notification: Notification;
  waitUntil(done: Promise<unknown>): void;
}

interface Worker {
  registration: ServiceWorkerRegistration;
  clients: { openWindow(url: string): Promise<unknown> };
  location: Location;
  addEventListener(kind: "push", does: (event: PushEvent) => void): void;
  addEventListener(kind: "notificationclick", does: (event: ClickEvent) => void): void;
}

const worker = self as unknown as Worker;

worker.addEventListener("push", (event) => {
  if (!event.data) return;
  const news = event.data.json();
  event.waitUntil(worker.registration.showNotification(news.title, { body: news.body, tag: news.tag, data: news.url }));
});

worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const to = new URL(String(event.notification.data), worker.location.origin);
  if (to.origin === worker.location.origin) event.waitUntil(worker.clients.openWindow(to.href));
});
