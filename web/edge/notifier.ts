/**
 * Notifications of the system, a sound, and the worker that keeps the page for when there is no network.
 * @module
 */

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): string };
}

/** True if this browser has notifications for pages. */
export function canNotify(): boolean {
  return "Notification" in globalThis;
}

/** Asks for the permission. @returns whether it is given. */
export async function askToNotify(): Promise<boolean> {
  return canNotify() && await Notification.requestPermission() === "granted";
}

/** Shows a notification; a newer one of the same room takes its place. */
export async function notify(room: string, title: string, body: string): Promise<void> {
  if (!canNotify() || Notification.permission !== "granted") return;
  const options = { body, tag: room, icon: "/icon.svg", data: { room } };
  const registration = await navigator.serviceWorker?.getRegistration();
  // Phones take it from a worker only; its click comes back as a message.
  if (registration?.active) return await registration.showNotification(title, options);
  const notification = new Notification(title, options);
  notification.onclick = () => focus();
}

let audio: AudioContext | undefined;

/** Two short, soft tones. A browser that was not touched yet keeps silent. */
export function beep(): void {
  audio ??= new AudioContext();
  if (audio.state !== "running") return void audio.resume();
  const gain = audio.createGain();
  gain.connect(audio.destination);
  const start = audio.currentTime;
  gain.gain.setValueAtTime(0.08, start);
  gain.gain.exponentialRampToValueAtTime(0.001, start + 0.3);
  for (const [frequency, after] of [[660, 0], [880, 0.1]]) {
    const tone = audio.createOscillator();
    tone.frequency.value = frequency;
    tone.connect(gain);
    tone.start(start + after);
    tone.stop(start + after + 0.15);
  }
}

/** @param opened is called with the room of a notification that was clicked. */
export async function startWorker(opened: (room: string) => void): Promise<void> {
  const workers = navigator.serviceWorker;
  if (!workers) return;
  workers.addEventListener("message", ({ data }) => {
    if (typeof data?.room === "string") opened(data.room);
  });
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  const policy = trustedTypes?.createPolicy("parley", { createScriptURL: (url) => url });
  const url = "/service_worker.js";
  await workers.register(policy ? policy.createScriptURL(url) : url).catch(() => {});
}
