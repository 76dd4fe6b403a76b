/**
 * Looks at what is in the data file.
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import { describeDamage, examineFile, examineRooms } from "../../store/sqlite/examine.ts";
import { count } from "../command.ts";
import { examineClock } from "./folder.ts";
import { type Finding, ok, problem } from "./finding.ts";

/** How to get on with a file of which a part is lost. */
const SALVAGE = "Restore a backup, or save all that can be read: stop the server, " +
  '"parley-server export all.jsonl", then "parley-server import --force all.jsonl".';

export function examineSoundness(database: DatabaseSync): Finding[] {
  const problems = examineFile(database);
  if (problems.length === 0) return [ok("file", "sound")];
  const isIndexes = problems.every((text) => /missing from index|wrong # of entries/.test(text));
  return problems.map((text) =>
    problem("file", text, isIndexes ? 'Mend it with "parley-server doctor --repair".' : SALVAGE)
  );
}

/** Looks at every event, and with the newest at the clock. @param now milliseconds since 1970. */
export function examineEvents(database: DatabaseSync, now: number): Finding[] {
  const findings: Finding[] = [];
  let rooms = 0;
  let events = 0;
  let newest = 0;
  for (const room of examineRooms(database)) {
    rooms++;
    events += room.events;
    newest = Math.max(newest, room.lastAt);
    if (room.damaged.length > 0) findings.push(problem("events", describeDamage(room), SALVAGE));
    if (room.end) {
      const { head, messages } = room.end;
      const message =
        `${room.label} ends at event ${head} with ${messages} messages, and its row ` +
        "says otherwise";
      findings.push(
        problem("counters", message, 'Mend it with "parley-server doctor --repair".'),
      );
    }
  }
  const all = `${count(events, "event")} in ${count(rooms, "room")}`;
  if (findings.length === 0) findings.push(ok("events", `${all}, each as it was written`));
  return [...findings, examineClock(newest, now)];
}
