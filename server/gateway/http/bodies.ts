/**
 * Bodies of the requests that are no commands.
 * @module
 */
import * as v from "valibot";
import { MessageText, Password } from "../../../shared/protocol/mod.ts";

const Name = v.pipe(v.string("must be a string"), v.maxLength(200));

/** Put the session into a cookie instead of the answer: for pages of this server. */
const Cookie = v.optional(v.boolean(), false);

export const Registration = v.strictObject({
  name: Name,
  password: Password,
  /** Where the server takes accounts by invitation only. */
  invitation: v.optional(v.pipe(v.string(), v.maxLength(100))),
  cookie: Cookie,
});

export const Login = v.strictObject({ name: Name, password: Password, cookie: Cookie });

/** Without a name the server makes one. */
export const Guest = v.strictObject({
  name: v.optional(Name),
  /** Whether it enters the lobby, as everybody else does. Whoever meets strangers better doesn't. */
  lobby: v.optional(v.boolean(), true),
  cookie: Cookie,
});

/** What services send holds more, which is left alone: above all, no name but the webhook's own counts. */
export const HookBody = v.object({ text: MessageText });
