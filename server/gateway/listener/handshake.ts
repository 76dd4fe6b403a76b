/**
 * The WebSocket's handshakes, opening and closing, as far as they are the same for every adapter.
 * @module
 */
import { Buffer } from "node:buffer";
import { SUBPROTOCOL } from "../../../shared/protocol/base.ts";
import { PATH } from "./listener.ts";
import { refusal } from "./refusal.ts";

/** True if the request asks for a WebSocket, in whatever letter case. */
export function asksForWebSocket(upgrade: string | null | undefined): boolean {
  return upgrade?.toLowerCase() === "websocket";
}

/**
 * Judges a request for a WebSocket by its form (RFC 6455 §4.2).
 *
 * @returns the answer that refuses it, or `undefined` if it is right.
 */
export function judgeHandshake(request: Request): Response | undefined {
  const { headers } = request;
  if (new URL(request.url).pathname !== PATH) {
    return refusal(404, "not-found", `There is no WebSocket here. It is at ${PATH}.`);
  }
  if (request.method !== "GET") {
    return refusal(405, "bad-request", "A WebSocket is opened with GET.", { allow: "GET" });
  }
  const names = (headers.get("connection") ?? "").split(",").map((name) => name.trim());
  const isUpgrade = names.some((name) => name.toLowerCase() === "upgrade");
  if (!isUpgrade || !asksForWebSocket(headers.get("upgrade"))) {
    const wanted = { upgrade: "websocket", connection: "upgrade, close" };
    return refusal(426, "bad-request", "Only a WebSocket is served here.", wanted);
  }
  if (headers.get("sec-websocket-version") !== "13") {
    const wanted = { "sec-websocket-version": "13" };
    return refusal(426, "bad-request", "This version of WebSocket is not served. Use 13.", wanted);
  }
  if (!/^[A-Za-z0-9+/]{22}==$/.test(headers.get("sec-websocket-key") ?? "")) {
    return refusal(400, "bad-request", "Sec-WebSocket-Key is missing or not 16 bytes in base64.");
  }
  const offered = (headers.get("sec-websocket-protocol") ?? "").split(",");
  if (!offered.some((name) => name.trim() === SUBPROTOCOL)) {
    const message = `The subprotocol ${SUBPROTOCOL} must be offered: this server speaks no other.`;
    return refusal(400, "bad-request", message);
  }
  return undefined;
}

/** A close frame's reason cut to the 123 bytes that it may have (RFC 6455 §5.5), at a code point. */
export function closeReason(reason: string): string {
  const bytes = Buffer.from(reason);
  if (bytes.length <= 123) return reason;
  let end = 123;
  while ((bytes[end] & 0xc0) === 0x80) end--;
  return bytes.toString("utf8", 0, end);
}
