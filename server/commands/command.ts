/**
 * What a command is: one thing that a client may ask, over the WebSocket and over HTTP alike.
 * @module
 */
import type { Request, RequestResult, RequestType, Role, Room } from "../../shared/protocol/mod.ts";
import type { Access, Asker, Standing } from "../chat/permissions.ts";
import type { LoginAllowance } from "../chat/login_allowance.ts";
import type { SendAllowance } from "../chat/send_allowance.ts";
import type { Hasher } from "../passwords/hasher.ts";
import type { OnlinePeople } from "../presence/online.ts";
import type { Searcher } from "../search/searcher.ts";
import type { Reader } from "../store/log.ts";
import type { StoreClient } from "../store/client.ts";
import type { Strangers } from "../strangers/line.ts";

/** What a command works with. */
export interface CommandContext extends Asker {
  /** SHA-256 of the token that the asker came with. */
  tokenHash: string;
  reader: Reader;
  store: Pick<StoreClient, "write" | "away">;
  hasher: Hasher;
  search: Searcher;
  online: OnlinePeople;
  allowance: SendAllowance;
  logins: LoginAllowance;
  /** The WebSocket that the request came by; undefined over HTTP. */
  connection?: Connection;
  /** Outgoing webhooks may post to addresses that are not public. */
  webhooksToPrivate: boolean;
  /** Where Web Push is sent: the key that browsers subscribe with. */
  pushKey: string | undefined;
  /** Milliseconds of the clock that the allowance runs on. */
  now(): number;
  /** Resolves when the asker may read a page of messages. */
  pageTurn(): Promise<void>;
}

/** A connection, to what belongs to it alone. */
export interface Connection {
  readonly strangers: Strangers;
  /** As much waits for it as may. */
  readonly isBehind: boolean;
  /** Whether nobody is at this device. */
  setIdle(idle: boolean): void;
}

/** Where a command is found over HTTP. `:name` segments, the query and the body make up its input. */
export interface HttpRoute {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  path: string;
  /** Fields of the input that the route itself says. */
  fixed?: Readonly<Record<string, unknown>>;
  /** Default: 200. */
  status?: 201;
}

/** The room that a command is about, and what the asker is there. */
export interface Place {
  room: Room;
  role: Role | undefined;
  standing: Standing;
}

/** The types of requests that name a room. */
export type RoomRequestType = {
  [T in RequestType]: "room" extends keyof Request<T> ? T : never;
}[RequestType];

/** What such a command is given: the place, if the request has to name one or did. */
type PlaceOf<T extends RoomRequestType> = Request<T> extends { room: string } ? Place
  : Place | undefined;

interface Row<T extends RequestType> {
  type: T;
  /** One line for people. */
  summary: string;
  /** Who may run it; judged before it runs. */
  access: Access;
  http: HttpRoute[];
  /** It answers with a page of messages: many bytes, which somebody has to read from the disk. */
  page?: true;
}

/** A command that is not about one room. */
export interface ServerCommand<T extends RequestType = RequestType> extends Row<T> {
  access: Access & { room?: undefined };
  /** @throws {ParleyError} the reason of a refusal. */
  run(context: CommandContext, input: Request<T>): Promise<RequestResult<T>>;
}

/** A command about the room that `input.room` names. */
export interface RoomCommand<T extends RoomRequestType = RoomRequestType> extends Row<T> {
  access: Access & { room: NonNullable<Access["room"]> };
  /** @throws {ParleyError} the reason of a refusal. */
  run(
    context: CommandContext,
    input: Request<T>,
    place: PlaceOf<T>,
  ): Promise<RequestResult<T>>;
}

export type Command<T extends RequestType = RequestType> =
  | ServerCommand<T>
  | RoomCommand<Extract<T, RoomRequestType>>;
