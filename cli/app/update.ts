/**
 * The chat client as one pure function: what happens and what was, to what is and what is to be done.
 * @module
 */
import { tickAlerts } from "./alert.ts";
import { clicked } from "./app_keys.ts";
import { attend, touched } from "./attention.ts";
import { emojiCame } from "./completing.ts";
import { andThen, nothing, tell, type Update } from "./effects.ts";
import type { AppEvent } from "./events.ts";
import { askPeople } from "./people.ts";
import { edited, restore } from "./keeping.ts";
import { leave } from "./sending.ts";
import { withNotes } from "./timeline.ts";
import type { AppState } from "./state.ts";
import { updateAnswer } from "./update_answer.ts";
import { updateInput, updateLine } from "./update_input.ts";
import { updateNetwork } from "./update_network.ts";

export function update(state: AppState, event: AppEvent): Update {
  const done = dispatch(state, event);
  const result = { ...done, state: withNotes(done.state, done.effects) };
  return result.state.ended ? leaveWhenDone(result) : result;
}

function dispatch(state: AppState, event: AppEvent): Update {
  switch (event.type) {
    case "key":
    case "text":
    case "paste":
    case "focus":
    case "mouse":
      return updateInput(state, event);
    case "click":
      return andThen(clicked(state, event), touched);
    case "line":
      return andThen(updateLine(state, event.text), touched);
    case "end":
      // A terminal that ends is gone for good; a pipe that ends has said all it had to say.
      return state.plain ? nothing({ ...state, ended: true }) : leave(state);
    case "signal":
      return leave(state, event.code);
    case "unsuspendable":
      return tell(state, "warning", event.reason);
    case "emoji":
      return nothing(emojiCame(state, event.emoji));
    case "kept":
      return restore(state, event.kept);
    case "edited":
      return edited(state, event.room, event.text);
    case "told":
      return tell(state, event.tone, event.text);
    case "answer":
    case "failed":
      return updateAnswer(state, event);
    case "resize":
      return nothing({ ...state, size: { columns: event.columns, rows: event.rows } });
    case "tick":
      return tick({ ...state, now: event.now });
    case "status":
    case "welcome":
    case "event":
    case "skipped":
    case "acked":
    case "refused":
    case "presence":
    case "joined":
    case "left":
    case "person":
    case "read":
    case "typing":
    case "stranger":
    case "stranger-says":
      return updateNetwork(state, event);
    default:
      return event satisfies never;
  }
}

function tick(state: AppState): Update {
  const asked = state.peopleStale && state.status.state === "online"
    ? askPeople(state)
    : nothing(state);
  return andThen(andThen(asked, attend), tickAlerts);
}

/** How `parley` ends that could not reach its server (see shared/errors.ts, `unreachable`). */
const UNREACHABLE = 3;

function leaveWhenDone(result: Update): Update {
  const { waiting, pending, status } = result.state;
  if (status.state === "closed") return andThen(result, (state) => leave(state, UNREACHABLE));
  if (waiting.length > 0 || Object.keys(pending).length > 0) return result;
  return andThen(result, leave);
}
