/**
 * `parley-server retention`: how long rooms keep messages, and how far that is carried out.
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import { adminCommand, count, dataFolder, examples, type Finish, JSON_OPTION } from "./command.ts";
import { openData } from "./data_file.ts";

export interface RoomRetention {
  id: string;
  /** Null for a direct room. */
  name: string | null;
  /** 0: for ever. */
  days: number;
  /** `seq` up to which messages are erased. */
  erased: number;
  head: number;
  /** When the oldest message that is left was sent; null if none is. */
  oldest: number | null;
}

/** Of all rooms, those that keep messages for the shortest time first. */
export function listRetention(database: DatabaseSync): RoomRetention[] {
  return database.prepare(
    `SELECT id, name, retention AS days, erased, head,
       (SELECT at FROM event WHERE room = room.id AND seq > erased AND kind = 'message' LIMIT 1)
         AS oldest
     FROM room ORDER BY retention = 0, retention, name, id`,
  ).all() as unknown as RoomRetention[];
}

function describe({ id, name, days, erased, oldest }: RoomRetention): string {
  const kept = days === 0 ? "for ever" : count(days, "day");
  const since = oldest === null ? "no messages" : `since ${new Date(oldest).toISOString()}`;
  const gone = erased > 0 ? `, erased up to event ${erased}` : "";
  return `${name === null ? id : `#${name}`}\t${kept}\t${since}${gone}`;
}

export function retentionCommand(finish: Finish) {
  return adminCommand("retention")
    .option(...JSON_OPTION)
    .addHelpText("after", examples("retention", "retention --json --data /var/lib/parley"))
    .action((options, command) =>
      finish(async () => {
        const database = openData(await dataFolder(command));
        try {
          const rooms = listRetention(database);
          console.log(options.json ? JSON.stringify({ rooms }) : rooms.map(describe).join("\n"));
          return 0;
        } finally {
          database.close();
        }
      })
    );
}
