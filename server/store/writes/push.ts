/**
 * Writes about Web Push.
 * @module
 */

type Nothing = Record<string, never>;

export interface PushWrites {
  /** In place of what the session, or anybody with this endpoint, had before. */
  "subscribe-push": {
    /** @param session SHA-256 of its token. */
    takes: { account: string; session: string; endpoint: string; p256dh: string; auth: string };
    gives: Nothing;
  };
  "unsubscribe-push": { takes: { session: string }; gives: Nothing };
  /**
   * Takes a room's events up to `upTo` upon oneself: nobody else tells of them.
   *
   * Gives the `seq` up to which they were somebody's already.
   */
  "claim-push": { takes: { room: string; upTo: number }; gives: { after: number } };
  /** How a post to a subscription ended; `gone`: there is no such subscription any more. */
  "note-push": { takes: { endpoint: string; result: "ok" | "failed" | "gone" }; gives: Nothing };
}
