/**
 * Writes about accounts, their sessions, and invitations to the server.
 * @module
 */
import type { ParsedName } from "../../../shared/names.ts";
import type { Person } from "../../../shared/protocol/mod.ts";

export interface NewSession {
  /** SHA-256 of the token: the token itself is nowhere on the server. */
  tokenHash: string;
  expiresAt: number;
}

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
    };
    gives: { person: Person };
  };
  "open-session": { takes: { account: string; session: NewSession }; gives: Nothing };
  /** End a session. A guest's end releases its name too. */
  "end-session": { takes: { tokenHash: string }; gives: Nothing };
  /** A guest is gone: leave its rooms, free its name, end its sessions. */
  "release-guest": { takes: { account: string }; gives: Nothing };
  /** Make an invitation to the server. */
  "invite-to-server": {
    takes: { codeHash: string; uses: number; expiresAt: number };
    gives: Nothing;
  };
}
