/**
 * Runs the app: hands it what happens, and does what it wants done.
 * @module
 */
import { toParleyError } from "../../shared/errors.ts";
import { limits } from "../../shared/limits.ts";
import type { ChatConnection } from "../../shared/connection.ts";
import type { Effect, RequestEffect } from "../app/effects.ts";
import type { Entry } from "../app/entry.ts";
import type { AnswerEvent, AppEvent } from "../app/events.ts";
import type { AppState } from "../app/state.ts";
import { toKeep } from "../app/keeping.ts";
import { update } from "../app/update.ts";
import type { OptionName } from "../config/options.ts";
import type { DraftKeeper } from "../session/drafts.ts";
import { loadEmoji } from "./emoji.ts";

/** Where the app is seen. */
export interface Output {
  print(entries: readonly Entry[]): void;
  /** The state has changed. @param urgent by a key. */
  refresh(urgent: boolean): void;
  redraw(): void;
  /** Calls for attention. */
  alert(title: string, text: string): void;
  /** Lets the person's own editor change a draft. */
  edit(room: string | undefined, text: string): void;
  suspend(): void;
  /** The state names another view. */
  changeView(): void;
}

/** Where the app keeps what outlives it; nowhere, if absent. */
export interface Files {
  drafts?: DraftKeeper;
  saveOption?(name: OptionName, value: unknown): Promise<void>;
}

const TICK = 1000;

export class ChatRuntime {
  /** The exit code, once the app is left. */
  readonly finished: Promise<number>;
  readonly #finish: (code: number) => void;
  readonly #connection: ChatConnection;
  readonly #output: Output;
  readonly #now: () => number;
  readonly #files: Files;
  #state: AppState;
  #waiters: { condition: (state: AppState) => boolean; resolve: () => void }[] = [];
  #restoring = false;
  #ticker: ReturnType<typeof setInterval> | undefined;

  constructor(
    connection: ChatConnection,
    output: Output,
    state: AppState,
    now: () => number,
    files: Files = {},
  ) {
    this.#connection = connection;
    this.#output = output;
    this.#state = state;
    this.#now = now;
    this.#files = files;
    ({ promise: this.finished, resolve: this.#finish } = Promise.withResolvers<number>());
  }

  get state(): AppState {
    return this.#state;
  }

  start(): void {
    this.#connection.on((event) => {
      // What the app counts down from has to be exact.
      if (event.type === "status") this.dispatch({ type: "tick", now: this.#now() });
      this.dispatch(event);
      if (event.type === "welcome") this.#restore(event.welcome.you.id);
    });
    let ticked = this.#now();
    this.#ticker = setInterval(() => {
      const now = this.#now();
      // Stopped (Ctrl-Z), or the lid was shut: the clock went on, and timers didn't.
      if (now - ticked > limits.sleptTime) this.#connection.networkIsBack();
      ticked = now;
      this.dispatch({ type: "tick", now });
      this.#keep();
    }, TICK);
    this.#connection.start();
  }

  /** Stops; the connection has a moment to say goodbye. */
  async stop(): Promise<void> {
    clearInterval(this.#ticker);
    this.#keep();
    await withinGoodbyeTime(this.#connection.close());
    await this.#files.drafts?.close();
  }

  dispatch(event: AppEvent): void {
    const { state, effects } = update(this.#state, event);
    this.#state = state;
    for (const effect of effects) this.#run(effect);
    this.#output.refresh(event.type === "key" || event.type === "text" || event.type === "paste");
    const [met, unmet] = [true, false].map((is) =>
      this.#waiters.filter(({ condition }) => condition(state) === is)
    );
    this.#waiters = unmet;
    for (const { resolve } of met) resolve();
  }

  /** Resolves once the state is so. */
  until(condition: (state: AppState) => boolean): Promise<void> {
    if (condition(this.#state)) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push({ condition, resolve }));
  }

  /** Leaves with this exit code. */
  finish(code: number): void {
    this.#finish(code);
  }

  #run(effect: Effect): void {
    switch (effect.type) {
      case "send":
        return this.#connection.send(effect.message);
      case "typing":
        return this.#connection.typing(effect.room);
      case "retry":
        return this.#connection.retry();
      case "request":
        this.#request(effect);
        return;
      case "print":
        return this.#output.print(effect.entries);
      case "alert":
        return this.#output.alert(effect.title, effect.text);
      case "edit-externally":
        return this.#output.edit(effect.room, effect.text);
      case "load-emoji":
        loadEmoji().then((emoji) => this.dispatch({ type: "emoji", emoji }));
        return;
      case "save-option":
        this.#save(effect.name, effect.value);
        return;
      case "suspend":
        return this.#output.suspend();
      case "view":
        return this.#output.changeView();
      case "redraw":
        return this.#output.redraw();
      case "quit":
        return this.#finish(effect.code);
      default:
        effect satisfies never;
    }
  }

  /** What was kept of this account's last chat, once. */
  async #restore(account: string): Promise<void> {
    const { drafts } = this.#files;
    if (!drafts || this.#state.restored || this.#restoring) return;
    this.#restoring = true;
    this.dispatch({ type: "kept", kept: await drafts.open(account) });
  }

  #keep(): void {
    const kept = toKeep(this.#state);
    if (kept) this.#files.drafts?.keep(kept);
  }

  async #save(name: OptionName, value: unknown): Promise<void> {
    try {
      await this.#files.saveOption?.(name, value);
    } catch (error) {
      this.dispatch({ type: "told", tone: "error", text: toParleyError(error).message });
    }
  }

  async #request({ request, purpose, input }: RequestEffect): Promise<void> {
    let answer: AnswerEvent;
    try {
      const result = await this.#connection.request(request, input);
      answer = { type: "answer", request, purpose, result } as AnswerEvent;
    } catch (error) {
      const { code, message } = toParleyError(error);
      answer = { type: "failed", request, purpose, code, reason: message } as AnswerEvent;
    }
    this.dispatch(answer);
  }
}

/** Waits for something that may never end, but not for long. */
export async function withinGoodbyeTime(promise: Promise<unknown>): Promise<void> {
  let timer;
  const late = new Promise((resolve) => timer = setTimeout(resolve, limits.goodbyeTime));
  await Promise.race([promise, late]);
  clearTimeout(timer);
}
