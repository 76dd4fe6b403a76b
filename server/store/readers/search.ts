/**
 * Reads for searching: what there is to index, and where an account may look.
 * @module
 */
import type { RoomKind } from "../../../shared/protocol/mod.ts";

/** How far a room's log goes. */
export interface RoomEnd {
  id: string;
  kind: RoomKind;
  /** `seq` of its newest event. */
  head: number;
  /** `seq` up to which all messages are erased because of their age: no event tells of that. */
  erased: number;
}

export interface SearchReader {
  /** True if anything was committed since this was asked last, and the first time: costs next to nothing. */
  changed(): Promise<boolean>;
  rooms(): Promise<RoomEnd[]>;
  /** Ids of the account's private and direct rooms. */
  closedRoomsOf(account: string): Promise<string[]>;
}
