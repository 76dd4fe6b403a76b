/**
 * The HTTP side of a gateway: `handler(request) → response`, with a route for each command.
 * @module
 */
import { Hono } from "hono";
import { ParleyError } from "../../../shared/errors.ts";
import type { Gateway } from "../gateway.ts";
import { accountRoutes } from "./accounts.ts";
import { commandRoutes } from "./commands.ts";
import { exportRoutes } from "./export.ts";
import { hookRoutes } from "./hooks.ts";
import { problem } from "./problem.ts";
import type { Env } from "./request.ts";

const INDEX = `Parley is running here.

Chat from a terminal:  parley --server URL --user NAME
HTTP API:              /v1/…  (docs/protocol.md)
`;

/** The whole HTTP interface of a gateway. Errors come as problem details (RFC 9457). */
export function httpApp(gateway: Gateway): Hono<Env> {
  const app = new Hono<Env>();
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
  app.get("/v1/openapi.json", async (c) => {
    // Most servers are never asked for it: it is made when one is.
    const { openApi } = await import("./openapi.ts");
    return c.json(openApi(gateway.config.version));
  });
  app.route("/", accountRoutes(gateway));
  app.route("/", commandRoutes(gateway));
  app.route("/", hookRoutes(gateway));
  app.route("/", exportRoutes(gateway));

  app.notFound((c) =>
    problem(
      new ParleyError("not-found", `There is nothing at ${c.req.path}. See docs/protocol.md.`),
    )
  );
  app.onError((error) => problem(gateway.refusalOf(error)));
  return app;
}
