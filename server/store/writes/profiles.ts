/**
 * Writes about what an account is called and says of itself, its password, and its end.
 * @module
 */
import type { ParsedName } from "../../../shared/names.ts";
import type { Person } from "../../../shared/protocol/mod.ts";
import type { DisplayName } from "../../chat/profile.ts";

type Nothing = Record<string, never>;

export interface ProfileWrites {
  /** Change what is given; `""` clears. */
  "set-profile": {
    takes: {
      account: string;
      display?: DisplayName;
      bio?: string;
      email?: string;
      timeZone?: string;
    };
    gives: Nothing;
  };
  /** Change the name; the old one stays reserved for the account. */
  "rename": { takes: { account: string; name: ParsedName }; gives: Nothing };
  /** Change the password; everything but the session `keep` ends. */
  "change-password": {
    takes: {
      account: string;
      /** The hash that the old password was checked with. */
      oldHash: string;
      newHash: string;
      keep: string;
      /** The operator does it, which the audit log tells. */
      byOperator?: boolean;
    };
    gives: Nothing;
  };
  /** Delete an account, or a guest, for good. */
  "delete-account": {
    takes: {
      person: Person;
      /** The hash that the password was checked with. */
      passwordHash: string | undefined;
      messages: "keep" | "erase";
      /** The operator does it, which the audit log tells. */
      byOperator?: boolean;
    };
    gives: Nothing;
  };
  /** Erase some more messages of a deleted account. */
  "erase-messages": { takes: { account: string }; gives: { done: boolean } };
}
