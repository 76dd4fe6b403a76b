/**
 * Every command by its frame's type.
 * @module
 */
import type { Request, RequestResult, RequestType } from "../../shared/protocol/mod.ts";
import { ParleyError } from "../../shared/errors.ts";
import type { Access } from "../chat/permissions.ts";
import type { Command, CommandContext, HttpRoute, Place } from "./command.ts";
import { direct } from "./direct.ts";
import { history } from "./history.ts";
import { join } from "./join.ts";
import { leave } from "./leave.ts";
import { online } from "./online.ts";
import { rooms } from "./rooms.ts";
import { send } from "./send.ts";

export const COMMANDS: { readonly [T in RequestType]?: Command<T> } = {
  "send": send,
  "join": join,
  "leave": leave,
  "rooms": rooms,
  "direct": direct,
  "history": history,
  "online": online,
};

/** A command whose type is known only when it is asked for. */
export interface AnyCommand {
  type: RequestType;
  summary: string;
  access: Access;
  http: HttpRoute[];
  run(context: CommandContext, input: Request, place: Place | undefined): Promise<RequestResult>;
}

/** All commands. */
export function commands(): AnyCommand[] {
  return Object.values(COMMANDS) as unknown as AnyCommand[];
}

/** @throws {ParleyError} `bad-request` for a type that this server has no command for. */
export function commandOf(type: RequestType): AnyCommand {
  const command = COMMANDS[type];
  if (command) return command as unknown as AnyCommand;
  throw new ParleyError("bad-request", `This server can't do ${type}.`);
}
