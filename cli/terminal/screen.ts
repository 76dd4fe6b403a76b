/**
 * Decides when a frame is painted, of the inline or the fullscreen view: at once for a key, at most about 60 times a second for all else,
 * and never while the terminal has not taken the one before.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import type { Entry } from "../app/entry.ts";
import type { Picture } from "../view/fullscreen/fullscreen.ts";
import type { Block, Line } from "../view/line.ts";
import { BELL, HOME, moveRows } from "./ansi.ts";
import {
  type Canvas,
  ENTER_FULLSCREEN,
  LEAVE_FULLSCREEN,
  MOUSE_OFF,
  MOUSE_ON,
  paintPicture,
} from "./canvas.ts";
import { erase, type Look, paint, type Painted } from "./painter.ts";

export interface ScreenOptions {
  /** Asked before each frame, since a terminal says too late that it was resized. */
  size(): { columns: number; rows: number };
  /** Resolves once the terminal has taken the text. */
  write(text: string): Promise<void>;
  /** The lines of an entry in this width. */
  lines(entry: Entry, columns: number): Line[];
  /** The terminal has this size now; `block` is asked afterwards. */
  resized(size: { columns: number; rows: number }): void;
  /** The block for that size, as of now. */
  block(): Block;
  /** The whole screen in the fullscreen view, while what is printed waits; in the inline view, nothing. */
  picture(): Picture | undefined;
  /** The terminal takes nothing any more. Nothing is written after that. */
  failed(): void;
  look: Look;
  /** Milliseconds, never going back. */
  now(): number;
}

export class Screen {
  readonly #options: ScreenOptions;
  #queue: Entry[] = [];
  /** Entries left out because the terminal took nothing for too long. */
  #leftOut = 0;
  #painted: Painted | undefined;
  /** What stands on the alternate screen, while that is shown. */
  #canvas: Canvas | undefined;
  #writing: Promise<void> | undefined;
  #size: { columns: number; rows: number };
  #dirty = false;
  #urgent = false;
  #scheduled = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #paintedAt = -Infinity;
  /** The terminal is being resized until then: no frame before. */
  #restsAt = -Infinity;
  #paused = false;
  #bell = false;

  constructor(options: ScreenOptions) {
    this.#options = options;
    this.#size = options.size();
  }

  /** Entries for the scrollback: each is printed once, in order. */
  print(entries: readonly Entry[]): void {
    for (const entry of entries) this.#queue.push(entry);
    const over = this.#queue.length - limits.printQueue;
    if (over > 0) {
      this.#queue.splice(0, over);
      this.#leftOut += over;
    }
    this.refresh(false);
  }

  /** Something to be seen has changed. @param urgent somebody waits for it: a key was pressed. */
  refresh(urgent: boolean): void {
    this.#dirty = true;
    this.#urgent ||= urgent;
    this.#schedule();
  }

