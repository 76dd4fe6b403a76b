/**
 * What the compiled server may do, and what for.
 * @module
 */
import type { Permission } from "../shared/permissions.ts";

export const SERVER_PERMISSIONS: readonly Permission[] = [
  {
    kind: "net",
    why:
      "It listens for clients, and connects to PostgreSQL, to NATS, to the receivers of webhooks and " +
      "to push services, whose addresses only its options and its people name.",
  },
  {
    kind: "read",
    why: "It reads the data folder, the configuration, and the files that its options name: " +
      "certificates, keys, backups, exports.",
  },
  {
    kind: "write",
    why: "It writes the data folder, and the backups and exports that you ask for.",
  },
  { kind: "sys", only: ["statfs"], why: "It looks how full the disk is." },
  { kind: "env", only: ["PARLEY_*"], why: "Its options." },
  { kind: "env", only: ["HOME"], why: "Where service install --user puts the unit." },
  {
    kind: "env",
    only: ["NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE"],
    why: "Whether its log is coloured.",
  },
  {
    kind: "env",
    only: ["WS_NO_BUFFER_UTIL", "WS_NO_UTF_8_VALIDATE"],
    why: "The WebSocket library looks for them; nobody sets them.",
  },
  {
    kind: "env",
    only: ["PG*", "USER", "NODE_PG_FORCE_NATIVE"],
    why: "With --database: what the client of PostgreSQL knows its server by.",
  },
];
