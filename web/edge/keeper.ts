/**
 * Keeps rooms in the browser as they change, a while after they did: what was not kept when the page ended
 * comes from the server again.
 * @module
 */
import * as v from "valibot";
import { limits } from "../../shared/limits.ts";
import { LogEvent, Room } from "../../shared/protocol/mod.ts";
import { isKeptAlike, type KeptRoom, keptRoom, roomsToKeep } from "../app/kept.ts";
import type { RoomState } from "../app/state.ts";
import type { Storage } from "./storage.ts";

const Kept = v.object({
  room: Room,
  page: v.object({ events: v.array(LogEvent), from: v.number(), upTo: v.number() }),
});

/** The rooms of an account that were kept, but for what another version of the page wrote differently. */
export async function readRooms(storage: Storage, account: string): Promise<KeptRoom[]> {
  return (await storage.rooms(account)).flatMap((value) => {
    const { success, output } = v.safeParse(Kept, value);
    return success ? output : [];
  });
}

export class Keeper {
  /** What each room was when it was kept, as far as that is known. */
  readonly #kept = new Map<string, RoomState | undefined>();
  #rooms: readonly RoomState[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param kept the rooms as they were kept: written again only where messages may have run out since. */
  constructor(readonly storage: Storage, readonly account: string, kept: readonly RoomState[]) {
    for (const room of kept) this.#kept.set(room.id, room.retention ? undefined : room);
  }

  /** The state's rooms are these now. */
  changed(rooms: readonly RoomState[]): void {
    if (rooms === this.#rooms) return;
    this.#rooms = rooms;
    this.#timer ??= setTimeout(() => this.keep(), limits.keepInterval);
  }

  /** Keeps now what has changed: the page may be about to end. */
  keep(): void {
    this.stop();
    const rooms = roomsToKeep(this.#rooms);
    const ids = new Set(rooms.map(({ id }) => id));
    const gone = [...this.#kept.keys()].filter((id) => !ids.has(id));
    for (const id of gone) this.#kept.delete(id);
    const changed = rooms.flatMap((state) => this.#ifChanged(state) ?? []);
    if (gone.length + changed.length > 0) this.storage.keepRooms(this.account, changed, gone);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #ifChanged(state: RoomState): KeptRoom | undefined {
    const before = this.#kept.get(state.id);
    if (before && isKeptAlike(before, state)) return undefined;
    const kept = keptRoom(state);
    if (kept) this.#kept.set(state.id, state);
    return kept;
  }
}
