/**
 * Sends a notification to a browser's push service: encrypted for that browser (RFC 8291), signed with the
 * server's key (RFC 8292), and to a judged address.
 * @module
 */
import { createHash } from "node:crypto";
import { buildPushPayload } from "@block65/webcrypto-web-push";
import { limits } from "../../shared/limits.ts";
import type { Poster } from "../hooks/post.ts";
import type { PushSubscription } from "../store/readers/push.ts";
import type { PushKeys } from "./keys.ts";
import type { PushNotification } from "./notification.ts";

/** How it ended: `gone` says that the subscription has ended. */
export type PushResult = "ok" | "failed" | "gone";

/** What a push service answers for a subscription that has ended (RFC 8030 §7.3). */
const GONE = new Set([404, 410]);

/** A later notification of the same room takes the place of one that waits; which room it is stays here. */
function topicOf({ auth }: PushSubscription, room: string): string {
  return createHash("sha256").update(`${auth} ${room}`).digest("base64url").slice(0, 32);
}

/** @throws why there was no answer. */
export async function sendPush(
  post: Poster,
  keys: PushKeys,
  subscription: PushSubscription,
  notification: PushNotification,
  stopped: AbortSignal,
): Promise<PushResult> {
  const { endpoint, p256dh, auth, failures } = subscription;
  const { headers: { "content-length": _counted, ...headers }, body } = await buildPushPayload(
    {
      data: JSON.stringify(notification),
      options: {
        ttl: limits.pushTime / 1000,
        urgency: "high",
        topic: topicOf(subscription, notification.room),
      },
    },
    { endpoint, expirationTime: null, keys: { p256dh, auth } },
    { subject: keys.contact, publicKey: keys.publicKey, privateKey: keys.privateKey },
  );
  const status = await post({
    url: endpoint,
    headers,
    body,
    attempt: failures,
    signal: AbortSignal.any([AbortSignal.timeout(limits.hookTime), stopped]),
  });
  if (GONE.has(status)) return "gone";
  return status >= 200 && status < 300 ? "ok" : "failed";
}
