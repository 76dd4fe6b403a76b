/**
 * The HTTP side of a gateway: `handler(request) → response`, with a route for each command.
 * @module
 */
import { type Context, Hono } from "hono";
import * as v from "valibot";
import { ParleyError } from "../../../shared/errors.ts";
import {
  type Request as CommandRequest,
  REQUESTS,
  schemaError,
} from "../../../shared/protocol/mod.ts";
import { carryOut } from "../../commands/carry_out.ts";
import type { HttpRoute } from "../../commands/command.ts";
import { type AnyCommand, COMMANDS } from "../../commands/table.ts";
import type { Gateway } from "../gateway.ts";
import { accountRoutes } from "./accounts.ts";
import { problem } from "./problem.ts";
import { type Env, readJson, signedInOf } from "./request.ts";

const INDEX = `Parley is running here.

Chat from a terminal:  parley --server URL --user NAME
HTTP API:              /v1/…  (docs/protocol.md)
`;

/** Query values that a schema wants as numbers. */
const NUMBERS = new Set(["after", "before", "limit"]);

/** A command's input out of path, query and body; its schema says whether it is right. */
async function inputOf(c: Context<Env>, type: string): Promise<Record<string, unknown>> {
  const body = c.req.method === "GET" ? {} : await readJson(c);
  const query = Object.entries(c.req.query()).map(([key, value]) => [
    key,
    NUMBERS.has(key) ? Number(value) : value,
  ]);
  return {
    // Over HTTP a request needs no id to be answered; a message's may be given in the body.
    id: crypto.randomUUID(),
    ...(body as Record<string, unknown>),
    ...Object.fromEntries(query),
    ...c.req.param(),
    type,
  };
}

function check<S extends v.GenericSchema>(schema: S, input: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  throw schemaError("request", result.issues);
}

/** The whole HTTP interface of a gateway. Errors come as problem details (RFC 9457). */
export function httpApp(gateway: Gateway): Hono<Env> {
  const app = new Hono<Env>();
  const on = (route: HttpRoute, handler: (c: Context<Env>) => Promise<Response>) =>
    app.on(route.method, route.path, handler);

  app.use(async (c, next) => {
    await next();
    c.header("x-content-type-options", "nosniff");
    c.header("cache-control", "no-store");
  });
  app.get("/", (c) => c.text(INDEX));
  app.get("/healthz", (c) => c.text("ok\n"));
  app.get("/v1/server", (c) => {
    const { version, registration, guests } = gateway.config;
    return c.json({ name: "parley", version, registration, guests });
  });
  app.route("/", accountRoutes(gateway));
  app.get("/v1/me", async (c) => c.json({ account: (await signedInOf(c, gateway)).person }));

  for (const command of Object.values(COMMANDS) as unknown as AnyCommand[]) {
    for (const route of command.http) {
      on(route, async (c) => {
        const context = gateway.contextOf(await signedInOf(c, gateway));
        const input = check(REQUESTS[command.type].input, {
          ...await inputOf(c, command.type),
          ...route.fixed,
        });
        return c.json(await carryOut(context, input as CommandRequest), route.status ?? 200);
      });
    }
  }

  app.notFound((c) =>
    problem(
      new ParleyError("not-found", `There is nothing at ${c.req.path}. See docs/protocol.md.`),
    )
  );
  app.onError((error) => problem(gateway.refusalOf(error)));
  return app;
}
