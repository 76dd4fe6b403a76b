/**
 * What a person types: keys for the app, keys for the input line, and whole lines.
 * @module
 */
import { nearestNames } from "../../shared/name_key.ts";
import { applyInput, type EditorAction } from "../editor/editor.ts";
import type { InputEvent } from "../editor/keys.ts";
import type { SlashCommand } from "../slash/command.ts";
import { COMMANDS, findCommand, GROUPS } from "../slash/table.ts";
import { appCommand, appKey, earlyKey } from "./app_keys.ts";
import { focusChanged } from "./alert.ts";
import { touched as somebodyIsHere } from "./attention.ts";
import { editorContext, withEmoji } from "./completing.ts";
import { andThen, nothing, say, tell, type Update } from "./effects.ts";
import { updateOverlay } from "./overlay.ts";
import { sayToStranger } from "./pair.ts";
import { type Question, updateQuestion } from "./question.ts";
import { backToNow } from "./scroll.ts";
import { isEntering, judgeText, leave, sendMessage } from "./sending.ts";
import { questionNames, slipIn } from "./spelling.ts";
import { type AppState, currentRoom } from "./state.ts";

export function updateInput(before: AppState, event: InputEvent): Update {
  // What is said about the input line stays until it is touched again.
  if (event.type === "focus") return focusChanged(before, event.focused);
  const touched = event.type === "key" || event.type === "text" || event.type === "paste";
  if (!touched) {
    if (before.question) return nothing(before);
    return before.overlay
      ? updateOverlay(before, before.overlay, event)
      : edit(before, before, event);
  }
  const state = {
    ...before,
    notice: undefined,
    leaving: false,
    typed: before.typed || event.type !== "key",
  };
  const done = state.question
    ? updateQuestion(state, state.question, event, answered)
    : state.overlay
    ? updateOverlay(state, state.overlay, event)
    : earlyKey(state, event) ?? edit(before, state, event);
  return andThen(done, somebodyIsHere);
}

/** @param before the state before the event. */
function edit(before: AppState, state: AppState, event: InputEvent): Update {
  const cleared = interruptsDraft(before, event);
  const result = applyInput(state.editor, event, editorContext(state));
  const next = { ...state, editor: result.state };
  if (cleared) return askAgain(next, "Draft cleared, Ctrl-_ brings it back.");
  const done = result.action ? act(before, state, next, result.action) : nothing(next);
  return withEmoji(state, done);
}

/** @param before the state before the event. @param kept with the draft as it was. */
function act(before: AppState, kept: AppState, next: AppState, action: EditorAction): Update {
  switch (action.type) {
    case "submit":
      return submit(backToNow(next), kept, action.text);
    case "eof":
      return leave(next);
    case "interrupt":
      return before.leaving ? leave(next) : askAgain(next, "");
    case "suspend":
      return { state: next, effects: [{ type: "suspend" }] };
    case "redraw":
      return { state: next, effects: [{ type: "redraw" }] };
    case "command":
      return appCommand(next, action.name);
    case "full":
      return tell(next, "warning", "The draft is full: what didn't fit was left out.");
    case "unhandled":
      return appKey(next, action.event);
    default:
      return action satisfies never;
  }
}

function interruptsDraft(state: AppState, event: InputEvent): boolean {
  return event.type === "key" && event.name === "char" && event.char === "c" && event.ctrl &&
    !event.alt && state.editor.text !== "";
}

function askAgain(state: AppState, first: string): Update {
  const count = state.waiting.length;
  const waiting = count === 0
    ? ""
    : ` ${count === 1 ? "One message is" : `${count} messages are`} not sent yet.`;
  const again = `${first}${waiting} Ctrl-C again leaves.`.trim();
  return tell({ ...state, leaving: true }, count === 0 ? "info" : "warning", again);
}

/** A line where there is no terminal. What can't be done with it is said, with its text. */
export function updateLine(state: AppState, text: string): Update {
  return text.trim() === "" ? nothing(state) : submit(state, state, text);
}

/**
 * Does what a line says: sends it, or runs its command.
 *
 * @param next the state with the draft taken. @param kept the state with the draft still in place, for
 * a line that can't be done.
 */
function submit(next: AppState, kept: AppState, line: string): Update {
  const command = /^\s*\/(?!\/)(\S*)\s*([\s\S]*)$/.exec(line);
  if (command) return runCommand(next, kept, line, command[1], command[2].trimEnd());
  const text = line.replace(/^\s*\/\//, "/");
  if (next.pair) return submitToStranger(next, kept, line, text);
  const room = currentRoom(next);
  if (!room) return refuse(kept, "No room is open. /join #name enters one.", line);
  const problem = judgeText(next, text);
  if (problem) return refuse(kept, problem, line);
  if (isEntering(next)) return refuse(kept, "The other room is not open yet: Enter again.", line);
  if (next.plain) return sendPlainly(next, room.id, text);
  const question = questionNames(next, text);
  if (question) return tell({ ...kept, checkedText: text }, "warning", question);
  return sendMessage({ ...next, checkedText: undefined }, room.id, text);
}

/** Where a line can't be taken back into the draft it is sent, and what may be wrong said afterwards. */
function sendPlainly(next: AppState, room: string, text: string): Update {
  const slip = slipIn(next, text);
  return andThen(
    sendMessage(next, room, text),
    (sent) => slip ? say(sent, "info", `${slip} /edit changes what was sent.`) : nothing(sent),
  );
}

/** `QUIT` alone ends a pair room, as it always did where strangers meet. */
function submitToStranger(next: AppState, kept: AppState, line: string, text: string): Update {
  if (text.trim() === "QUIT") return runCommand(next, kept, line, "leave", "");
  const said = sayToStranger(next, line, text);
  return typeof said === "string" ? refuse(kept, said, line) : said;
}

function runCommand(
  next: AppState,
  kept: AppState,
  line: string,
  name: string,
  args: string,
): Update {
  const command = findCommand(name);
  if (!command) return refuse(kept, unknownCommand(name, COMMANDS), line);
  if (next.pair && !command.inPair) return refuse(kept, onlyInRooms(), line);
  const result = command.run(next, { command, args, line, groups: GROUPS });
  return "refuse" in result ? refuse(kept, result.refuse, line) : result;
}

/** All that a command asked is answered. */
function answered(state: AppState, { command: name, args, given }: Question): Update {
  const command = findCommand(name)!;
  const result = command.answered!(state, { command, args, groups: GROUPS }, given);
  return "refuse" in result ? tell(state, "error", result.refuse) : result;
}

function onlyInRooms(): string {
  const names = COMMANDS.filter(({ inPair }) => inPair).map(({ name }) => `/${name}`);
  return `In a pair room there are ${names.join(", ")}. /leave goes back to your rooms.`;
}

function unknownCommand(name: string, commands: readonly SlashCommand[]): string {
  const names = commands.flatMap((command) => [command.name, ...command.aliases]);
  const [nearest] = nearestNames(name, names, 1);
  const hint = nearest ? `Did you mean /${nearest}?` : "/help lists the commands.";
  return `There is no command /${name}. ${hint} To send the text as it is, start it with //.`;
}

function refuse(kept: AppState, reason: string, line: string): Update {
  return kept.plain
    ? say(kept, "error", `${reason}\nNot sent: ${line}`)
    : tell(kept, "error", reason);
}