  /** Everything anew on an empty screen; what was on it moves into the scrollback. */
  redraw(): void {
    if (this.#canvas) {
      this.#canvas = { ...this.#canvas, rows: [] };
      return this.refresh(true);
    }
    const size = this.#options.size();
    const bytes = erase(this.#painted, size, this.#options.look.reflow) +
      moveRows(size.rows) + "\r\n".repeat(size.rows) + HOME;
    this.#painted = undefined;
    this.#write(bytes);
    this.refresh(true);
  }

  /** Calls for attention, with the next frame. */
  bell(): void {
    this.#bell = true;
    this.refresh(false);
  }

  /**
   * Takes the block away, and paints no more until `resume`.
   *
   * @param paintFirst paint all that waits before.
   */
  async pause(paintFirst = true): Promise<void> {
    while (paintFirst && this.#dirty && !this.#paused) {
      await this.#writing;
      this.#resized();
      this.#paintNow();
    }
    this.#paused = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#writing;
    this.#write(this.farewell());
    await this.#writing;
  }

  /** The same for good. Of what waits for the inline view, only what was said at the very end is printed. */
  async close(): Promise<void> {
    const wasFullscreen = this.#canvas !== undefined;
    if (wasFullscreen) await this.pause();
    if (!wasFullscreen) return await this.pause();
    const last = this.#queue.findLastIndex((entry) => !isAlarm(entry)) + 1;
    const lines = this.drain().slice(last)
      .flatMap((entry) => this.#options.lines(entry, Math.max(1, this.#size.columns - 1)));
    const size = this.#options.size();
    const block = { lines: [], cursorRow: 0, cursorColumn: 0 };
    this.#write(paint(undefined, { lines, block, size }, this.#options.look).bytes);
    await this.#writing;
  }

  /** What waits to be printed, which then waits no longer. */
  drain(): Entry[] {
    this.#leftOut = 0;
    return this.#queue.splice(0);
  }

  /** Paints again, the block anew from the cursor's row on. */
  resume(): void {
    this.#paused = false;
    this.#painted = undefined;
    this.refresh(true);
  }

  /** The bytes that take the block away, for those who write them themselves. */
  farewell(): string {
    if (this.#canvas) {
      this.#canvas = undefined;
      return MOUSE_OFF + LEAVE_FULLSCREEN;
    }
    const bytes = erase(this.#painted, this.#options.size(), this.#options.look.reflow);
    this.#painted = undefined;
    return bytes;
  }

  #schedule(): void {
    if (this.#paused || this.#writing) return;
    const now = this.#options.now();
    const frame = this.#urgent ? 0 : this.#paintedAt + limits.frameInterval;
    const wait = Math.max(frame, this.#restsAt) - now;
    if (this.#urgent && wait <= 0) {
      if (this.#scheduled) return;
      this.#scheduled = true;
      // After all keys of the same read, before anything else.
      queueMicrotask(() => {
        this.#scheduled = false;
        if (this.#dirty) this.#paint();
      });
      return;
    }
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      if (this.#dirty) this.#paint();
    }, Math.max(0, wait));
  }

  #paint(): void {
    if (this.#paused || this.#writing) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#resized()) this.#restsAt = this.#options.now() + limits.resizeTime;
    if (this.#restsAt > this.#options.now()) this.#schedule();
    else this.#paintNow();
  }

  /** True if the terminal has another size than before. */
  #resized(): boolean {
    const size = this.#options.size();
    if (size.columns === this.#size.columns && size.rows === this.#size.rows) return false;
    this.#size = size;
    this.#options.resized(size);
    return true;
  }

  #paintNow(): void {
    const picture = this.#options.picture();
    const bytes = picture ? this.#fullscreen(picture) : this.#inline();
    this.#paintedAt = this.#options.now();
    this.#urgent = false;
    this.#dirty = !picture && this.#queue.length > 0;
    this.#write(this.#bell ? bytes + BELL : bytes);
    this.#bell = false;
    if (this.#dirty) this.#schedule();
  }

  #inline(): string {
    const size = this.#size;
    const back = this.#canvas ? this.farewell() : "";
    const entries = this.#take();
    const lines = entries.flatMap((entry) =>
      this.#options.lines(entry, Math.max(1, size.columns - 1))
    );
    const block = this.#options.block();
    const { bytes, painted } = paint(this.#painted, { lines, block, size }, this.#options.look);
    this.#painted = painted;
    return back + bytes;
  }

  #fullscreen(picture: Picture): string {
    const enter = this.#canvas ? "" : this.farewell() + ENTER_FULLSCREEN + MOUSE_ON;
    const { look } = this.#options;
    const { bytes, canvas } = paintPicture(this.#canvas, picture, this.#size, look);
    this.#canvas = canvas;
    return enter + bytes;
  }

  /** The entries of the next frame, and what is to be said about those left out. */
  #take(): Entry[] {
    const entries = this.#queue.splice(0, limits.frameEntries);
    if (this.#leftOut === 0) return entries;
    const text = `${this.#leftOut} lines left out: the terminal took none. /history shows them.`;
    this.#leftOut = 0;
    return [{ kind: "notice", tone: "warning", text }, ...entries];
  }

  /** Writes behind what is being written. Until it is taken, nothing is painted. */
  #write(bytes: string): void {
    if (bytes === "") return;
    const before = this.#writing ?? Promise.resolve();
    const writing = before.then(() => this.#options.write(bytes)).then(() => {
      if (this.#writing !== writing) return;
      this.#writing = undefined;
      if (this.#dirty) this.#schedule();
    }, () => {
      if (this.#paused) return;
      this.#paused = true;
      this.#options.failed();
    });
    this.#writing = writing;
  }
}

/** Something that a person has to know also when they have left. */
function isAlarm(entry: Entry): boolean {
  return entry.kind === "notice" && entry.tone !== "info";
}
