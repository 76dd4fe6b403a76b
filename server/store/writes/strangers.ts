/**
 * Writes about strangers: nothing of what they say, only who shall never meet whom again.
 * @module
 */

export interface StrangerWrites {
  /** Remember that two accounts never meet. A guest's block lasts no longer than the guest: not here. */
  "block-stranger": {
    takes: { account: string; blocked: string };
    gives: Record<string, never>;
  };
}
