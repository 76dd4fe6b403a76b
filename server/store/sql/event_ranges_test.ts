import assert from "node:assert/strict";
import type { LogEvent } from "../../../shared/protocol/mod.ts";
import { lost, planted, texts } from "./testing/planted.ts";
import { testLog } from "./testing/suite.ts";

testLog(
  "an event that is not what was written keeps its place, and nothing else is lost",
  async (rig) => {
    const { garden } = await planted(rig);
    const before = await rig.events(garden);
    await rig.tamper(["UPDATE event SET text = 'garden 8?' WHERE room = ? AND seq = 11", garden]);
    await rig.tamper(["UPDATE event SET author = 'U0' WHERE room = ? AND seq = 13", garden]);
    const after = await rig.events(garden);
    assert.deepEqual(lost(after), [11, 13]);
    assert.deepEqual(after[10], {
      type: "event",
      room: garden,
      seq: 11,
      at: before[9].at,
      author: { id: "", name: "unknown" },
      kind: "lost",
    });
    const others = (events: LogEvent[]) => events.filter(({ seq }) => seq !== 11 && seq !== 13);
    assert.deepEqual(others(after), others(before));
    assert.equal(await rig.reader.message(garden, 11), undefined);
  },
);

testLog(
  "events that are missing are lost, at either end of a range, whichever way it is read",
  async (rig) => {
    const { garden } = await planted(rig);
    await rig.tamper(["DELETE FROM event WHERE room = ? AND seq IN (1, 5, 6, 10, 402)", garden]);
    const read = async (after: number, upTo: number, newestFirst: boolean) =>
      texts(
        await rig.reader.range(garden, { after, upTo }, { events: 5, bytes: 1e6, newestFirst }),
      );
    assert.deepEqual(await read(0, 1e9, false), ["lost", "join", "garden 0.", "garden 1.", "lost"]);
    assert.deepEqual(
      await read(5, 10, true),
      ["lost", "garden 4.", "garden 5.", "garden 6.", "lost"],
    );
    const end = ["garden 395.", "garden 396.", "garden 397.", "garden 398.", "lost"];
    assert.deepEqual(await read(0, 1e9, true), end);
    assert.deepEqual(await read(397, 1e9, false), end);
    assert.deepEqual(await read(402, 1e9, false), []);
  },
);
