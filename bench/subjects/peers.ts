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

/** Those that get through a flood of some hundred messages in seconds. */
export const FAST_CHATS: readonly Subject[] = CHATS.filter((subject) => subject !== prosody);

/** … and let thousands into a room in seconds. */
export const ROOMY_CHATS: readonly Subject[] = FAST_CHATS.filter((subject) => subject !== ngircd);

/** Peers that are nowhere in the table, and why. */
export const LEFT_OUT: Record<string, string> = {
  "ejabberd": "XMPP like Prosody, which has the same history on; one of the two is enough",
  "node ws, socket.io in latency-10000, latency-1000x500":
    "half a million deliveries a second are more than they make at saturation",
  "ngircd, prosody in fanout-2000, rooms-1000x10, connect":
    "whoever enters a room is told to all in it: two thousand take a minute of nothing else",
  "prosody in fanout-500, ingest":
    "it takes some messages a second: those that are kept in flight take longer than a run",
  "Centrifugo": "not in Debian's or npm's registry; what it publishes is beside the targets",
};
