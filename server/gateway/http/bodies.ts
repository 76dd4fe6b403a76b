/**
 * Bodies of the requests by which people come in.
 * @module
 */
import * as v from "valibot";
import { Password } from "../../../shared/protocol/mod.ts";

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
