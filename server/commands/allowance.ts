/**
 * Takes what somebody says off their allowance, wherever they say it.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import type { CommandContext } from "./command.ts";

/** @throws {ParleyError} `rate-limited` with `retryAfter` if the asker has no message left to send. */
export function spendSend(context: Pick<CommandContext, "person" | "allowance" | "now">): void {
  const wait = context.allowance.take(context.person.id, context.now());
  if (wait === 0) return;
  throw new ParleyError(
    "rate-limited",
    "You send faster than this server allows. Wait a moment.",
    wait / 1000,
  );
}
