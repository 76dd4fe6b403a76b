/**
 * `parley send`: appends messages to a room, from arguments, stdin or a file.
 * @module
 */
import { open } from "node:fs/promises";
import { ParleyError } from "../../shared/errors.ts";
import { limits } from "../../shared/limits.ts";
import type { Api } from "../../shared/net/api.ts";
import { Backoff } from "../../shared/net/backoff.ts";
import { systemClock } from "../../shared/net/clock.ts";
import { persist } from "../../shared/net/persist.ts";
import { withAccess } from "../session/access.ts";
import { codeBlocks, decodeText, languageOf } from "./code_blocks.ts";
import type { Context } from "./context.ts";
import { needRoom, parseCount, parseSeconds } from "./option_values.ts";
import { type Program, settingsOf } from "./program.ts";
import { LineGatherer } from "./send_follow.ts";
import { splitText } from "./split_text.ts";

export function registerSend(program: Program, context: Context): void {
  program.command("send")
    .description("Send a message to a room, or to people.")
    .argument("[text...]", "The text; without it, stdin is sent.")
    .option("--follow", "Send the lines of stdin as they come, several to a message.")
    .option("--file <path>", "Send a text file as code, after the text; - is stdin.")
    .option(
      "--reply <seq>",
      "Answer the message with this seq, as history --json gives it.",
      parseCount,
    )
    .option(
      "--to <name>",
      "To this person alone; once for each of several. With --room: as a whisper there.",
      (name: string, before?: string[]) => [...before ?? [], name],
    )
    .option("--me", "Tell what you do, as /me does.")
    .option("--json", "Print a JSON object for each message: room, seq, at, id.")
    .option("--timeout <seconds>", "How long to keep trying each (otherwise 60).", parseSeconds)
    .action(async (words, _, command) => {
      const options = command.optsWithGlobals();
      const settings = await settingsOf(options, context);
      if (!options.to) needRoom(settings.room);
      const sender = new Sender(context, { ...options, room: settings.room }, words);
      await withAccess(context, settings, ({ api }) => sender.run(api));
    });
}

interface SendOptions {
  room?: string;
  to?: string[];
  reply?: number;
  follow?: true;
  file?: string;
  me?: true;
  json?: true;
  timeout?: number;
}

type Message = Parameters<Api["post"]>[1];

/** One run. What was sent stays sent when a session ends meanwhile and it runs again. */
class Sender {
  readonly #context: Context;
  readonly #options: SendOptions;
  readonly #messages: AsyncGenerator<Message>;
  /** Tried, and not yet answered: its id stays the same however often it is tried. */
  #underWay: Message | undefined;

  constructor(context: Context, options: SendOptions, words: string[]) {
    this.#context = context;
    this.#options = options;
    this.#messages = messages(textsOf(context, options, words), options);
  }

  async run(api: Api): Promise<void> {
    this.#underWay ??= await this.#next();
    const room = await this.#room(api);
    while (this.#underWay) {
      const message = this.#underWay;
      const posted = await this.#post(api, room, message);
      this.#underWay = undefined;
      if (this.#options.json) {
        await this.#context.print(JSON.stringify({ ...posted, id: message.id }) + "\n");
      }
      this.#underWay = await this.#next();
    }
  }

  async #next(): Promise<Message | undefined> {
    const next = await this.#messages.next();
    return next.done ? undefined : next.value;
  }

  /** The room that is named, or the direct one with the people who are. */
  async #room(api: Api): Promise<string> {
    const { room, to } = this.#options;
    if (room !== undefined) return room;
    return (await this.#persist(() => api.request("direct", { people: to! }))).room.id;
  }

  /** Posts a message, entering the room first if need be. */
  async #post(api: Api, room: string, message: Message): ReturnType<Api["post"]> {
    try {
      return await this.#persist(() => api.post(room, message));
    } catch (error) {
      const outside = error instanceof ParleyError &&
        (error.code === "not-found" || error.code === "forbidden");
      if (!outside || this.#options.room === undefined) throw error;
    }
    const { created } = await this.#persist(() => api.request("join", { room }));
    // A slip of the finger in a script would stay unseen.
    if (created) this.#context.warn(`There was no room ${room}: it is made, and yours.`);
    return await this.#persist(() => api.post(room, message));
  }

  #persist<T>(attempt: () => Promise<T>): Promise<T> {
    const until = systemClock.now() + (this.#options.timeout ?? limits.sendTime);
    return persist({ clock: systemClock, backoff: new Backoff(Math.random), until }, attempt);
  }
}

/** The messages for these texts; the first of them is the answer, if one is meant. */
async function* messages(
  texts: AsyncIterable<string>,
  { room, to, reply, me }: SendOptions,
): AsyncGenerator<Message> {
  let replyTo = reply;
  for await (const text of texts) {
    for (const part of splitText(text, limits.messageBytes)) {
      yield {
        id: crypto.randomUUID(),
        text: part,
        ...(me && { action: true }),
        ...(replyTo !== undefined && { replyTo }),
        ...(to && room !== undefined && { to }),
      };
      replyTo = undefined;
    }
  }
}

async function* textsOf(
  context: Context,
  { follow, file }: SendOptions,
  words: string[],
): AsyncGenerator<string> {
  const text = words.join(" ");
  if (follow) {
    if (words.length > 0 || file !== undefined) {
      throw new ParleyError("bad-request", "--follow sends stdin: leave text and --file out.");
    }
    const read = () => context.stdin.read();
    yield* new LineGatherer(read, systemClock, context.interrupted()).texts();
  } else if (file !== undefined) {
    // Read before anything is sent: either all of it goes, or nothing.
    const blocks = codeBlocks(await fileText(context, file), languageOf(file), limits.messageBytes);
    if (blocks.length === 0) throw new ParleyError("bad-request", `${file} is blank.`);
    if (text !== "") yield text;
    yield* blocks;
  } else {
    const all = words.length > 0 ? text : await stdinText(context);
    if (all.trim() === "") throw new ParleyError("bad-request", "The text is blank.");
    yield all;
  }
}

function stdinText({ stdin }: Context): Promise<string> {
  if (!stdin.isTerminal) return stdin.text(limits.sendBytes);
  throw new ParleyError("bad-request", "There is no text. Write it after send, or pipe it in.");
}

async function fileText(context: Context, path: string): Promise<string> {
  if (path === "-") return (await stdinText(context)).replaceAll("\r\n", "\n");
  try {
    await using file = await open(path);
    const { size } = await file.stat();
    if (size > limits.sendBytes) {
      throw new ParleyError(
        "too-large",
        `${path} has ${size} bytes; at most ${limits.sendBytes} can be sent. Send a part of it.`,
      );
    }
    return decodeText(await file.readFile(), path);
  } catch (error) {
    if (error instanceof ParleyError) throw error;
    const reason = (error as { code?: unknown }).code === "ENOENT"
      ? "doesn't exist"
      : `can't be read (${(error as Error).message})`;
    throw new ParleyError("bad-request", `${path} ${reason}.`, undefined, { cause: error });
  }
}
