/**
 * Everything that the store can be asked to write, and what it answers: one family a file.
 * @module
 */
import type { AccountWrites } from "./accounts.ts";
import type { MessageWrites } from "./messages.ts";
import type { RoomWrites } from "./rooms.ts";

/** Kind of a write → what it takes and what it gives. */
interface Writes extends AccountWrites, MessageWrites, RoomWrites {}

export type WriteKind = keyof Writes;

/** What a kind of write is given: its `kind` tells which it is. */
export type WriteOf<K extends WriteKind> = K extends WriteKind ? { kind: K } & Writes[K]["takes"]
  : never;

export type Write = WriteOf<WriteKind>;

/** What each kind of write answers when it is done. */
export type Outcomes = { [K in WriteKind]: Writes[K]["gives"] };

/** Carries out one kind of write, inside the transaction. @throws {ParleyError} to refuse it. */
export type Handlers<K extends WriteKind> = {
  [Kind in K]: (write: WriteOf<Kind>) => Outcomes[Kind];
};
