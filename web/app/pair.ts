/**
 * The pair room: two people who don't know each other's name. Nothing of it is kept.
 * @module
 */
import type { Stranger } from "../../shared/protocol/mod.ts";
import { nothing, type Update } from "./effects.ts";
import type { AppState, Pair, PairLine } from "./state.ts";

/** Lines that stay on the page. */
const MOST_LINES = 300;

const ENDED = {
  left: "The stranger left.",
  next: "The stranger went on to somebody else.",
  gone: "The stranger is gone: the connection was lost.",
} as const;

const STANDINGS = {
  waiting: "Waiting for a stranger …",
  paired: "You are with a stranger. Neither of you learns the other's name, and nothing is kept.",
  none: "Nobody is here.",
} as const;

export function openPair(state: AppState): Update {
  const pair = state.pair ?? { standing: "none" as const, lines: [] };
  return nothing({ ...state, pair, screen: "room" });
}

export function closePair(state: AppState): Update {
  return nothing({ ...state, pair: undefined });
}

/** Where one stands with strangers, as an answer or the server's own news tells. */
export function strangerMoved(
  before: AppState,
  { state: standing, ended }: Pick<Stranger, "state" | "ended">,
): Update {
  const state = before.pair ? before : openPair(before).state;
  if (state.pair!.standing === standing && ended === undefined) return nothing(state);
  // Who comes anew has nothing to do with what was said before.
  const fresh = standing === "paired" ? { ...state, pair: { standing, lines: [] } } : state;
  const told = ended ? withLine(fresh, "note", ENDED[ended]) : fresh;
  const next = withLine(
    { ...told, pair: { ...told.pair!, standing } },
    "note",
    STANDINGS[standing],
  );
  return nothing({ ...next, announcement: STANDINGS[standing] });
}

/** The pair room ended with the connection. */
export function pairLost(state: AppState): AppState {
  if (!state.pair || state.pair.standing === "none") return state;
  const pair: Pair = { ...state.pair, standing: "none" };
  return withLine({ ...state, pair }, "note", "The connection was lost, and the stranger with it.");
}

export function strangerSaid(state: AppState, text: string): Update {
  if (!state.pair) return nothing(state);
  const next = withLine(state, "stranger", text);
  const effects = state.sound && !state.attentive ? [{ type: "beep" } as const] : [];
  return { state: { ...next, announcement: `Stranger: ${text}` }, effects };
}

export function youSaid(state: AppState, text: string): Update {
  return nothing(state.pair ? withLine(state, "you", text) : state);
}

function withLine(state: AppState, from: PairLine["from"], text: string): AppState {
  const line = { id: state.nextId, from, text };
  const lines = [...state.pair!.lines, line].slice(-MOST_LINES);
  return { ...state, nextId: state.nextId + 1, pair: { ...state.pair!, lines } };
}
