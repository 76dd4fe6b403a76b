/**
 * Runs a command, after it was judged whether the asker may: the only way to run one.
 * @module
 */
import type { Request, RequestResult } from "../../shared/protocol/mod.ts";
import { judgeAsker, judgeInRoom } from "../chat/permissions.ts";
import type { CommandContext, Place } from "./command.ts";
import { placeOf } from "./room_ref.ts";
import { commandOf } from "./table.ts";

/** @throws {ParleyError} the reason of a refusal. */
export async function carryOut(context: CommandContext, input: Request): Promise<RequestResult> {
  const { access, run } = commandOf(input.type);
  judgeAsker(context, access);
  let place: Place | undefined;
  if (access.room && "room" in input && input.room !== undefined) {
    place = await placeOf(context, input.room);
    judgeInRoom(place.standing, place.room, access);
  }
  return await run(context, input, place);
}
