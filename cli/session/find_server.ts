/**
 * Which server is meant where none is named: the last one, one on this machine, or what the person says.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import { limits } from "../../shared/limits.ts";
import { Api } from "../../shared/net/api.ts";
import { sleep, systemClock } from "../../shared/net/clock.ts";
import { parseServerUrl, withScheme } from "../../shared/net/server_url.ts";
import type { Context } from "../commands/context.ts";
import { SessionFile } from "./file.ts";
import { defaultSessionPath } from "./path.ts";
import { transportTo } from "./trust.ts";

/** Where `parley-server` listens unless it is told something else. */
export const LOCAL_SERVER = "http://localhost:8000";

/**
 * @param session path of the session file, if one was named.
 * @param local the server to look for on this machine.
 * @returns the base URL. Without somebody to ask, that of the local server, whether it is there or not.
 */
export async function findServer(
  context: Context,
  session: string | undefined,
  local = LOCAL_SERVER,
): Promise<string> {
  const { env, platform, warn } = context;
  // A token is a whole sign-in: no session file is looked at.
  if (env.PARLEY_TOKEN) return local;
  const file = new SessionFile(session ?? defaultSessionPath(env, platform), warn);
  const last = await file.server();
  if (last !== undefined) return last;
  if (!context.canAsk || await answersSoon(local)) return local;
  const server = await ask(context, session, local);
  if (server !== local) await file.setServer(server);
  return server;
}

/** Asks until there is a server at the address that is given, or after all the local one answers. */
async function ask(context: Context, session: string | undefined, local: string): Promise<string> {
  const prompter = await context.prompter();
  prompter.note(
    `No server is at ${local} yet: it goes on by itself once there is. parley host starts one here; ` +
      "otherwise say where yours is.",
  );
  const found = new AbortController();
  const asked = new AbortController();
  const watching = watch(local, asked.signal, found);
  try {
    for (;;) {
      const question = "Address of the server, as chat.example.org";
      const answer = (await prompter.text(question, found.signal)).trim();
      if (found.signal.aborted) return local;
      if (answer === "") continue;
      try {
        const url = answer.includes("://") ? answer : withScheme(answer) ?? answer;
        const server = parseServerUrl(url);
        await new Api(server, undefined, await transportTo(server, context, session)).info();
        return server;
      } catch (error) {
        if (!(error instanceof ParleyError)) throw error;
        prompter.note(error.message);
      }
    }
  } finally {
    asked.abort();
    await watching;
  }
}

/** Tells `found` when the server answers, unless the question is `over` before. */
async function watch(server: string, over: AbortSignal, found: AbortController): Promise<void> {
  while (!over.aborted) {
    await sleep(systemClock, limits.startRetry, over);
    if (!over.aborted && await answersSoon(server)) return found.abort();
  }
}

/** True if a Parley server answers there within `limits.localTime`. */
async function answersSoon(server: string): Promise<boolean> {
  const late = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => late.resolve(false), limits.localTime);
  const answers = new Api(server).info().then(() => true, () => false);
  const answered = await Promise.race([answers, late.promise]);
  clearTimeout(timer);
  return answered;
}
