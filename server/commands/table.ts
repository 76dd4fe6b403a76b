/**
 * Every command by its frame's type.
 * @module
 */
import type { RequestType } from "../../shared/protocol/mod.ts";
import type { Command } from "./command.ts";
import { direct } from "./direct.ts";
import { history } from "./history.ts";
import { join } from "./join.ts";
import { leave } from "./leave.ts";
import { online } from "./online.ts";
import { rooms } from "./rooms.ts";

export const COMMANDS: { readonly [T in RequestType]: Command<T> } = {
  join,
  leave,
  rooms,
  direct,
  history,
  online,
};
