/**
 * Who may change a message, and what changes nothing.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import { limits } from "../../shared/limits.ts";
import type { MessageEvent, RoomKind } from "../../shared/protocol/mod.ts";
import { type Access, atLeast, judgeInRoom, type Standing } from "./permissions.ts";
import { judgeWriting, type SendingRules } from "./sending.ts";

/** What can be done to a message. */
export type MessageChange =
  | { kind: "edit"; text: string; mentions?: string[]; everyone?: boolean }
  | { kind: "delete" }
  | { kind: "react"; emoji: string; on: boolean }
  | { kind: "pin"; on: boolean };

/** What each change asks of whoever makes it, besides what {@linkcode judgeChange} does. */
export const CHANGE_ACCESS = {
  "edit": { scope: "send", who: "guest", room: "member" },
  "delete": { scope: "send", who: "guest", room: "member" },
  "react": { scope: "send", who: "guest", room: "member" },
  "pin": { scope: "manage", who: "guest", room: "moderator" },
} as const satisfies Record<MessageChange["kind"], Access>;

/** The refusal of whoever names a message that isn't there, or no longer. */
export function noSuchMessage(): ParleyError {
  return new ParleyError("not-found", "There is no such message in this room, or it was deleted.");
}

/** Somebody's wish to change a message. */
export interface ChangeRequest {
  /** Milliseconds since 1970. */
  now: number;
  /** Who wants it. */
  account: string;
  /** What they are to the room. */
  standing: Standing;
  room: { kind: RoomKind; rules: Pick<SendingRules, "archived" | "mutedUntil"> };
  /** As it is now; undefined if there is none. */
  message: MessageEvent | undefined;
  /** Changes that they made to it before. */
  before: number;
  change: MessageChange;
}

/** @throws {ParleyError} why this account may not change the message so. */
export function judgeChange(request: ChangeRequest): void {
  const { now, account, standing, room, message, before, change } = request;
  judgeInRoom(standing, room, CHANGE_ACCESS[change.kind]);
  if (!message || message.state?.deletedBy !== undefined) {
    throw noSuchMessage();
  }
  const isAuthor = message.author.id === account;
  const isMuteable = change.kind === "edit" || change.kind === "react";
  const refusal = judgeWriting({
    now,
    account: isMuteable ? account : undefined,
    rules: room.rules,
  });
  if (refusal) throw refusal;
  if (change.kind === "edit" && !isAuthor) {
    throw new ParleyError("forbidden", "Only its author can edit a message.");
  }
  if (change.kind === "delete") {
    if (isAuthor) return;
    if (room.kind === "direct") {
      throw new ParleyError("forbidden", "Only its author can delete a message here.");
    }
    if (!atLeast(standing, "moderator")) {
      throw new ParleyError(
        "forbidden",
        "Only its author and the moderators of the room can delete a message.",
      );
    }
    return;
  }
  if (changesNothing(message, account, change)) return;
  if (before >= limits.changesPerMessage) {
    throw new ParleyError("conflict", "You changed this message too often. Write a new one.");
  }
  if (change.kind === "react" && change.on) judgeReaction(message, change.emoji);
}

function judgeReaction({ state }: MessageEvent, emoji: string): void {
  const reactions = state?.reactions ?? [];
  const isNew = !reactions.some((reaction) => reaction.emoji === emoji);
  if (isNew && reactions.length >= limits.reactionsPerMessage) {
    throw new ParleyError(
      "conflict",
      `This message has ${reactions.length} different reactions, which is the most. Take one of those.`,
    );
  }
  const people = reactions.reduce((sum, reaction) => sum + reaction.people.length, 0);
  if (people >= limits.reactingPeople) {
    throw new ParleyError("conflict", "This message has as many reactions as it can take.");
  }
}

/** True if the message is so already. */
export function changesNothing(
  message: MessageEvent,
  account: string,
  change: MessageChange,
): boolean {
  switch (change.kind) {
    case "edit":
      return message.text === change.text;
    case "delete":
      return false;
    case "react": {
      const { state } = message;
      const reaction = state?.reactions?.find(({ emoji }) => emoji === change.emoji);
      return (reaction?.people.includes(account) ?? false) === change.on;
    }
    case "pin":
      return (message.state?.pinned ?? false) === change.on;
    default:
      throw new Error(`Unknown change ${(change satisfies never as MessageChange).kind}.`);
  }
}
