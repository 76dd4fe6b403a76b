/**
 * Writes about messages.
 * @module
 */
import type { MessageChange } from "../../chat/messages.ts";
import type { Person } from "../../../shared/protocol/mod.ts";

/** Where an event came to stand in the log. */
export interface Place {
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
      /** The author is a webhook of the room: a moderator let it in, a member it is not. */
      hook?: boolean;
    };
    gives: Place;
  };
  /** Append a message to the direct room of some people, made if there is none. */
  "whisper": {
    takes: {
      author: Person;
      /** Ids of all who see it, the author's included. */
      people: string[];
      /** The room in which it was written: its author has to be allowed to write there. */
      via: string;
      requestId: string;
      text: string;
      action?: boolean;
      mentions?: string[];
    };
    gives: Place;
  };
  /** Change a message. What changes nothing appends nothing, and gives the place of the last change. */
  "change-message": {
    takes: {
      author: Person;
      /** The author is an administrator of the server. */
      administrator: boolean;
      room: string;
      /** `seq` of the message. */
      target: number;
      change: MessageChange;
    };
    gives: Place;
  };
}
