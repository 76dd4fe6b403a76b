/**
 * `parley send`: appends messages to a room, from arguments or stdin.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import { limits } from "../../shared/limits.ts";
import type { Api } from "../../shared/net/api.ts";
import { Backoff } from "../../shared/net/backoff.ts";
import { systemClock } from "../../shared/net/clock.ts";
import { type Patience, persist } from "../../shared/net/persist.ts";
import { withAccess } from "../session/access.ts";
import type { Context } from "./context.ts";
import { needRoom, parseSeconds } from "./option_values.ts";
import { type Program, settingsOf } from "./program.ts";
import { splitText } from "./split_text.ts";

export function registerSend(program: Program, context: Context): void {
  program.command("send")
    .description("Send a message to a room.")
    .argument("[text...]", "The text; without it, stdin is sent.")
    .option("--me", "Tell what you do, as /me does.")
    .option("--json", "Print a JSON object for each message: room, seq, at, id.")
    .option("--timeout <seconds>", "How long to keep trying (otherwise 60).", parseSeconds)
    .action(async (words, _, command) => {
      const options = command.optsWithGlobals();
      const settings = await settingsOf(options, context);
      const room = needRoom(settings.room);
      const parts = await messages(context, words);
      const backoff = new Backoff(Math.random);
      const until = systemClock.now() + (options.timeout ?? limits.sendTime);
      const patience = { clock: systemClock, backoff, until };
      await withAccess(context, settings, async ({ api }) => {
        for (const { id, text } of parts) {
          const message = { id, text, ...(options.me && { action: true }) };
          const posted = await post(api, room, message, patience);
          if (options.json) await context.print(JSON.stringify({ ...posted, id }) + "\n");
        }
      });
    });
}

/** The messages to send; their ids stay the same however often they are tried. */
async function messages(
  context: Context,
  words: string[],
): Promise<{ id: string; text: string }[]> {
  if (words.length === 0 && context.stdin.isTerminal) {
    throw new ParleyError("bad-request", "There is no text. Write it after send, or pipe it in.");
  }
  const text = words.length > 0 ? words.join(" ") : await context.stdin.text(limits.sendBytes);
  const parts = splitText(text, limits.messageBytes);
  if (parts.length === 0) throw new ParleyError("bad-request", "The text is blank.");
  return parts.map((text) => ({ id: crypto.randomUUID(), text }));
}

/** Posts a message, entering the room first if need be. */
async function post(
  api: Api,
  room: string,
  message: { id: string; text: string; action?: boolean },
  patience: Patience,
): ReturnType<Api["post"]> {
  try {
    return await persist(patience, () => api.post(room, message));
  } catch (error) {
    const outside = error instanceof ParleyError &&
      (error.code === "not-found" || error.code === "forbidden");
    if (!outside) throw error;
  }
  await persist(patience, () => api.request("join", { room }));
  return await persist(patience, () => api.post(room, message));
}
