/**
 * What requests under way are for.
 * @module
 */

/** What the answer to a request is for. `line` is what was typed for it, and comes back if it fails. */
export type Pending =
  | { for: "join"; line?: string }
  | { for: "leave"; line: string }
  | { for: "rooms"; line: string }
  | { for: "online"; line: string; where: string }
  | { for: "people"; room: string }
  | { for: "direct"; line: string; text: string }
  | { for: "history"; line: string; room: string };
