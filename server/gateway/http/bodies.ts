/**
 * Bodies of the requests that are no commands.
 * @module
 */
import * as v from "valibot";
import { MessageText, Password } from "../../../shared/protocol/mod.ts";

const Name = v.pipe(v.string("must be a string"), v.maxLength(200));

export const Registration = v.strictObject({
  name: Name,
  password: Password,
  /** Where the server takes accounts by invitation only. */
  invitation: v.optional(v.pipe(v.string(), v.maxLength(100))),
});

export const Login = v.strictObject({ name: Name, password: Password });

/** Without a name the server makes one. */
export const Guest = v.strictObject({ name: v.optional(Name) });

/** What services send holds more, which is left alone: above all, no name but the webhook's own counts. */
export const HookBody = v.object({ text: MessageText });
