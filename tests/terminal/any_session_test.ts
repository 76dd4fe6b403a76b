/**
 * Whatever happens in whatever order, the screen ends as the state says, and nothing is lost or doubled.
 * @module
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { BOB, happen, LOBBY, message, onlineState } from "../../cli/app/testing/fixtures.ts";
import type { AppEvent } from "../../cli/app/events.ts";
import { ALICE, ENTER, NOON, typed } from "../../cli/app/testing/fixtures.ts";
import type { AppState } from "../../cli/app/state.ts";
import { Screen } from "../../cli/terminal/screen.ts";
import { renderBlock } from "../../cli/view/block.ts";
import { createPalette } from "../../cli/view/theme.ts";
import { createCalendar } from "../../cli/view/calendar.ts";
import { renderEntry } from "../../cli/view/inline.ts";
import { lineText, lineWidth } from "../../cli/view/line.ts";
import { limits } from "../../shared/limits.ts";
import { eventually, sleep } from "../support/wait.ts";
import { Emulator } from "./emulator.ts";

/** App, view and screen on an emulator, without anything that waits for a person. */
class Session {
  readonly emulator: Emulator;
  readonly screen: Screen;
  state: AppState;
  /** Frames on their way to the emulator. */
  #writing = 0;
  #seq = 0;
  readonly #calendar = createCalendar("UTC");

  constructor(columns: number, rows: number) {
    this.emulator = new Emulator({ columns, rows });
    this.state = onlineState([LOBBY], { size: { columns, rows } });
    this.screen = new Screen({
      size: () => this.emulator.size,
      write: async (text) => {
        this.#writing++;
        await this.emulator.write(text);
        this.#writing--;
      },
      lines: (entry, columns) => renderEntry(entry, columns, this.#calendar),
      block: () => renderBlock(this.state),
      picture: () => undefined,
      resized: (size) => this.happens({ type: "resize", ...size }),
      failed: () => assert.fail("the emulator takes everything"),
      look: { palette: createPalette({ depth: 256 }), reflow: "xterm.js" },
      now: () => performance.now(),
    });
  }

  happens(event: AppEvent): void {
    const { state, effects } = happen(this.state, event);
    this.state = state;
    for (const effect of effects) {
      if (effect.type === "print") this.screen.print(effect.entries);
      if (effect.type === "redraw") this.screen.redraw();
    }
    this.screen.refresh(event.type === "text" || event.type === "key");
  }

  says(text: string): void {
    this.happens({ type: "event", event: message(LOBBY, ++this.#seq, BOB, text) });
  }

  deliver(): void {
    for (const { message: { id, text } } of this.state.waiting) {
      const event = message(LOBBY, ++this.#seq, ALICE, text, { id, at: NOON });
      this.happens({ type: "event", event });
    }
  }

  /** Waits until what stands on the screen is all that there is: a resize changes what stands there. */
  async rest(): Promise<void> {
    await sleep(limits.resizeTime);
    await eventually(
      () => this.#writing === 0 && this.isPainted(),
      "the screen to be painted",
      3000,
    );
  }

  /** True if the block, wrapped, would still fit into a terminal of this size. */
  fits({ columns, rows }: { columns: number; rows: number }): boolean {
    const taken = renderBlock(this.state).lines
      .map((line) => Math.floor(lineWidth(line) / (columns - 1)) + 1);
    return taken.reduce((a, b) => a + b, 0) <= rows;
  }

  /** True if the screen ends with the block, and the cursor is in its place. */
  isPainted(): boolean {
    const { lines, cursorRow, cursorColumn } = renderBlock(this.state);
    const { row, column } = this.emulator.cursor;
    const screen = this.emulator.screen();
    const top = row - cursorRow;
    const { columns, rows } = this.emulator.size;
    return this.state.size.columns === columns && this.state.size.rows === rows &&
      column === cursorColumn &&
      lines.every((line, index) => screen[top + index] === lineText(line).trimEnd()) &&
      screen.slice(top + lines.length).every((text) => text === "");
  }
}

const words = fc.constantFrom(
  "word ",
  "漢字",
  "👨‍👩‍👧‍👦",
  "e\u0301",
  "\n",
  "x".repeat(50),
  "several words of a text ",
);
const text = fc.array(words, { maxLength: 12 }).map((parts) => parts.join(""));

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant("hears" as const), text }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("types" as const), text }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("left", "enter", "deliver", "wait") }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("columns" as const),
      to: fc.integer({ min: 20, max: 90 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("rows" as const), to: fc.integer({ min: 6, max: 30 }) }),
  },
);

Deno.test("any session ends with the screen as the state says and each message once", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: 30 }),
      async (steps) => {
        const session = new Session(60, 20);
        session.screen.refresh(true);
        const tokens: string[] = [];
        /** A block that a resize pushes out at the top of the screen can't be taken back. */
        let fitted = true;
        const token = () => {
          tokens.push(`T${tokens.length}.`);
          return tokens.at(-1)!;
        };
        for (const one of steps) {
          if (one.do === "hears") session.says(`${token()} ${one.text}`);
          else if (one.do === "types") session.happens(typed(one.text));
          else if (one.do === "left") {
            session.happens({ ...ENTER, name: "left" } as AppEvent);
          } else if (one.do === "enter") {
            session.happens(typed(token()));
            session.happens(ENTER);
          } else if (one.do === "deliver") session.deliver();
          else if (one.do === "wait") await sleep(1);
          else {
            await session.rest();
            const { to } = one as { to: number };
            const size = { ...session.emulator.size, [one.do]: to };
            fitted &&= session.fits(size);
            session.emulator.resize(size.columns, size.rows);
            session.screen.refresh(true);
          }
        }
        session.deliver();
        const letters = () => session.emulator.text().replace(/\s/g, "");
        await eventually(
          () => session.isPainted() && tokens.every((one) => letters().includes(one)),
          `all to be painted, it is\n${session.emulator.text()}`,
          3000,
        );
        for (const one of fitted ? [...tokens, "●"] : []) {
          assert.ok(letters().split(one).length - 1 <= 1, `${one} is there twice`);
        }
        session.emulator.dispose();
      },
    ),
    { numRuns: 25 },
  );
});
