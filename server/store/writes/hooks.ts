/**
 * Writes about webhooks.
 * @module
 */
import type { Hook } from "../../../shared/protocol/mod.ts";

type Nothing = Record<string, never>;

export interface HookWrites {
  "create-incoming-hook": {
    /** @param actor account. @param secretHash SHA-256 of the secret in its URL. */
    takes: { actor: string; room: string; name: string; secretHash: string };
    gives: { hook: Hook };
  };
  /** It delivers what is appended from now on. */
  "create-outgoing-hook": {
    takes: { actor: string; room: string; name: string; url: string; secret: string };
    gives: { hook: Hook };
  };
  "delete-hook": { takes: { actor: string; room: string; hook: string }; gives: Nothing };
  /** Its receiver has everything up to `cursor`. */
  "hook-delivered": { takes: { hook: string; cursor: number }; gives: Nothing };
  /** A delivery failed; it is tried again at `tryAt`, or without that never. */
  "hook-failed": { takes: { hook: string; error: string; tryAt?: number }; gives: Nothing };
}
