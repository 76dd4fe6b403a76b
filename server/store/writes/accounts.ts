/**
 * Writes about accounts and guests: how they come, and how guests go.
 * @module
 */
import type { ParsedName } from "../../../shared/names.ts";
import type { Person } from "../../../shared/protocol/mod.ts";
import type { NewSession } from "./sessions.ts";

type Nothing = Record<string, never>;

export interface AccountWrites {
  /** Make an account, enter the lobby and open a session for it. */
  "register": {
    takes: {
      name: ParsedName;
      /** PHC string; undefined for a guest. */
      passwordHash?: string;
      /** SHA-256 of the invitation's code, where one is required. */
      invitationHash?: string;
      session: NewSession;
      /** Whether it enters the lobby. Default: it does. */
      lobby?: boolean;
      /** The operator does it, which the audit log tells. */
      byOperator?: boolean;
      /** Where it comes from (`networkOf`). A guest's is kept in memory while the guest is here. */
      network?: string;
    };
    gives: { person: Person };
  };
  /** End a session. A guest's end releases its name too. */
  "end-session": { takes: { tokenHash: string }; gives: Nothing };
  /** A guest is gone: leave its rooms, free its name, end its sessions. */
  "release-guest": { takes: { account: string }; gives: Nothing };
}
