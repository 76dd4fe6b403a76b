/**
 * Makes a command's input out of an HTTP request: path, query, body and headers.
 * @module
 */
import type { Context } from "hono";
import * as v from "valibot";
import { RequestId } from "../../../shared/protocol/mod.ts";
import type { HttpRoute } from "../../commands/command.ts";
import { hashSecret } from "../../ids.ts";
import { type Env, readJson } from "./request.ts";

/** The schema of an object, as far as it has to be looked into. */
export interface ObjectSchema extends v.GenericSchema {
  entries: Record<string, v.GenericSchema>;
}

/** The type that a field has under what makes it optional or narrows it down. */
export function baseType(schema: v.GenericSchema): string {
  const outer = schema as { wrapped?: v.GenericSchema; pipe?: v.GenericSchema[] };
  if (outer.wrapped) return baseType(outer.wrapped);
  if (outer.pipe && outer.pipe[0] !== schema) return baseType(outer.pipe[0]);
  return schema.type;
}

/** What a text in a path or query stands for. What doesn't fit stays text: its schema says so. */
function fromText(schema: v.GenericSchema | undefined, texts: string[]): unknown {
  const [text] = texts;
  switch (schema && baseType(schema)) {
    case "number":
      return text.trim() === "" || Number.isNaN(Number(text)) ? text : Number(text);
    case "boolean":
      return text === "true" ? true : text === "false" ? false : text;
    case "array":
      return texts;
    default:
      return text;
  }
}

/**
 * The id of a request over HTTP: its `Idempotency-Key` if it has one (draft-ietf-httpapi-idempotency-key-
 * header; with or without the quotes), else one of our own. A key that is no id is hashed into one.
 */
export function requestIdOf(c: Context<Env>): string {
  const key = c.req.header("idempotency-key")?.trim().replace(/^"(.*)"$/, "$1");
  if (!key) return crypto.randomUUID();
  return v.is(RequestId, key) ? key : hashSecret(key);
}

/**
 * A command's input; its schema has still to judge it. What the path says wins over the query, that over
 * the body.
 *
 * @throws {ParleyError} `bad-request` for a body that is not JSON, `too-large`.
 */
export async function inputOf(
  c: Context<Env>,
  type: string,
  schema: ObjectSchema,
  route: HttpRoute,
): Promise<Record<string, unknown>> {
  const body = c.req.method === "GET" ? {} : await readJson(c);
  const query = Object.entries(c.req.queries())
    .map(([key, texts]) => [key, fromText(schema.entries[key], texts)]);
  const params = Object.entries(c.req.param())
    .map(([key, text]) => [key, fromText(schema.entries[key], [text as string])]);
  return {
    id: requestIdOf(c),
    ...(body as Record<string, unknown>),
    ...Object.fromEntries(query),
    ...Object.fromEntries(params),
    ...route.fixed,
    type,
  };
}
