/**
 * `parley tail`: prints the events of some rooms as they come, or runs a program for each message.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import type { Room } from "../../shared/protocol/mod.ts";
import { VERSION } from "../../shared/version.ts";
import type { Api } from "../../shared/net/api.ts";
import { Connection } from "../../shared/net/connection.ts";
import type { AnyEvent } from "../../shared/net/resume.ts";
import { type Access, withAccess } from "../session/access.ts";
import type { Context } from "./context.ts";
import { CursorFile } from "./cursor_file.ts";
import { messageOf, runFor } from "./each_message.ts";
import { eventJson, eventText } from "./event_text.ts";
import { type Cursors, follow } from "./follow.ts";
import { needRoom, parseCount } from "./option_values.ts";
import { type Program, type Settings, settingsOf } from "./program.ts";
import { cursorOf, parseSince, type Since } from "./since.ts";

export function registerTail(program: Program, context: Context): void {
  program.command("tail")
    .description("Print the events of rooms as they come, each exactly once, until interrupted.")
    .argument("[args...]", "After --: arguments of the program that --exec names.")
    .option(
      "--since <where>",
      "Begin after this seq (0: at the beginning), 2h ago, or on a day: 2026-11-20.",
      parseSince,
    )
    .option("--count <number>", "Stop after so many events.", parseCount)
    .option("--cursor-file <file>", "Go on where the last run with this file stopped.")
    .option(
      "--exec <program>",
      "Run this for each message, which is on its stdin, and print nothing.",
    )
    .option("--keep-going", "With --exec: warn where the program fails, and go on.")
    .option("--own", "With --exec: run it for your own messages, too.")
    .option("--json", "Print each event (with --exec: hand it over) as a JSON object.")
    .action(async (args, _, command) => {
      const options = command.optsWithGlobals();
      const settings = await settingsOf(options, context, { severalRooms: true });
      needRoom(settings.room);
      if (options.exec === undefined && args.length > 0) {
        throw new ParleyError("bad-request", `What is "${args[0]}"? Name rooms with --room NAME.`);
      }
      const tail = new Tail(context, settings, options, args);
      await withAccess(context, settings, (access) => tail.run(access));
    });
}

interface TailOptions {
  since?: Since;
  count?: number;
  cursorFile?: string;
  exec?: string;
  keepGoing?: true;
  own?: true;
  json?: true;
}

/** One run. What it got to outlives a session that ends meanwhile. */
class Tail {
  readonly #context: Context;
  readonly #settings: Settings;
  readonly #options: TailOptions;
  readonly #args: readonly string[];
  readonly #signal: AbortSignal;
  #cursors: Cursors = {};
  #names = new Map<string, string>();
  #file: CursorFile | undefined;
  #me: string | undefined;
  #left: number;

  constructor(context: Context, settings: Settings, options: TailOptions, args: readonly string[]) {
    this.#context = context;
    this.#settings = settings;
    this.#options = options;
    this.#args = args;
    this.#signal = context.interrupted();
    this.#left = options.count ?? Infinity;
  }

  async run({ api, token, transport }: Access): Promise<void> {
    const { server } = this.#settings;
    const { cursorFile, exec, own } = this.#options;
    if (cursorFile !== undefined) this.#file ??= await CursorFile.open(cursorFile, server);
    if (exec !== undefined && !own) this.#me ??= (await api.request("me", {})).account.id;
    for (const ref of this.#settings.rooms) await this.#enter(api, ref);
    // From the first run on: what comes before the next one is not to be missed.
    await this.#file?.save(this.#cursors);
    const batches = follow({
      cursors: { ...this.#cursors },
      open: (cursors) => this.#connect({ token, transport }, cursors),
      offline: (reason) => this.#context.warn(`${reason} Trying again.`),
      signal: this.#signal,
    });
    for await (const batch of batches) {
      const events = batch.slice(0, this.#left);
      if (exec === undefined) await this.#print(events);
      else await this.#runForEach(events, exec);
      this.#left -= events.length;
      if (this.#left <= 0) break;
    }
  }

  /** Enters the room and finds out where to begin in it. */
  async #enter(api: Api, ref: string): Promise<void> {
    const { room } = await api.request("join", { room: ref });
    this.#names.set(room.id, room.kind === "direct" ? room.id : room.name);
    const after = this.#cursors[room.id] ?? this.#file?.find(room.id) ??
      await this.#beginning(api, room);
    if (after > room.head) {
      this.#context.warn(`${ref} has ${room.head} events only. Going on from there.`);
    }
    this.#cursors[room.id] = Math.min(after, room.head);
  }

  async #beginning(api: Api, room: Room): Promise<number> {
    const { since } = this.#options;
    if (since === undefined) return room.head;
    return await cursorOf(api, since, room, this.#settings.rooms.length === 1);
  }

  async #print(events: readonly AnyEvent[]): Promise<void> {
    await this.#context.print(events.map((event) => this.#line(event)).join(""));
    await this.#dealtWith(events);
  }

  /** Without JSON, where several rooms are mixed, each event says which one it is from. */
  #line(event: AnyEvent): string {
    if (this.#options.json) return eventJson(event);
    const text = eventText(event);
    const room = this.#names.get(event.room);
    return this.#names.size > 1 && text !== "" ? `#${room} ${text}` : text;
  }

  async #runForEach(events: readonly AnyEvent[], program: string): Promise<void> {
    for (const event of events) {
      if (this.#signal.aborted) return;
      const message = messageOf(event);
      if (message && message.author.id !== this.#me) {
        const room = this.#names.get(event.room) ?? event.room;
        const occasion = { message, room, server: this.#settings.server };
        try {
          await runFor(occasion, [program, ...this.#args], this.#options.json === true);
        } catch (error) {
          // Ctrl-C goes to the program as well: its message comes again in the next run.
          if (this.#signal.aborted) return;
          if (!this.#options.keepGoing || !(error instanceof ParleyError)) throw error;
          this.#context.warn(error.message);
        }
      }
      await this.#dealtWith([event]);
    }
  }

  async #dealtWith(events: readonly AnyEvent[]): Promise<void> {
    for (const { room, seq } of events) this.#cursors[room] = seq;
    await this.#file?.save(this.#cursors);
  }

  #connect(access: Pick<Access, "token" | "transport">, cursors: Cursors): Connection {
    return new Connection({
      server: this.#settings.server,
      ...access,
      client: `parley tail ${VERSION}`,
      gaps: "fill",
      cursors,
      backlog: 0,
      only: Object.keys(cursors),
    });
  }
}
