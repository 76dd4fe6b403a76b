/**
 * Reads for searching: what there is to index, and where an account may look.
 * @module
 */
import type { RoomKind } from "../../../shared/protocol/mod.ts";

/** A room, and the `seq` of its newest event. */
export interface RoomEnd {
  id: string;
  kind: RoomKind;
  head: number;
}

export interface SearchReader {
  /** True if anything was committed since this was asked last, and the first time: costs next to nothing. */
  changed(): Promise<boolean>;
  rooms(): Promise<RoomEnd[]>;
  /** Ids of the account's private and direct rooms. */
  closedRoomsOf(account: string): Promise<string[]>;
}
