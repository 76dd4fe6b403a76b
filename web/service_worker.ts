/**
 * The service worker: keeps the client's own files, so that the page opens without a network, and brings
 * whoever clicks a notification to its room.
 * @module
 */

/** Path and version of every file of the client: put in front by tools/web.ts. */
type Shell = [path: string, version: string][];

interface LateEvent extends Event {
  waitUntil(promise: Promise<unknown>): void;
}

interface FetchEvent extends LateEvent {
  request: Request;
  respondWith(response: Promise<Response>): void;
}

interface PushEvent extends LateEvent {
  data: { json(): unknown } | null;
}

interface ClickEvent extends LateEvent {
  notification: Notification;
}

interface WindowClient {
  focus(): Promise<WindowClient>;
  postMessage(message: unknown): void;
}

interface Worker {
  SHELL: Shell;
  clients: {
    claim(): Promise<void>;
    matchAll(options: { type: "window" }): Promise<WindowClient[]>;
    openWindow(url: string): Promise<WindowClient | null>;
  };
  registration: Pick<ServiceWorkerRegistration, "showNotification">;
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listener: (event: LateEvent) => void): void;
  addEventListener(type: "fetch", listener: (event: FetchEvent) => void): void;
  addEventListener(type: "push", listener: (event: PushEvent) => void): void;
  addEventListener(type: "notificationclick", listener: (event: ClickEvent) => void): void;
}

const worker = self as unknown as Worker;
const paths = worker.SHELL.map(([path]) => path);
const CACHE = `shell ${worker.SHELL.map(([, version]) => version).join(" ")}`;

worker.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(paths)));
  worker.skipWaiting();
});

worker.addEventListener("activate", (event) => {
  const clean = async () => {
    for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name);
    await worker.clients.claim();
  };
  event.waitUntil(clean());
});

worker.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  const isOurs = url.origin === location.origin && paths.includes(url.pathname);
  if (isOurs && event.request.method === "GET") event.respondWith(answer(event.request, url));
});

/** A file whose name changes with its content comes out of the cache, the others out of the network first. */
async function answer(request: Request, { pathname }: URL): Promise<Response> {
  const kept = () => caches.match(pathname);
  if (pathname.startsWith("/assets/")) return await kept() ?? await fetch(request);
  try {
    return await fetch(request);
  } catch (error) {
    const response = await kept();
    if (!response) throw error;
    return response;
  }
}

/** What the server tells while no page is open; a newer notification of a room takes the place of the older. */
worker.addEventListener("push", (event) => {
  const { room, title, text } = event.data?.json() as Record<"room" | "title" | "text", string>;
  const options = { body: text, tag: room, icon: "/icon.svg", data: { room } };
  event.waitUntil(worker.registration.showNotification(title, options));
});

worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const open = async () => {
    const [client] = await worker.clients.matchAll({ type: "window" });
    if (!client) return await worker.clients.openWindow(`/#room=${event.notification.data.room}`);
    client.postMessage(event.notification.data);
    await client.focus();
  };
  event.waitUntil(open());
});
