/**
 * The connection that a request came by, for commands that belong to one.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import type { CommandContext, Connection } from "./command.ts";

/** @throws {ParleyError} `conflict` for a request that came over HTTP. */
export function connectionOf({ connection }: Pick<CommandContext, "connection">): Connection {
  if (connection) return connection;
  throw new ParleyError(
    "conflict",
    "This belongs to a connection: ask it over the WebSocket, with docs/protocol.md.",
  );
}
