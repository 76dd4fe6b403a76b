/**
 * What one transaction did so far, for those who have to be told of it once it is committed.
 * @module
 */
import type { LogEvent } from "../../../shared/protocol/mod.ts";
import type { MembershipChange, Notice, PersonChange, StrangerRule } from "../log.ts";
import type { NetworkBan } from "../writes/moderation.ts";

/** How far the lists were at some point. */
export type Mark = Record<keyof Transaction["done"], number>;

export class Transaction {
  /** Its time, milliseconds since 1970. */
  now = 0;
  done = {
    /** New events, in the order in which they were appended. */
    events: [] as LogEvent[],
    memberships: [] as MembershipChange[],
    /** Token hashes. */
    endedSessions: [] as string[],
    notices: [] as Notice[],
    people: [] as PersonChange[],
    strangers: [] as StrangerRule[],
    networkBans: [] as NetworkBan[],
  };
  readonly #onUndo: ((undone: LogEvent[]) => void)[] = [];

  begin(now: number): void {
    this.now = now;
    this.done = {
      events: [],
      memberships: [],
      endedSessions: [],
      notices: [],
      people: [],
      strangers: [],
      networkBans: [],
    };
  }

  /** @param listener forgets what it remembers of a part that was rolled back. */
  onUndo(listener: (undone: LogEvent[]) => void): void {
    this.#onUndo.push(listener);
  }

  mark(): Mark {
    const { events, memberships, endedSessions, notices, people, strangers, networkBans } =
      this.done;
    return {
      events: events.length,
      memberships: memberships.length,
      endedSessions: endedSessions.length,
      notices: notices.length,
      people: people.length,
      strangers: strangers.length,
      networkBans: networkBans.length,
    };
  }

  /** Forgets what was done after `mark`: that part of the transaction is rolled back. */
  undo(mark: Mark): void {
    const undone = this.done.events.splice(mark.events);
    this.done.memberships.splice(mark.memberships);
    this.done.endedSessions.splice(mark.endedSessions);
    this.done.notices.splice(mark.notices);
    this.done.people.splice(mark.people);
    this.done.strangers.splice(mark.strangers);
    this.done.networkBans.splice(mark.networkBans);
    for (const listener of this.#onUndo) listener(undone);
  }
}
