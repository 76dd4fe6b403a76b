/**
 * Changes what the asker says of themselves.
 * @module
 */
import { checkTimeZone, parseDisplay } from "../chat/profile.ts";
import type { ServerCommand } from "./command.ts";
import { ownProfile } from "./own_profile.ts";

export const setProfile: ServerCommand<"set-profile"> = {
  type: "set-profile",
  summary: "Change your display name, bio, e-mail address or time zone",
  access: { scope: "account", who: "account" },
  http: [{ method: "PATCH", path: "/v1/me" }],
  async run(context, { display, bio, email, timeZone }) {
    if (timeZone !== undefined) checkTimeZone(timeZone);
    await context.store.write({
      kind: "set-profile",
      account: context.person.id,
      display: display === undefined ? undefined : parseDisplay(display),
      bio,
      email,
      timeZone,
    });
    return await ownProfile(context);
  },
};
