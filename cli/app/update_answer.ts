/**
 * Answers to requests, each by what it was asked for.
 * @module
 */
import type { RequestResult } from "../../shared/protocol/mod.ts";
import { findCommand } from "../slash/table.ts";
import { readMoved } from "./attention.ts";
import { contextCame } from "./context.ts";
import { andThen, nothing, say, tell, type Update } from "./effects.ts";
import type { AnswerEvent } from "./events.ts";
import { enterRoom, openAnyRoom } from "./open_room.ts";
import { searched, searchFailed } from "./overlay.ts";
import { metStranger, notSaidToStranger, saidToStranger } from "./pair.ts";
import type { Asked, Pending } from "./pending.ts";
import { withPeople } from "./people.ts";
import { pageCame, pageFailed } from "./scroll.ts";
import { giveBack } from "./sending.ts";
import { type AppState, changeRoom } from "./state.ts";

type Answer = Extract<AnswerEvent, { type: "answer" }>;

export function updateAnswer(before: AppState, event: AnswerEvent): Update {
  const pending = before.pending[event.purpose];
  if (!pending) return nothing(before);
  const { [event.purpose]: _, ...rest } = before.pending;
  const state = { ...before, pending: rest };
  if (event.type === "failed") return failed(state, pending, event.reason);
  if (pending.for === "command") return commandAnswer(state, pending, event);
  switch (event.request) {
    case "join":
    case "direct":
      return enterRoom(state, event.result.room);
    case "history":
      return pending.for === "context"
        ? contextCame(state, pending, event.result)
        : pending.for === "scrolled"
        ? pageCame(state, pending.where, event.result)
        : nothing(state);
    case "search":
      return pending.for === "search"
        ? searched(state, pending.query, event.result.hits)
        : nothing(state);
    case "online":
      return pending.for === "people"
        ? peopleHere(state, pending.room, event.result)
        : nothing(state);
    case "mark-read":
      return readMoved(state, event.result);
    case "stranger-next":
      return metStranger(state, event.result);
    case "stranger-say":
      return pending.for === "stranger-say"
        ? saidToStranger(state, pending.text, event.result)
        : nothing(state);
    default:
      return nothing(state);
  }
}

function failed(state: AppState, pending: Pending, reason: string): Update {
  switch (pending.for) {
    case "people":
    case "read":
    case "quiet":
      return nothing(state);
    case "direct":
    case "context":
      return tell(state, "error", reason);
    case "scrolled":
      return tell(pageFailed(state), "warning", reason);
    case "search":
      return searchFailed(state, pending.query, reason);
    case "start":
      return andThen(say(state, "error", reason), openAnyRoom);
    case "stranger":
      return say(state, "error", reason);
    case "stranger-say":
      return notSaidToStranger(state, pending.line, reason);
    case "command": {
      const { line } = pending;
      const told = tell(state, "error", reason);
      return line === undefined ? told : andThen(told, (now) => giveBack(now, line));
    }
    default:
      return pending satisfies never;
  }
}

/** The command shows the answer; a list that goes on is remembered for `/more`. */
function commandAnswer(state: AppState, asked: Asked, event: Answer): Update {
  const { request, result } = event;
  const shown = findCommand(asked.command)?.answer?.(state, { request, result } as Answer, asked) ??
    nothing(state);
  const next = (result as { next?: string }).next;
  if (next === undefined) return shown;
  const more = { ...asked, input: { ...asked.input, after: next } };
  return andThen(shown, (now) => say({ ...now, more }, "info", "There is more: /more shows it."));
}

function peopleHere(
  state: AppState,
  room: string,
  { people, total }: RequestResult<"online">,
): Update {
  return nothing(changeRoom(withPeople(state, people), room, { people, online: total }));
}
