/**
 * The HTTP side of a gateway: `handler(request) → response`, with a route for each command.
 * @module
 */
import { Hono } from "hono";
import { cors } from "hono/cors";
import { ParleyError } from "../../../shared/errors.ts";
import type { Gateway } from "../gateway.ts";
import { accountRoutes } from "./accounts.ts";
import { commandRoutes } from "./commands.ts";
import { exportRoutes } from "./export.ts";
import { hookRoutes } from "./hooks.ts";
import { type MetricsAccess, operationsRoutes } from "./operations.ts";
import { problem } from "./problem.ts";
import type { Env } from "./request.ts";
import { SECURITY_HEADERS } from "./security_headers.ts";
import { webRoutes } from "./web.ts";

/** The whole HTTP interface of a gateway. Errors come as problem details (RFC 9457). */
export function httpApp(gateway: Gateway, metrics?: MetricsAccess): Hono<Env> {
  const app = new Hono<Env>();
  app.use(async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
      // The browser client's files say for themselves what they need.
      if (!c.res.headers.has(name)) c.header(name, value);
    }
  });
  app.use(cors({
    // Pages of others hold a token of their own: no cookie is for them.
    origin: (origin) => gateway.config.allowedOrigins.includes(origin) ? origin : null,
    allowHeaders: ["authorization", "content-type", "idempotency-key"],
    exposeHeaders: ["retry-after"],
    maxAge: 3600,
  }));
  app.route("/", operationsRoutes(gateway, metrics));
  app.get("/v1/server", (c) => {
    const { version, registration, guests } = gateway.config;
    return c.json({ name: "parley", version, registration, guests });
  });
  app.get("/v1/openapi.json", async (c) => {
    // Most servers are never asked for it: it is made when one is.
    const { openApi } = await import("./openapi.ts");
    return c.body(openApi(gateway.config.version), 200, { "content-type": "application/json" });
  });
  app.route("/", accountRoutes(gateway));
  app.route("/", commandRoutes(gateway));
  app.route("/", hookRoutes(gateway));
  app.route("/", exportRoutes(gateway));
  app.route("/", webRoutes());

  app.notFound((c) =>
    problem(
      new ParleyError("not-found", `There is nothing at ${c.req.path}. See docs/protocol.md.`),
    )
  );
  app.onError((error) => problem(gateway.refusalOf(error)));
  return app;
}
