/**
 * `parley password`: changes one's password.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import { withAccess } from "../session/access.ts";
import type { Context } from "./context.ts";
import { type Program, settingsOf } from "./program.ts";

export function registerPassword(program: Program, context: Context): void {
  program.command("password")
    .description("Change your password, which it asks for. Your other sessions end.")
    .action(async (_, command) => {
      const settings = await settingsOf(command.optsWithGlobals(), context);
      if (!context.canAsk) {
        throw new ParleyError("bad-request", "There is no terminal to ask for the passwords on.");
      }
      const ask = await context.prompter();
      const old = settings.password ?? await ask.password("Your password now");
      const fresh = await ask.password("A new password");
      if (await ask.password("The new password again") !== fresh) {
        throw new ParleyError("bad-request", "The two new passwords differ. Nothing was changed.");
      }
      await withAccess(
        context,
        settings,
        ({ api }) => api.request("change-password", { old, new: fresh }),
      );
      await context.print("The password is changed.\n");
    });
}
