/**
 * Writes about messages.
 * @module
 */
import type { Person } from "../../../shared/protocol/mod.ts";

/** Where an event came to stand in the log. */
interface Place {
  room: string;
  seq: number;
  at: number;
}

export interface MessageWrites {
  /** Append a message. */
  "append": {
    takes: {
      author: Person;
      room: string;
      /** The id that the author's client made: a retry carries the same. */
      requestId: string;
      text: string;
      action?: boolean;
      /** `seq` of the message that it answers. */
      replyTo?: number;
      /** Accounts that the text names; those who are not members are left out. */
      mentions?: string[];
      everyone?: boolean;
      /** Room in which a whisper was written. */
      via?: string;
    };
    gives: Place;
  };
}
