/**
 * What `parley tail --exec` does with each message: runs a program, one after the other, without a shell.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import { isKnownKind, type LogEvent } from "../../shared/protocol/mod.ts";
import type { AnyEvent } from "../../shared/net/resume.ts";
import { runWithInput } from "../terminal/deno_program.ts";
import { eventJson } from "./event_text.ts";

type Message = Extract<LogEvent, { kind: "message" }>;

/** The message to run a program for; `undefined` for other events, and for what was taken back since. */
export function messageOf(event: AnyEvent): Message | undefined {
  if (event.kind !== "message" || !isKnownKind(event.kind)) return undefined;
  const message = event as Message;
  return message.state?.deletedBy === undefined ? message : undefined;
}

/** A message, and where it was said. */
export interface Occasion {
  message: Message;
  /** What --room takes: the room's name, or its id where it has none of its own. */
  room: string;
  /** Base URL. */
  server: string;
}

/** The program's environment, besides ours. */
export function environmentOf({ message, room, server }: Occasion): Record<string, string> {
  const { seq, at, author, text, replyTo } = message;
  const variables = {
    PARLEY_SERVER: server,
    PARLEY_ROOM: room,
    PARLEY_ROOM_ID: message.room,
    PARLEY_SEQ: String(seq),
    PARLEY_TIME: new Date(at).toISOString(),
    PARLEY_AUTHOR: author.name,
    PARLEY_AUTHOR_ID: author.id,
    PARLEY_TEXT: text,
    PARLEY_REPLY_TO: replyTo === undefined ? "" : String(replyTo),
  };
  // An environment holds texts that end with NUL.
  const clean = Object.entries(variables).map((
    [name, value],
  ) => [name, value.replaceAll("\0", "")]);
  return Object.fromEntries(clean);
}

/**
 * Runs the program and waits for its end. Its standard input is the text, or the event as JSON.
 *
 * @throws {ParleyError} `conflict` if it fails, `not-found` if there is none.
 */
export async function runFor(
  occasion: Occasion,
  command: readonly string[],
  json: boolean,
): Promise<void> {
  const { message } = occasion;
  const input = json ? eventJson(message) : message.text;
  let code: number;
  try {
    code = await runWithInput({ command, env: environmentOf(occasion) }, input);
  } catch (error) {
    throw new ParleyError(
      "not-found",
      `The program ${command[0]} can't be started (${(error as Error).message}).`,
      undefined,
      { cause: error },
    );
  }
  if (code !== 0) {
    throw new ParleyError(
      "conflict",
      `${command[0]} failed (exit code ${code}) on message ${message.seq} of ${occasion.room}.`,
    );
  }
}
