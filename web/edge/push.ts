/**
 * Web Push: has the server tell this browser of mentions and direct messages while the page is closed.
 * @module
 */
import type { RequestFields } from "../../shared/connection.ts";
import { ParleyError } from "../../shared/errors.ts";
import type { RequestResult, RequestType } from "../../shared/protocol/mod.ts";

/** Asks the server. @throws {ParleyError} */
type Ask = <T extends RequestType>(type: T, input: RequestFields<T>) => Promise<RequestResult<T>>;

/** True if this browser has Web Push. */
export function canPush(): boolean {
  return "PushManager" in globalThis && "serviceWorker" in navigator;
}

async function current(): Promise<PushSubscription | null> {
  if (!canPush()) return null;
  const registration = await navigator.serviceWorker.getRegistration();
  return await registration?.pushManager.getSubscription() ?? null;
}

/** True if this browser is told. */
export async function isPushed(): Promise<boolean> {
  return await current() !== null;
}

/** @throws {ParleyError} */
async function subscribe(key: string): Promise<PushSubscription> {
  const { pushManager } = await navigator.serviceWorker.ready;
  try {
    return await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  } catch (cause) {
    throw new ParleyError(
      "unreachable",
      "This browser's push service can't be reached, or is turned off in its settings.",
      undefined,
      { cause },
    );
  }
}

/** @param key the server's. @throws {ParleyError} */
export async function startPush(ask: Ask, key: string): Promise<void> {
  const subscription = await subscribe(key);
  const { endpoint, keys } = subscription.toJSON();
  try {
    await ask("subscribe-push", { endpoint: endpoint!, p256dh: keys!.p256dh, auth: keys!.auth });
  } catch (error) {
    await subscription.unsubscribe();
    throw error;
  }
}

/** The browser alone: the server's part ends with the session. */
export async function forgetPush(): Promise<void> {
  await (await current())?.unsubscribe();
}

export async function endPush(ask: Ask): Promise<void> {
  await forgetPush();
  await ask("unsubscribe-push", {});
}

/** Tells the server anew where this browser is told: the session or the server's key may be another. */
export async function renewPush(ask: Ask, key: string): Promise<void> {
  const subscription = await current();
  if (!subscription) return;
  const { applicationServerKey } = subscription.options;
  const known = applicationServerKey && toBase64Url(new Uint8Array(applicationServerKey));
  if (known !== key) await subscription.unsubscribe();
  await startPush(ask, key);
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
