/**
 * The frames that the peers speak: byte for byte as long as Parley's own, so that all deliver the same.
 */

let seq = 0;

/** The event that tells of a message, as JSON. */
export function eventOf({ id, room, text }) {
  return JSON.stringify({
    type: "event",
    room,
    author: { id: "U0123456789ABCDEF", name: "person42" },
    kind: "message",
    id,
    text,
    seq: ++seq,
    at: Date.now(),
  });
}

/** The answer to whoever sent it. */
export function ackOf({ id, room }) {
  return JSON.stringify({ type: "ack", id, room, seq, at: Date.now() });
}

export const WELCOME = JSON.stringify({ type: "welcome" });
