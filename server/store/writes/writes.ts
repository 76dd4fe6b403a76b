/**
 * Everything that the store can be asked to write, and what it answers: one family a file.
 * @module
 */
import type { Steps } from "../sql/database.ts";
import type { AccountWrites } from "./accounts.ts";
import type { HookWrites } from "./hooks.ts";
import type { AdministratorWrites } from "./administrators.ts";
import type { MessageWrites } from "./messages.ts";
import type { ModerationWrites } from "./moderation.ts";
import type { ProfileWrites } from "./profiles.ts";
import type { PushWrites } from "./push.ts";
import type { RetentionWrites } from "./retention.ts";
import type { RoomWrites } from "./rooms.ts";
import type { SessionWrites } from "./sessions.ts";
import type { StrangerWrites } from "./strangers.ts";

/** Kind of a write → what it takes and what it gives. */
interface Writes
  extends
    AccountWrites,
    HookWrites,
    MessageWrites,
    ProfileWrites,
    PushWrites,
    RetentionWrites,
    RoomWrites,
    SessionWrites,
    AdministratorWrites,
    ModerationWrites,
    StrangerWrites {}

export type WriteKind = keyof Writes;

/** What a kind of write is given: its `kind` tells which it is. */
export type WriteOf<K extends WriteKind> = K extends WriteKind ? { kind: K } & Writes[K]["takes"]
  : never;

export type Write = WriteOf<WriteKind>;

/** What each kind of write answers when it is done. */
export type Outcomes = { [K in WriteKind]: Writes[K]["gives"] };

/** Carries out one kind of write, inside the transaction. @throws {ParleyError} to refuse it. */
export type Handlers<K extends WriteKind> = {
  [Kind in K]: (write: WriteOf<Kind>) => Steps<Outcomes[Kind]>;
};
