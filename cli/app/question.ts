/**
 * What a command asks in place of the input line: passwords, which nobody may see, and confirmations.
 * The answers stand in an editor of their own, so that they get into no draft and no history.
 * @module
 */
import { applyInput, createEditor, type EditorState } from "../editor/editor.ts";
import type { InputEvent } from "../editor/keys.ts";
import { nothing, tell, type Update } from "./effects.ts";
import type { AppState } from "./state.ts";

export interface Prompt {
  readonly label: string;
  /** Show a dot for each character. */
  readonly masked: boolean;
}

export interface Question {
  /** Name of the command that gets the answers. */
  readonly command: string;
  /** What the command was called with. */
  readonly args: string;
  readonly prompts: readonly Prompt[];
  /** Answers so far. */
  readonly given: readonly string[];
  readonly editor: EditorState;
}

export function openQuestion(
  state: AppState,
  question: Pick<Question, "command" | "args" | "prompts">,
): Update {
  return nothing({ ...state, question: { ...question, given: [], editor: createEditor() } });
}

/** The prompt that waits for an answer. */
export function promptOf({ prompts, given }: Question): Prompt {
  return prompts[given.length];
}

/**
 * A key while something is asked. Ctrl-C, Ctrl-D on an empty line and Escape give it up.
 *
 * @param done takes the answers once they are complete.
 */
export function updateQuestion(
  state: AppState,
  question: Question,
  event: InputEvent,
  done: (state: AppState, question: Question) => Update,
): Update {
  const nobody = { people: [], rooms: [], commands: [] };
  if (isGivingUp(event)) return giveUp(state);
  const { state: editor, action } = applyInput(question.editor, event, nobody);
  const next = { ...state, question: { ...question, editor } };
  switch (action?.type) {
    case "submit": {
      const given = [...question.given, action.text.replace(/\n+$/, "")];
      const answered = { ...question, given, editor: createEditor() };
      if (given.length < question.prompts.length) return nothing({ ...state, question: answered });
      return done({ ...state, question: undefined }, answered);
    }
    case "eof":
    case "interrupt":
      return giveUp(state);
    case "redraw":
    case "suspend":
      return { state: next, effects: [{ type: action.type }] };
    default:
      return nothing(next);
  }
}

function isGivingUp(event: InputEvent): boolean {
  return event.type === "key" &&
    (event.name === "escape" || (event.name === "char" && event.char === "c" && event.ctrl));
}

function giveUp(state: AppState): Update {
  return tell({ ...state, question: undefined }, "info", "Given up: nothing was changed.");
}
