/**
 * Writes about rooms and who is in them.
 * @module
 */
import type { ParsedName } from "../../../shared/names.ts";
import type { Person, Room } from "../../../shared/protocol/mod.ts";

export interface RoomWrites {
  /** Enter the public room `name`, made if there is none and `create` allows it. */
  "join": {
    takes: { person: Person; name: ParsedName; create: boolean };
    gives: { room: Room; created: boolean };
  };
  "leave": {
    takes: { person: Person; room: string };
    gives: { room: string };
  };
  /** Find or make the direct room of exactly these accounts. */
  "direct": {
    /** @param members ids of all members, the maker's included. */
    takes: { person: Person; members: string[] };
    gives: { room: Room };
  };
}
