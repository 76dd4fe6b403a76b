/**
 * Writes about log-ins and API tokens.
 * @module
 */
import type { Scope, TokenInfo } from "../../../shared/protocol/mod.ts";

export interface NewSession {
  /** SHA-256 of the token: the token itself is nowhere on the server. */
  tokenHash: string;
  expiresAt: number;
}

type Nothing = Record<string, never>;

export interface SessionWrites {
  "open-session": {
    takes: {
      account: string;
      /** That of the password which was given: refused if it is another by now. */
      passwordHash: string | undefined;
      /** What is kept in its place from now on: the same password, hashed with newer parameters. */
      newHash?: string;
      session: NewSession;
    };
    gives: Nothing;
  };
  /** Note that a session is in use, and by what program. Changes nothing more often than once an hour. */
  "touch-session": { takes: { tokenHash: string; client?: string }; gives: Nothing };
  /** End a log-in of the account, by its public id. */
  "revoke-session": { takes: { account: string; session: string }; gives: Nothing };
  /** End all log-ins of the account but one. */
  "revoke-other-sessions": { takes: { account: string; keep: string }; gives: Nothing };
  "create-token": {
    takes: {
      account: string;
      /** Hash of the session that asks: it must not have ended meanwhile. */
      by: string;
      token: NewSession & { name: string; scopes: Scope[]; rooms?: string[] };
    };
    gives: { info: TokenInfo };
  };
  "revoke-token": { takes: { account: string; token: string }; gives: Nothing };
}
