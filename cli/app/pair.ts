/**
 * The pair room: two people who don't know each other's name. It stands in the place of a room, and
 * nothing of it stays.
 * @module
 */
import type { RequestResult, Stranger } from "../../shared/protocol/mod.ts";
import { createEditor, setDraft } from "../editor/editor.ts";
import { alert, isLooking, textFor } from "./alert.ts";
import { andThen, nothing, print, request, say, tell, type Update } from "./effects.ts";
import { openAnyRoom, openRoom } from "./open_room.ts";
import { judgeText } from "./sending.ts";
import { type AppState, changeRoom, type PairRoom } from "./state.ts";

type Standing = PairRoom["standing"];

const ENDED = {
  left: "The stranger left.",
  next: "The stranger went on to somebody else.",
  gone: "The stranger is gone: the connection was lost.",
} as const;

const HOW = "/next meets another, /leave goes.";

/** Opens the pair room in place of the open room, whose draft waits. */
export function openPair(state: AppState): AppState {
  if (state.pair) return state;
  const { current } = state;
  const parked = current === undefined
    ? state
    : changeRoom(state, current, { draft: state.editor });
  const pair = { standing: "none", back: current } as const;
  return { ...parked, current: undefined, editor: createEditor(), pair };
}

/** Goes back to the room from before; without one, the chat is over. */
export function closePair(state: AppState): Update {
  const { pair } = state;
  if (!pair) return nothing(state);
  if (state.strangersOnly) return { state, effects: [{ type: "quit", code: 0 }] };
  const left = { ...state, pair: undefined, editor: createEditor() };
  const said = say(left, "info", "You left the pair room. Nothing of it was kept.");
  return andThen(said, (now) => {
    const back = now.rooms.find(({ id }) => id === pair.back);
    return back ? openRoom(now, back.id) : openAnyRoom(now);
  });
}

/** The answer to having asked for a stranger. */
export function metStranger(state: AppState, { state: standing }: Pick<Stranger, "state">): Update {
  return stand(openPair(state), standing, undefined);
}

/** The standing changed by itself. */
export function strangerMoved(state: AppState, { state: standing, ended }: Stranger): Update {
  const open = openPair(state);
  if (open.pair!.standing === standing && ended === undefined) return nothing(open);
  return stand(open, standing, ended);
}

/** The pair room ended with the connection. */
export function pairLost(state: AppState): Update {
  if (!state.pair || state.pair.standing === "none") return nothing(state);
  const next = { ...state, pair: { ...state.pair, standing: "none" as const } };
  return say(next, "warning", "The connection was lost, and the stranger with it.");
}

/** Asks for a stranger without having been told to. */
export function meetStranger(state: AppState): Update {
  return request(state, "stranger-next", {}, { for: "stranger" });
}

function stand(state: AppState, standing: Standing, ended: Stranger["ended"]): Update {
  const next = { ...state, pair: { ...state.pair!, standing } };
  const told = ended ? say(next, "info", ENDED[ended]) : nothing(next);
  return andThen(told, (now) => {
    switch (standing) {
      case "paired":
        return say(now, "info", `You are with a stranger. ${HOW} /block, /report why.`);
      case "waiting":
        return say(now, "info", "Waiting for a stranger …");
      case "none":
        return say(now, "info", `Nobody is here. ${HOW}`);
    }
  });
}

export function strangerSays(state: AppState, text: string, at: number): Update {
  if (!state.pair) return nothing(state);
  const printed = print(state, { kind: "stranger", mine: false, text, at });
  if (isLooking(state)) return printed;
  return andThen(printed, (now) => alert(now, "The stranger", textFor(now, text)));
}

/** Says a line to the stranger. @returns why it can't be said, instead. */
export function sayToStranger(state: AppState, line: string, text: string): Update | string {
  if (state.pair?.standing !== "paired") {
    return "Nobody is here to read it yet; it stays in the draft.";
  }
  const problem = judgeText(state, text);
  if (problem) return problem;
  return request(state, "stranger-say", { text }, { for: "stranger-say", line, text });
}

export function saidToStranger(
  state: AppState,
  text: string,
  { at }: RequestResult<"stranger-say">,
): Update {
  return print(state, { kind: "stranger", mine: true, text, at });
}

/** A line that didn't reach the stranger comes back; never into another room's draft. */
export function notSaidToStranger(state: AppState, line: string, reason: string): Update {
  const told = tell(state, "error", reason);
  if (!state.pair || state.plain || state.editor.text.trim() !== "") {
    return andThen(told, (now) => say(now, "warning", `Not sent: ${line}`));
  }
  return andThen(told, (now) => nothing({ ...now, editor: setDraft(now.editor, line) }));
}
