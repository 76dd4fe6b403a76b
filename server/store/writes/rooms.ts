/**
 * Writes about rooms and who is in them.
 * @module
 */
import type { ParsedName } from "../../../shared/names.ts";
import type {
  Invitation,
  NotifyLevel,
  Person,
  ReadState,
  Role,
  Room,
} from "../../../shared/protocol/mod.ts";

type Nothing = Record<string, never>;

/** New values; what is left out stays. `""` and 0 are none. */
export interface RoomChanges {
  name?: ParsedName;
  topic?: string;
  description?: string;
  archived?: boolean;
  addressing?: boolean;
  slowMode?: number;
  /** Days. */
  retention?: number;
}

export interface RoomWrites {
  /** Enter the public room `name`, made if there is none and `create` allows it. */
  "join": {
    takes: { person: Person; name: ParsedName; create: boolean };
    gives: { room: Room; created: boolean };
  };
  /** Enter a public room that there is. */
  "enter": {
    takes: { person: Person; room: string };
    gives: { room: Room };
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
  /** Make a room; the maker owns it. */
  "create-room": {
    takes: {
      person: Person;
      roomKind: "public" | "private";
      name: ParsedName;
      topic: string;
    };
    gives: { room: Room };
  };
  /** Change a room's settings. */
  "change-room": {
    takes: {
      person: Person;
      room: string;
      /** The command by which it was asked for. */
      action: "set-topic" | "set-room" | "slow-mode";
      changes: RoomChanges;
    };
    gives: { room: Room };
  };
  /** Say what a member is in a room. */
  "set-role": {
    takes: { person: Person; room: string; member: Person; role: Role };
    gives: Nothing;
  };
  /** Make somebody a member. */
  "invite": {
    takes: { person: Person; room: string; invited: Person };
    gives: Nothing;
  };
  /** Make a code that lets people in. */
  "create-invitation": {
    takes: { person: Person; room: string; codeHash: string; uses: number; expiresAt: number };
    gives: { invitation: Invitation };
  };
  /** End an invitation. */
  "revoke-invitation": {
    takes: {
      person: Person;
      room: string;
      invitation: string;
      /** False if only one's own may be ended. */
      anybodys: boolean;
    };
    gives: Nothing;
  };
  /** Enter the room that a code is for. */
  "accept-invitation": {
    takes: { person: Person; codeHash: string };
    gives: { room: Room };
  };
  /** Move an account's read marker forward. */
  "mark-read": {
    takes: { account: string; room: string; seq: number };
    gives: ReadState;
  };
  "set-notify": {
    takes: { account: string; room: string; level: NotifyLevel };
    gives: ReadState;
  };
}
