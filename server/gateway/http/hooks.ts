/**
 * Incoming webhooks: whoever knows the URL posts into the room, the way that Slack takes it.
 * @module
 */
import { type Context, Hono } from "hono";
import { Buffer } from "node:buffer";
import { timingSafeEqual } from "node:crypto";
import * as v from "valibot";
import { ParleyError } from "../../../shared/errors.ts";
import { schemaError } from "../../../shared/protocol/mod.ts";
import { mentionedIn } from "../../commands/mentioned.ts";
import { spendSend } from "../../commands/allowance.ts";
import { append } from "../../commands/send.ts";
import { hashSecret } from "../../ids.ts";
import type { IncomingHook } from "../../store/readers/hooks.ts";
import type { Gateway } from "../gateway.ts";
import { HookBody } from "./bodies.ts";
import { requestIdOf } from "./input.ts";
import { type Env, readText } from "./request.ts";

/** The text that a body holds: as JSON, as a form whose `payload` is JSON, or by itself. */
async function readMessage(c: Context<Env>): Promise<string> {
  const body = await readText(c);
  const type = (c.req.header("content-type") ?? "").split(";")[0].trim().toLowerCase();
  const result = v.safeParse(HookBody, type === "text/plain" ? { text: body } : parse(body, type));
  if (result.success) return result.output.text;
  throw schemaError("message", result.issues);
}

function parse(body: string, type: string): unknown {
  // By itself, curl says of whatever it sends that it is a form.
  const payload = type === "application/x-www-form-urlencoded"
    ? new URLSearchParams(body).get("payload") ?? body
    : body;
  try {
    return JSON.parse(payload);
  } catch {
    throw new ParleyError(
      "bad-request",
      'The body is not JSON. Send {"text": "…"}, or the text as text/plain.',
    );
  }
}

function fits(hook: IncomingHook, secret: string): boolean {
  return timingSafeEqual(Buffer.from(hook.secretHash), Buffer.from(hashSecret(secret)));
}

export function hookRoutes(gateway: Gateway): Hono<Env> {
  const app = new Hono<Env>();
  app.post("/v1/hooks/:id/:secret", async (c) => {
    const { id, secret } = c.req.param();
    const hook = await gateway.reader.hooks.incoming(id);
    if (!hook || !fits(hook, secret)) {
      throw new ParleyError("not-found", "There is no such webhook. It may have been deleted.");
    }
    const { author, room } = hook;
    const text = await readMessage(c);
    const { store, allowance, now, reader } = gateway;
    const sender = { person: author, store, allowance, now };
    spendSend(sender);
    await append(sender, {
      kind: "append",
      author,
      room,
      hook: true,
      requestId: requestIdOf(c),
      text,
      ...await mentionedIn({ reader, person: author }, text),
    });
    return c.text("ok");
  });
  return app;
}
