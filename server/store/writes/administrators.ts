/**
 * Writes about who administers the server, and whom they let register.
 * @module
 */
import type { Person } from "../../../shared/protocol/mod.ts";

type Nothing = Record<string, never>;

export interface AdministratorWrites {
  "set-administrator": {
    takes: { actor: Person; person: Person; on: boolean };
    gives: Nothing;
  };
  /** Make an invitation to the server. */
  "invite-to-server": {
    /** @param by account; undefined: the operator, on the server's console. */
    takes: { codeHash: string; uses: number; expiresAt: number; by?: string };
    gives: { id: string };
  };
  /** End an invitation to the server. */
  "revoke-server-invitation": { takes: { by: string; invitation: string }; gives: Nothing };
}
