/**
 * Frames about people and one's own account: profiles, name, password, sessions, API tokens.
 * @module
 */
import * as v from "valibot";
import { limits } from "../limits.ts";
import {
  Line,
  NEXT,
  PAGE,
  Paragraph,
  Person,
  PersonRef,
  request,
  RoomRef,
  Seconds,
  Time,
} from "./base.ts";

/** A person as anybody may look them up. */
export const Profile = v.object({
  ...Person.entries,
  bio: v.optional(v.string()),
  /** IANA time zone, e.g. `Europe/Vienna`. */
  timeZone: v.optional(v.string()),
  createdAt: Time,
});
export type Profile = v.InferOutput<typeof Profile>;

/** One's own account, with what nobody else sees. */
export const OwnProfile = v.object({
  ...Profile.entries,
  email: v.optional(v.string()),
  /** Administrator of the server. */
  administrator: v.optional(v.boolean()),
});
export type OwnProfile = v.InferOutput<typeof OwnProfile>;

export const Password = v.pipe(v.string("must be a string"), v.maxLength(limits.passwordMaximum));

/** What a token may do: read; send (and react …); manage rooms and people. Nothing of the account itself. */
export const Scope = v.picklist(["read", "send", "manage"], "is read, send or manage");
export type Scope = v.InferOutput<typeof Scope>;

/** A log-in of this account. */
export const SessionInfo = v.object({
  id: v.string(),
  /** What the client said it is. */
  client: v.optional(v.string()),
  createdAt: Time,
  lastSeenAt: Time,
  expiresAt: Time,
  /** The one that asks. */
  current: v.optional(v.boolean()),
});
export type SessionInfo = v.InferOutput<typeof SessionInfo>;

/** An API token of this account. Its secret is shown once, when it is made. */
export const TokenInfo = v.object({
  id: v.string(),
  name: v.string(),
  scopes: v.array(Scope),
  /** Ids of the rooms that it is for; without it, all of the account's. */
  rooms: v.optional(v.array(v.string())),
  createdAt: Time,
  lastSeenAt: Time,
  expiresAt: Time,
});
export type TokenInfo = v.InferOutput<typeof TokenInfo>;

const Id = v.pipe(v.string("must be a string"), v.maxLength(64));
const Empty = v.object({});
const Own = v.object({ account: OwnProfile });

/** Requests about people and the own account. */
export const ACCOUNT_REQUESTS = {
  /** People by the beginning or a part of name or display name, or those that share a room. */
  "people": {
    input: request("people", { query: v.optional(Line), ...PAGE }),
    result: v.object({ people: v.array(Person), ...NEXT }),
  },
  "profile": {
    input: request("profile", { person: PersonRef }),
    result: v.object({ profile: Profile }),
  },
  "me": { input: request("me", {}), result: Own },
  /** Changes what is given; `""` clears. */
  "set-profile": {
    input: request("set-profile", {
      display: v.optional(v.pipe(Line, v.maxLength(limits.displayLength))),
      bio: v.optional(Paragraph),
      email: v.optional(
        v.pipe(
          v.string("must be a string"),
          v.trim(),
          v.maxLength(254),
          v.union([v.literal(""), v.pipe(v.string(), v.email())], "is not an e-mail address"),
        ),
      ),
      timeZone: v.optional(v.pipe(v.string(), v.maxLength(64))),
    }),
    result: Own,
  },
  /** A new name; the old one stays reserved for the account. */
  "rename": {
    input: request("rename", { name: v.pipe(v.string(), v.maxLength(200)) }),
    result: Own,
  },
  /** Other sessions end, and all API tokens. */
  "change-password": {
    input: request("change-password", { old: Password, new: Password }),
    result: Empty,
  },
  "sessions": {
    input: request("sessions", { ...PAGE }),
    result: v.object({ sessions: v.array(SessionInfo), ...NEXT }),
  },
  "revoke-session": { input: request("revoke-session", { session: Id }), result: Empty },
  /** Ends every session of the account but the one that asks. API tokens stay. */
  "revoke-other-sessions": { input: request("revoke-other-sessions", {}), result: Empty },
  /** Deletes the account for good; its name is never free again. */
  "delete-account": {
    input: request("delete-account", {
      /** Not needed for a guest. */
      password: v.optional(Password),
      /** Whether its messages stay, as a deleted user's, or are erased. */
      messages: v.picklist(["keep", "erase"], "is keep or erase"),
    }),
    result: Empty,
  },
  "create-token": {
    input: request("create-token", {
      name: v.pipe(Line, v.minLength(1, "is empty")),
      scopes: v.pipe(v.array(Scope), v.minLength(1, "is empty")),
      rooms: v.optional(
        v.pipe(v.array(RoomRef), v.minLength(1, "is empty"), v.maxLength(limits.tokenRooms)),
      ),
      /** Seconds. */
      expiresIn: v.optional(Seconds, limits.tokenTime / 1000),
    }),
    result: v.object({ token: v.string(), info: TokenInfo }),
  },
  "tokens": {
    input: request("tokens", { ...PAGE }),
    result: v.object({ tokens: v.array(TokenInfo), ...NEXT }),
  },
  "revoke-token": { input: request("revoke-token", { token: Id }), result: Empty },
} as const;

/** Server → client: somebody who shares a room with you, or you, are called otherwise now. */
export const PersonChanged = v.object({ type: v.literal("person"), person: Person });
