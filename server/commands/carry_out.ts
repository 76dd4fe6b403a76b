/**
 * Runs a command, after it was judged whether the asker may: the only way to run one.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import type { Request, RequestResult } from "../../shared/protocol/mod.ts";
import { judgeAsker, judgeInRoom } from "../chat/permissions.ts";
import type { CommandContext, Place } from "./command.ts";
import { placeOf } from "./room_ref.ts";
import { commandOf } from "./table.ts";

/** @throws {ParleyError} the reason of a refusal. */
export async function carryOut(context: CommandContext, input: Request): Promise<RequestResult> {
  const { access, run, page } = commandOf(input.type);
  judgeAsker(context, access);
  if (page) await turnOf(context);
  let place: Place | undefined;
  if (access.room && "room" in input && input.room !== undefined) {
    place = await placeOf(context, input.room);
    judgeInRoom(place.standing, place.room, access);
  }
  return await run(context, input, place);
}

/** @throws {ParleyError} `busy` if the asker doesn't read what was sent before: it would wait in memory. */
async function turnOf({ pageTurn, connection }: CommandContext): Promise<void> {
  await pageTurn();
  if (!connection?.isBehind) return;
  throw new ParleyError("busy", "Read what was sent to you first; then ask again.", 1);
}
