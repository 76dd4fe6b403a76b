/**
 * Waits for a server that isn't there yet: who chats may be a few seconds earlier than their server.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import { limits } from "../../shared/limits.ts";
import type { Api } from "../../shared/net/api.ts";
import { sleep, systemClock } from "../../shared/net/clock.ts";
import { isPassing } from "../../shared/net/persist.ts";
import type { Context } from "../commands/context.ts";

/**
 * Tries until the server answers, and says so if it doesn't at first.
 *
 * @throws {ParleyError} what trying again won't change; also `unreachable` where nobody is there to see
 * that it waits, and to end it.
 */
export async function waitForServer(
  api: Pick<Api, "info">,
  { canAsk, warn }: Pick<Context, "canAsk" | "warn">,
): Promise<void> {
  for (let tries = 0;; tries++) {
    try {
      await api.info();
      return;
    } catch (error) {
      if (!canAsk || !(error instanceof ParleyError) || !mayCome(error)) throw error;
      if (tries === 0) warn(`${error.message} Trying until it answers; Ctrl-C leaves.`);
    }
    await sleep(systemClock, limits.startRetry);
  }
}

/** What answers and is no Parley server will not become one. */
function mayCome(error: ParleyError): boolean {
  return error.code === "unreachable" ? error.cause !== undefined : isPassing(error);
}
