/**
 * What the operator's command line asks of a running server, over the socket in the data folder.
 * @module
 */
import type { ErrorCode } from "../../shared/errors.ts";
import type { RequestType } from "../../shared/protocol/mod.ts";

export type OperatorRequest =
  /** What any client may ask, asked as an account: `as`, or the oldest administrator. */
  | { op: "command"; request: { type: RequestType; [field: string]: unknown }; as?: string }
  | { op: "users"; query: string; limit: number; after?: string }
  /** Those that are good, to the server and to all of its rooms. */
  | { op: "invitations"; limit: number; after?: string }
  | { op: "create-user"; name: string; password: string }
  | { op: "set-password"; name: string; password: string }
  | { op: "delete-user"; name: string; messages: "keep" | "erase" };

/** How it ended. */
export type OperatorAnswer =
  | { ok: true; result: unknown }
  | { ok: false; code: ErrorCode; message: string };
