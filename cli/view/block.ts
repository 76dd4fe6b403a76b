/**
 * What is pinned to the bottom of the terminal: messages on their way, notices, what Tab offers, the
 * status line, and the input line with the cursor.
 * @module
 */
import { graphemes, isolateBidi, sanitizeLine, sanitizeText, wrapText } from "../../shared/text.ts";
import type { TextBuffer } from "../editor/buffer.ts";
import { layoutEditor } from "../editor/layout.ts";
import { promptOf } from "../app/question.ts";
import { type AppState, currentRoom, findRoom, roomLabel, type Waiting } from "../app/state.ts";
import { NOTICE_SIGN, oneLine } from "./inline.ts";
import { type Block, type Line, span, truncateLine } from "./line.ts";
import { whisperText } from "./message.ts";
import { panelPrompt, panelRows } from "./panel.ts";
import { popupRows } from "./popup.ts";
import { renderStatus } from "./status.ts";

const PROMPT = "> ";
const DOT = "•";
const NO_TEXT: TextBuffer = { text: "", cursor: 0 };
/** Rows that messages on their way, and a notice, take at most. */
const WAITING_ROWS = 3;
const NOTICE_ROWS = 3;

/**
 * The block for a terminal of `state.size`. Its lines are narrower than the terminal, so that no row ends
 * in the last column, where terminals differ; and they leave a row for messages where there are two.
 */
export function renderBlock(state: AppState): Block {
  const { size } = state;
  const columns = Math.max(1, size.columns - 1);
  let left = Math.max(1, size.rows - 1);
  const take = (lines: Line[]): Line[] => {
    const taken = lines.slice(0, left);
    left -= taken.length;
    return taken;
  };
  const editor = editorRows(state, columns, Math.max(1, Math.floor(size.rows / 2)));
  take(editor.lines);
  // In the order of their weight: what comes last goes without where there is no room.
  const status = take([renderStatus(state, columns)]);
  const notice = take(noticeRows(state, columns));
  const completion = take([...panelRows(state, columns), ...popupRows(state, columns)]);
  const waiting = take(waitingRows(state, columns));
  const above = [...waiting, ...notice, ...completion, ...status];
  return {
    lines: [...above, ...editor.lines].map((line) => truncateLine(line, columns)),
    cursorRow: above.length + editor.cursorRow,
    cursorColumn: Math.min(editor.cursorColumn, columns - 1),
  };
}

/** The rows of the draft around the cursor, at most `most` of them. */
function editorRows(state: AppState, columns: number, most: number) {
  const { buffer, prompt } = inputLine(state);
  const { rows, cursorRow, cursorColumn } = layoutEditor(buffer, columns, prompt);
  const start = Math.max(0, Math.min(cursorRow - most + 1, rows.length - most));
  const lines = rows.slice(start, start + most).map((row, index): Line =>
    start + index === 0
      ? [span(row.slice(0, prompt.length), "prompt"), span(row.slice(prompt.length))]
      : [span(row)]
  );
  return { lines, cursorRow: cursorRow - start, cursorColumn };
}

/** The draft, or what is being asked in its place. */
function inputLine(state: AppState): { buffer: TextBuffer; prompt: string } {
  const { editor, question, overlay } = state;
  if (!question && overlay) {
    const buffer = overlay.kind === "paste" ? NO_TEXT : overlay.query;
    return { buffer, prompt: panelPrompt(overlay) };
  }
  if (!question) return { buffer: editor, prompt: PROMPT };
  const { label, masked } = promptOf(question);
  const prompt = `${sanitizeLine(label)}: `;
  return { buffer: masked ? dots(question.editor) : question.editor, prompt };
}

/** A dot for each character. */
function dots({ text, cursor }: TextBuffer): TextBuffer {
  const count = (part: string) => graphemes(part).length;
  return { text: DOT.repeat(count(text)), cursor: count(text.slice(0, cursor)) };
}

function noticeRows({ notice }: AppState, columns: number): Line[] {
  if (!notice) return [];
  const rows = wrapText(`${NOTICE_SIGN[notice.tone]} ${sanitizeText(notice.text)}`, columns);
  return rows.slice(0, NOTICE_ROWS).map((row) => [span(isolateBidi(row), notice.tone)]);
}

function waitingRows(state: AppState, columns: number): Line[] {
  const { waiting } = state;
  const shown = waiting.length > WAITING_ROWS ? waiting.slice(0, WAITING_ROWS - 1) : waiting;
  const rows = shown.map((entry): Line => waitingRow(state, entry, columns));
  const more = waiting.length - shown.length;
  return more === 0 ? rows : [...rows, [span(`   … ${more} more waiting`, "waiting")]];
}

/** One row for a message on its way: where its line will be, `…` in the place of its time. */
function waitingRow(state: AppState, { message }: Waiting, columns: number): Line {
  const room = findRoom(state, message.room);
  const place = room && room !== currentRoom(state) ? `${oneLine(roomLabel(room))} ` : "";
  const you = oneLine(state.you?.name ?? "");
  // A row shows that many cells of it, however long it is.
  const text = sanitizeLine(message.text.slice(0, 4 * columns).toWellFormed());
  const to = message.to ? ` (${whisperText(message.to)})` : "";
  const says = message.action ? `* ${you} ${text}` : `${you}${to}: ${text}`;
  return truncateLine([span(`   … ${place}${says}`, "waiting")], columns);
}
