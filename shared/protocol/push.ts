/**
 * Frames about Web Push: notifications for a browser whose page is closed.
 * @module
 */
import * as v from "valibot";
import { limits } from "../limits.ts";
import { request } from "./base.ts";

/** So many bytes in base64url without padding. */
function key(bytes: number) {
  const length = Math.ceil(bytes * 4 / 3);
  return v.pipe(
    v.string("must be a string"),
    v.regex(new RegExp(`^[\\w-]{${length}}$`), `is not ${bytes} bytes in base64url`),
  );
}

/** Requests about Web Push. */
export const PUSH_REQUESTS = {
  /** Has the session's browser told of mentions and direct messages while none of the person's devices is connected. */
  "subscribe-push": {
    input: request("subscribe-push", {
      /** As the browser's push service gave them (RFC 8030, RFC 8291). */
      endpoint: v.pipe(
        v.string("must be a string"),
        v.maxLength(limits.hookUrlLength, `is longer than ${limits.hookUrlLength} characters`),
        v.url("is not a URL"),
      ),
      p256dh: key(65),
      auth: key(16),
    }),
    result: v.object({}),
  },
  "unsubscribe-push": { input: request("unsubscribe-push", {}), result: v.object({}) },
} as const;
