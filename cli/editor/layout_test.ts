/**
 * Tests of the draft's rows and of the cursor's place in them.
 * @module
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { graphemeStart, textWidth } from "../../shared/text.ts";
import { hardDraft } from "./testing/typing.ts";
import { layoutEditor } from "./layout.ts";

/** The layout with the draft's cursor at its `|`. */
function layout(draft: string, columns: number, prompt = "> ") {
  const cursor = draft.indexOf("|");
  return layoutEditor({ text: draft.replace("|", ""), cursor }, columns, prompt);
}

for (
  const [draft, columns, rows, place] of [
    ["|", 10, ["> "], [0, 2]],
    ["hello|", 10, ["> hello"], [0, 7]],
    ["abcdefg|", 10, ["> abcdefg"], [0, 9]],
    ["abcdefg|h", 10, ["> abcdefg", "  h"], [1, 2]],
    ["abcdefgh|", 10, ["> abcdefg", "  h"], [1, 3]],
    ["ab\n|cd", 10, ["> ab", "  cd"], [1, 2]],
    ["ab|\ncd", 10, ["> ab", "  cd"], [0, 4]],
    ["ab\n|", 10, ["> ab", "  "], [1, 2]],
    ["abcdefg|\nh", 10, ["> abcdefg", "  h"], [0, 9]],
    ["漢字漢|字", 9, ["> 漢字漢", "  字"], [1, 2]],
    ["a漢字|漢", 8, ["> a漢字", "  漢"], [1, 2]],
    ["a漢|字漢", 7, ["> a漢", "  字漢"], [1, 2]],
    ["👩‍👩‍👧e\u0301|x", 10, ["> 👩‍👩‍👧e\u0301x"], [0, 5]],
    ["a漢|", 2, ["a", "…"], [1, 1]],
    ["ab|", 1, ["a", "b"], [1, 0]],
  ] as [string, number, string[], [number, number]][]
) {
  Deno.test(`${JSON.stringify(draft)} in ${columns} columns`, () => {
    const { rows: actual, cursorRow, cursorColumn } = layout(draft, columns);
    assert.deepEqual(actual, rows);
    assert.deepEqual([cursorRow, cursorColumn], place);
  });
}

Deno.test("a prompt that leaves no room is cut", () => {
  assert.deepEqual(layout("ab|", 6, "prompt> ").rows, ["pr…ab"]);
});

const columns = fc.integer({ min: 1, max: 14 });

Deno.test("no row is wider than the terminal, and the cursor is on a row and in the terminal", () => {
  fc.assert(
    fc.property(hardDraft, fc.nat(), columns, (text, place, columns) => {
      const cursor = graphemeStart(text, place % (text.length + 1));
      const layout = layoutEditor({ text, cursor }, columns, "> ");
      for (const row of layout.rows) assert(textWidth(row) <= columns, JSON.stringify(row));
      assert(layout.cursorRow >= 0 && layout.cursorRow < layout.rows.length);
      assert(layout.cursorColumn >= 0 && layout.cursorColumn < columns);
    }),
    { numRuns: 1000 },
  );
});

Deno.test("the cursor is where the draft before it ends, in a terminal wide enough", () => {
  fc.assert(fc.property(hardDraft, fc.nat(), (text, place) => {
    const cursor = graphemeStart(text, place % (text.length + 1));
    const lines = text.slice(0, cursor).split("\n");
    const { cursorRow, cursorColumn } = layoutEditor({ text, cursor }, 200, "> ");
    assert.deepEqual([cursorRow, cursorColumn], [lines.length - 1, 2 + textWidth(lines.at(-1)!)]);
  }));
});
