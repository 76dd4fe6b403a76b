/**
 * What a slash command is, and how one asks the server.
 * @module
 */
import type { RequestFields } from "../../shared/connection.ts";
import { nothing, request, type Update } from "../app/effects.ts";
import type { Asked } from "../app/pending.ts";
import { type AppState, currentRoom, type RoomState } from "../app/state.ts";
import type { RequestResult, RequestType } from "../../shared/protocol/mod.ts";

export interface Call {
  command: SlashCommand;
  /** What follows the command's name. */
  args: string;
  /** The whole line as typed: it comes back if the server refuses. */
  line?: string;
  /** All commands there are. */
  groups: readonly Group[];
}

/** The command can't be done; the draft stays, and this is said. */
export interface Refusal {
  refuse: string;
}

/** What the server answered. */
export interface Answer {
  request: RequestType;
  result: unknown;
}

export interface SlashCommand {
  /** Without the `/`. */
  name: string;
  aliases: readonly string[];
  /** As shown by `/help`, e.g. `/join #room`. */
  usage: string;
  /** One line for `/help`. */
  help: string;
  /** It can be used in a pair room too. */
  inPair?: true;
  run(state: AppState, call: Call): Update | Refusal;
  /** Shows the answer to what it asked the server; without it, what happens in the room tells enough. */
  answer?(state: AppState, answer: Answer, asked: Asked): Update;
  /** Takes the answers to what it asked the person. */
  answered?(state: AppState, call: Call, given: readonly string[]): Update | Refusal;
}

/** Commands about the same, for `/help`. */
export interface Group {
  title: string;
  commands: readonly SlashCommand[];
}

/** Asks the server; the command's `answer` gets what it says. */
export function ask<T extends RequestType>(
  state: AppState,
  { command, line }: Call,
  type: T,
  input: RequestFields<T>,
): Update {
  const asked: Asked = { for: "command", command: command.name, line, request: type, input };
  return request(state, type, input, asked);
}

type Answers = {
  [T in RequestType]?: (state: AppState, result: RequestResult<T>, asked: Asked) => Update;
};

/** What to do about the answers, by the type of the request. */
export function answers(handlers: Answers): NonNullable<SlashCommand["answer"]> {
  return (state, { request, result }, asked) => {
    const handle = handlers[request] as
      | ((state: AppState, result: unknown, asked: Asked) => Update)
      | undefined;
    return handle ? handle(state, result, asked) : nothing(state);
  };
}

/** The refusal of what was not written as it has to be. */
export function misused({ command }: Call, why: string): Refusal {
  return { refuse: `${why} Usage: ${command.usage}` };
}

/** For what is done in the open room. */
export function inRoom(
  state: AppState,
  run: (room: RoomState) => Update | Refusal,
): Update | Refusal {
  const room = currentRoom(state);
  return room ? run(room) : { refuse: "No room is open. /join #name enters one." };
}
