/**
 * Wires the state to the world: the connection, what is kept, the clock, what people do to the page.
 * @module
 */
import type { NetworkEvent, RequestFields } from "../../shared/connection.ts";
import { ParleyError } from "../../shared/errors.ts";
import { limits } from "../../shared/limits.ts";
import { Connection } from "../../shared/net/connection.ts";
import type { Person, RequestResult, RequestType } from "../../shared/protocol/mod.ts";
import type { Effect } from "../app/effects.ts";
import type { AppEvent } from "../app/events.ts";
import { coverage } from "../app/log.ts";
import { type AppState, createState } from "../app/state.ts";
import { update } from "../app/update.ts";
import { type Credentials, serverInfo, signIn, signOut, whoAmI } from "./account.ts";
import { beep, notify } from "./notifier.ts";
import { Keeper, readRooms } from "./keeper.ts";
import { forgetPush, renewPush } from "./push.ts";
import type { Storage } from "./storage.ts";

/** What went wrong, in words for people. A defect says no more than that. */
export function reasonOf(error: unknown): string {
  if (error instanceof ParleyError) return error.message;
  console.error(error);
  return "Something went wrong. Load the page again; if it stays, tell the server's operator.";
}

export class Client {
  #state = createState(crypto.getRandomValues(new Uint32Array(2)).join("-"), Date.now());
  #connection: Connection | undefined;
  #account: Person | undefined;
  #keeper: Keeper | undefined;
  #token: string | undefined;
  #asking: ReturnType<typeof setTimeout> | undefined;
  #touchedAt = performance.now();

  /** @param changed is called after each change of the state, with what brought it. */
  constructor(readonly storage: Storage, readonly changed: (event: AppEvent) => void) {}

  get state(): AppState {
    return this.#state;
  }

  dispatch = (event: AppEvent): void => {
    const before = this.#state;
    const { state, effects } = update(before, event);
    this.#state = state;
    for (const effect of effects) this.#carryOut(effect);
    this.#keeper?.changed(state.rooms);
    if (state !== before) this.changed(event);
  };

  /** Asks the server. @throws {ParleyError} */
  ask = <T extends RequestType>(type: T, input: RequestFields<T>): Promise<RequestResult<T>> => {
    if (this.#connection) return this.#connection.request(type, input);
    return Promise.reject(new ParleyError("unreachable", "Not connected to the server."));
  };

  /** Goes on as whoever was here last time: what was kept shows, whether there is a network or not. */
  async start(): Promise<void> {
    const account = await this.storage.get("account");
    if (!account) return await this.#askWho();
    this.#token = await this.storage.get("token");
    await this.#enter(account, false);
  }

  /** Goes on with the session that this browser has, if there is one. */
  async #askWho(): Promise<void> {
    clearTimeout(this.#asking);
    this.#asking = undefined;
    this.#token = await this.storage.get("token");
    try {
      await this.#enter(await whoAmI(this.#token), true);
    } catch (error) {
      if (error instanceof ParleyError && error.code !== "not-signed-in") {
        // The page came out of the cache: somebody may well be signed in.
        const wait = limits.backoffFirst + Math.random() * limits.backoffMost;
        this.#asking = setTimeout(() => this.#askWho(), wait);
        this.dispatch({
          type: "status",
          status: { state: "offline", reason: error.message, retryIn: 0 },
        });
        return;
      }
      await this.#signedOut();
    }
  }

  /** @throws {ParleyError} with the reason, for people. */
  async signIn(credentials: Credentials): Promise<void> {
    const { account, token } = await signIn(credentials);
    this.#token = token;
    if (token !== undefined) this.storage.put("token", token);
    await this.#enter(account, true);
  }

  /** Ends the session, and forgets what was kept. */
  async signOut(): Promise<void> {
    await signOut(this.#token).catch((error) => {
      if (!(error instanceof ParleyError) || error.code === "unreachable") throw error;
    });
    await forgetPush().catch(() => {});
    await this.#leave();
    this.storage.clear();
    await this.#signedOut();
  }

  /** Connects again after the server ended the connection for good; or asks to sign in. */
  async comeBack(): Promise<void> {
    await this.#leave();
    await this.#askWho();
  }

  /** The device woke up, or lost its network. */
  retry(): void {
    this.#connection?.retry();
  }

