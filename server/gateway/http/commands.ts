/**
 * The routes of the commands: each row of the table says where its command is found.
 * @module
 */
import { Hono } from "hono";
import * as v from "valibot";
import { type Request as Input, REQUESTS, schemaError } from "../../../shared/protocol/mod.ts";
import { carryOut } from "../../commands/carry_out.ts";
import { commands } from "../../commands/table.ts";
import type { Gateway } from "../gateway.ts";
import { inputOf } from "./input.ts";
import { type Env, signedInOf } from "./request.ts";

export function commandRoutes(gateway: Gateway): Hono<Env> {
  const app = new Hono<Env>();
  for (const { type, http } of commands()) {
    const schema = REQUESTS[type].input;
    for (const route of http) {
      app.on(route.method, route.path, async (c) => {
        const context = gateway.contextOf(await signedInOf(c, gateway));
        const input = v.safeParse(schema, await inputOf(c, type, schema, route));
        if (!input.success) throw schemaError("request", input.issues);
        return c.json(await carryOut(context, input.output as Input), route.status ?? 200);
      });
    }
  }
  return app;
}
