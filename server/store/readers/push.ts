/**
 * Reads for Web Push.
 * @module
 */

/** A browser of a member of a room that wants to be told. */
export interface PushSubscription {
  account: string;
  endpoint: string;
  /** In base64url, as the browser gave them. */
  p256dh: string;
  auth: string;
  createdAt: number;
  /** Posts that failed since one went well. */
  failures: number;
}

export interface PushReader {
  /** Those of a room's members. */
  subscribers(room: string): Promise<PushSubscription[]>;
  /** Rooms with subscribers and with events since that time that nobody has looked through. */
  behind(since: number): Promise<[room: string, head: number][]>;
}