  /** There is a network again. */
  networkIsBack(): void {
    if (this.#connection) this.#connection.networkIsBack();
    else if (this.#asking !== undefined) this.#askWho();
  }

  /** The page may be about to end. */
  keep(): void {
    this.#keeper?.keep();
  }

  /** Somebody touched the page. */
  touched(): void {
    this.#touchedAt = performance.now();
    if (this.#state.idle) this.dispatch({ type: "idle", idle: false });
  }

  /** About once a second. */
  tick(): void {
    this.dispatch({ type: "tick", now: Date.now() });
    const quiet = performance.now() - this.#touchedAt;
    if (quiet > limits.idleAfter && !this.#state.idle) this.dispatch({ type: "idle", idle: true });
  }

  /** @param isSure the server says so; otherwise it was so when the page was here last. */
  async #enter(account: Person, isSure: boolean): Promise<void> {
    this.#account = account;
    const { storage } = this;
    await storage.belongTo(account.id);
    const [drafts = {}, room, desktop = false, sound = false, keys = true, outbox, rooms] =
      await Promise.all([
        storage.get("drafts"),
        storage.get("room"),
        storage.get("desktop"),
        storage.get("sound"),
        storage.get("keys"),
        storage.outbox(account.id),
        readRooms(storage, account.id),
      ]);
    storage.put("account", account);
    this.dispatch({
      type: "signed-in",
      account,
      kept: { drafts, room, desktop, sound, keys, outbox, rooms },
    });
    this.#keeper = new Keeper(storage, account.id, this.#state.rooms);
    this.#connect(isSure ? undefined : account.id);
    for (const message of outbox) this.#connection?.send(message);
  }

  /** @param expected the account that this must be; any other way, it is asked who is signed in. */
  #connect(expected: string | undefined): void {
    const { storage } = this;
    const cursors = this.#state.rooms.map(({ id, head }) => [id, head] as const);
    const connection = this.#connection = new Connection({
      server: location.origin,
      token: this.#token,
      client: "parley-web",
      gaps: "skip",
      cursors: Object.fromEntries(cursors),
    });
    let renewed = false;
    connection.on((event) => {
      if (connection !== this.#connection) return;
      if (expected !== undefined && this.#isOther(event, expected)) return void this.comeBack();
      if (event.type === "welcome" && event.welcome.server.pushKey && !renewed) {
        renewed = true;
        // If it can't be told now, it is at the page's next start.
        renewPush(this.ask, event.welcome.server.pushKey).catch(() => {});
      }
      if (event.type === "acked") storage.dropMessage(event.ack.id);
      if (event.type === "refused") storage.dropMessage(event.message.id);
      this.dispatch(event);
    });
    connection.start();
  }

  /** What was kept isn't of whoever is signed in: another page may have logged in as somebody else. */
  #isOther(event: NetworkEvent, expected: string): boolean {
    if (event.type === "welcome") return event.welcome.you.id !== expected;
    return event.type === "status" && event.status.state === "closed" && !this.#state.welcomed;
  }

  async #leave(): Promise<void> {
    this.#keeper?.stop();
    this.#keeper = undefined;
    const connection = this.#connection;
    this.#connection = undefined;
    await connection?.close();
  }

  async #signedOut(): Promise<void> {
    await this.#leave();
    this.storage.forgetSession();
    this.#account = undefined;
    this.#token = undefined;
    const server = await serverInfo().catch(() => undefined);
    this.dispatch({ type: "signed-out", server });
  }

  #carryOut(effect: Effect): void {
    switch (effect.type) {
      case "send":
        this.storage.keepMessage(this.#account!.id, effect.message);
        return this.#connection?.send(effect.message);
      case "typing":
        return this.#connection?.typing(effect.room);
      case "history":
        return void this.#read(effect);
      case "edit":
        return void this.#edit(effect);
      case "online":
        return this.#quietly(
          "online",
          { room: effect.room },
          (result) => this.dispatch({ type: "online", room: effect.room, result }),
        );
      case "mark-read":
        return this.#quietly("mark-read", { room: effect.room, seq: effect.seq });
      case "tell-idle":
        return this.#quietly("idle", { idle: effect.idle });
      case "notify":
        return void notify(effect.room, effect.title, effect.text);
      case "beep":
        return beep();
      case "keep":
        return this.storage.put(effect.key, effect.value);
      default:
        return effect satisfies never;
    }
  }

  async #read(effect: Extract<Effect, { type: "history" }>): Promise<void> {
    const { room, use, input } = effect;
    try {
      const page = coverage(effect, await this.ask("history", { room, ...input }));
      this.dispatch({ type: "page", room, use, page });
    } catch (error) {
      this.dispatch({ type: "page-failed", room, reason: reasonOf(error) });
    }
  }

  async #edit({ room, seq, text }: Extract<Effect, { type: "edit" }>): Promise<void> {
    try {
      await this.ask("edit", { room, seq, text });
    } catch (error) {
      this.dispatch({ type: "edit-failed", room, seq, text, reason: reasonOf(error) });
    }
  }

  /** Asks for what nobody waits for: if it fails, the next time will do. */
  #quietly<T extends RequestType>(
    type: T,
    input: RequestFields<T>,
    take: (result: RequestResult<T>) => void = () => {},
  ): void {
    this.ask(type, input).then(take, () => {});
  }
}
