/**
 * Beside whom Parley is measured, and who was left out.
 * @module
 */
import { mosquitto, nats, ngircd, prosody } from "./brokers.ts";
import { bunBatch, bunPublish, nodeWs, socketIo } from "./own_frames.ts";
import { parley } from "./parley.ts";
import type { Subject } from "./subject.ts";

/** Whoever can tell everybody in a room what one of them said. */
export const CHATS: readonly Subject[] = [
  parley,
  bunPublish,
  bunBatch,
  nodeWs,
  socketIo,
  nats,
  mosquitto,
  ngircd,
  prosody,
];

/** Those that get through the larger crowds in seconds. */
export const FAST_CHATS: readonly Subject[] = CHATS.filter((subject) => subject !== prosody);

/** Peers that are nowhere in the table, and why. */
export const LEFT_OUT: Record<string, string> = {
  "ejabberd": "XMPP like Prosody, which has the same history on; one of the two is enough",
  "node ws, socket.io in latency-10000, latency-1000x500":
    "half a million deliveries a second are more than they make at saturation",
  "prosody in fanout-500, fanout-2000, rooms-1000x10":
    "a dozen messages a second: the 400 in flight, or the entering of ten thousand rooms, take minutes",
  "Centrifugo": "not in Debian's or npm's registry; what it publishes is beside the targets",
};
