/**
 * What a command is: one thing that a client may ask, over the WebSocket and over HTTP alike.
 * @module
 */
import type { InferOutput } from "valibot";
import type { Person, RequestResult, REQUESTS, RequestType } from "../../shared/protocol/mod.ts";
import type { SendAllowance } from "../chat/send_allowance.ts";
import type { OnlinePeople } from "../presence/online.ts";
import type { Reader } from "../store/log.ts";
import type { StoreClient } from "../store/client.ts";

/** What a command works with. */
export interface CommandContext {
  /** Who asks: signed in, always. */
  person: Person;
  reader: Reader;
  store: Pick<StoreClient, "write">;
  online: OnlinePeople;
  allowance: SendAllowance;
  /** Milliseconds of the clock that the allowance runs on. */
  now(): number;
}

/** A request as it was checked by its schema. */
export type CommandInput<T extends RequestType> = InferOutput<(typeof REQUESTS)[T]["input"]>;

/** Where a command is found over HTTP. `:name` segments, the query and the body make up its input. */
export interface HttpRoute {
  method: "GET" | "POST";
  path: string;
}

export interface Command<T extends RequestType = RequestType> {
  type: T;
  /** One line for people. */
  summary: string;
  http: HttpRoute[];
  /** @throws {ParleyError} the reason of a refusal. */
  run(context: CommandContext, input: CommandInput<T>): Promise<RequestResult<T>>;
}
