import assert from "node:assert/strict";
import { toParleyError } from "../../shared/errors.ts";
import { type Person, RoomKind } from "../../shared/protocol/mod.ts";
import { commands } from "../../server/commands/table.ts";
import { UnreliableBus, Wired } from "../support/wired.ts";
import { type Case, EXPECTED } from "./expected.ts";
import { type Asker, ASKERS, World } from "./world.ts";

const KINDS = RoomKind.options;

/** The letter of each refusal that is about who may do what. */
const LETTERS: Partial<Record<string, string>> = {
  "forbidden": "f",
  "not-found": "n",
  "conflict": "c",
};

async function answerOf(
  wired: Wired,
  root: Person,
  type: keyof typeof EXPECTED,
  { fields }: Case,
  kind: RoomKind,
  asker: Asker,
): Promise<{ letter: string; why?: string }> {
  const world = await World.make(wired, root, kind);
  const asked = await fields?.(world, asker) ?? {};
  try {
    await world.ask(asker, type, asked);
    return { letter: "+" };
  } catch (error) {
    const { code, message, cause } = toParleyError(error);
    return { letter: LETTERS[code] ?? code, why: cause ? String(cause) : message };
  }
}

Deno.test("the table of commands and the table of what is expected name the same commands", () => {
  assert.deepEqual(commands().map(({ type }) => type).sort(), Object.keys(EXPECTED).sort());
});

for (const { type } of commands()) {
  for (const [way, asking] of Object.entries(EXPECTED[type] ?? {})) {
    const what = way ? `${type}, ${way}` : type;
    Deno.test(`who may ${what}`, async () => {
      await using wired = await Wired.start(1, new UnreliableBus(() => "arrives"));
      // The first account of all is an administrator.
      const root = { id: (await wired.register("root1")).id, name: "root1" };
      const wrong: string[] = [];
      for (const kind of KINDS) {
        for (const [n, asker] of ASKERS.entries()) {
          const expected = asking.answers[kind][n];
          if (expected === ".") continue;
          const { letter, why } = await answerOf(wired, root, type, asking, kind, asker);
          if (letter === expected) continue;
          wrong.push(`${kind}, ${asker}: expected ${expected}, got ${letter} (${why ?? "done"})`);
        }
      }
      assert.deepEqual(wrong, []);
    });
  }
}
