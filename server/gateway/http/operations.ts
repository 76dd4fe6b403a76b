/**
 * What operators and their machines ask a server: whether it lives, whether it serves, its metrics.
 * @module
 */
import { Hono } from "hono";
import { ParleyError } from "../../../shared/errors.ts";
import { hashSecret } from "../../ids.ts";
import { EXPOSITION_TYPE } from "../../metrics/exposition.ts";
import type { Gateway } from "../gateway.ts";
import type { Env } from "./request.ts";

/** Metrics, where the operator has given a token for them. */
export interface MetricsAccess {
  token: string;
  /** As text for Prometheus. */
  read(): Promise<string>;
}

export function operationsRoutes(gateway: Gateway, metrics: MetricsAccess | undefined): Hono<Env> {
  const app = new Hono<Env>();
  app.get("/healthz", (c) => {
    if (gateway.trouble === undefined) return c.text("ok\n");
    throw new ParleyError("unavailable", gateway.trouble);
  });
  app.get("/readyz", (c) => {
    if (gateway.stopping) throw new ParleyError("unavailable", "The server stops.");
    if (gateway.trouble !== undefined) throw new ParleyError("unavailable", gateway.trouble);
    return c.text("ready\n");
  });
  if (!metrics) return app;
  const expected = hashSecret(metrics.token);
  app.get("/metrics", async (c) => {
    const said = /^Bearer (.+)$/.exec(c.req.header("authorization") ?? "")?.[1];
    if (said === undefined || hashSecret(said) !== expected) {
      throw new ParleyError("not-signed-in", "Expected the bearer token of --metrics-token.");
    }
    return c.body(await metrics.read(), 200, { "content-type": EXPOSITION_TYPE });
  });
  return app;
}
