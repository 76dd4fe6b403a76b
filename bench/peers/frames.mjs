/**
 * The frames that the peers speak: byte for byte as long as Parley's own, so that all deliver the same.
 */

const room = "R0123456789ABCDEF";
let seq = 0;

/** The event that tells of a message, as JSON. */
export function eventOf({ id, text }) {
  return JSON.stringify({
    type: "event",
    room,
    author: { id: "U0123456789ABCDEF", name: "bench" },
    kind: "message",
    id,
    text,
    seq: ++seq,
    at: Date.now(),
  });
}

/** The answer to whoever sent it. */
export function ackOf({ id }) {
  return JSON.stringify({ type: "ack", id, room, seq, at: Date.now() });
}

export const WELCOME = JSON.stringify({ type: "welcome" });
