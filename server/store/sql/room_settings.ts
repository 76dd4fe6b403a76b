/**
 * Changes a room's settings, inside the log's transaction.
 * @module
 */
import type { Database, Steps } from "./database.ts";
import type { Person, Room } from "../../../shared/protocol/mod.ts";
import { judgeSettings } from "../../chat/rooms.ts";
import { notThere } from "../../chat/sending.ts";
import type { RoomChanges } from "../writes/rooms.ts";
import type { Handlers, Outcomes, WriteOf } from "../writes/writes.ts";
import type { Audit } from "./audit.ts";
import type { Events } from "./events.ts";
import type { RoomRules } from "./room_rules.ts";
import type { RoomWriter } from "./rooms.ts";

/** Settings as their event has them: only those that differ. */
interface Settings {
  name?: string;
  topic?: string;
  description?: string;
  archived?: boolean;
  addressing?: boolean;
  slowMode?: number;
  retention?: number;
}

interface SettingsRow {
  kind: Room["kind"];
  name: string | null;
  topic: string;
  description: string;
  archived: number;
  addressing: number;
  slow_mode: number;
  retention: number;
}

export class RoomSettings {
  readonly handlers: Handlers<"change-room"> = {
    "change-room": (write) => this.change(write),
  };
  readonly #read;
  readonly #update;

  constructor(
    database: Database,
    private readonly events: Events,
    private readonly rooms: RoomWriter,
    private readonly rules: RoomRules,
    private readonly audit: Audit,
  ) {
    this.#read = database.prepare(
      `SELECT kind, name, topic, description, archived, addressing, slow_mode, retention
       FROM room WHERE id = ?`,
    );
    this.#update = database.prepare(
      `UPDATE room SET name = coalesce(?2, name), skeleton = coalesce(?3, skeleton),
         topic = coalesce(?4, topic), description = coalesce(?5, description),
         archived = coalesce(?6, archived), addressing = coalesce(?7, addressing),
         slow_mode = coalesce(?8, slow_mode), retention = coalesce(?9, retention)
       WHERE id = ?1`,
    );
  }

  /** What is as it should be already is no change: then nothing is told to anybody. */
  *change(
    { person, room, action, changes }: WriteOf<"change-room">,
  ): Steps<Outcomes["change-room"]> {
    const row = (yield* this.#read.get(room)) as unknown as SettingsRow | undefined;
    if (!row) throw notThere();
    const settings = differences(row, changes);
    if (Object.keys(settings).length > 0) {
      const refusal = judgeSettings({ ...row, archived: row.archived === 1 }, settings);
      if (refusal) throw refusal;
      if (settings.name !== undefined && row.kind === "public") {
        yield* this.rooms.mayBeCalled(changes.name!, room);
      }
      yield* this.#write(room, settings, changes.name?.skeleton);
      yield* this.#tell(room, person, action, settings);
    }
    return { room: yield* this.rooms.seenBy(room, person.id) };
  }

  *#write(room: string, settings: Settings, skeleton: string | undefined): Steps<void> {
    const { name, topic, description, archived, addressing, slowMode, retention } = settings;
    yield* this.#update.run(
      room,
      name ?? null,
      name === undefined ? null : skeleton!,
      topic ?? null,
      description ?? null,
      archived === undefined ? null : Number(archived),
      addressing === undefined ? null : Number(addressing),
      slowMode ?? null,
      retention ?? null,
    );
    this.rules.forget(room);
  }

  *#tell(room: string, person: Person, action: string, settings: Settings): Steps<void> {
    yield* this.events.append({ room, author: person, kind: "settings", ...settings });
    const detail = Object.entries(settings).map(([key, value]) => `${key}: ${inWords(value)}`)
      .join(", ");
    yield* this.audit.note({ actor: person.id, action, room, detail });
  }
}

function inWords(value: string | number | boolean): string {
  if (typeof value === "boolean") return value ? "on" : "off";
  return value === "" || value === 0 ? "none" : `${value}`;
}

/** The settings that are to become others than they are. */
function differences(row: SettingsRow, changes: RoomChanges): Settings {
  const present: Required<Settings> = {
    name: row.name ?? "",
    topic: row.topic,
    description: row.description,
    archived: row.archived === 1,
    addressing: row.addressing === 1,
    slowMode: row.slow_mode,
    retention: row.retention,
  };
  const wanted: Settings = { ...changes, name: changes.name?.key };
  return Object.fromEntries(
    Object.entries(wanted).filter(([key, value]) =>
      value !== undefined && value !== present[key as keyof Settings]
    ),
  );
}
