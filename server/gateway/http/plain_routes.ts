/**
 * The routes that are no commands, as the OpenAPI document describes them.
 * @module
 */
import * as v from "valibot";
import { Person, Time } from "../../../shared/protocol/mod.ts";
import { Guest, HookBody, Login, Registration } from "./bodies.ts";

export interface PlainRoute {
  method: "GET" | "POST" | "DELETE";
  path: string;
  /** `operationId`. */
  id: string;
  summary: string;
  body?: v.GenericSchema;
  status: number;
  result?: v.GenericSchema;
  /** Media type of an answer that is not JSON. */
  text?: string;
  /** Needs no token. */
  open?: boolean;
}

/** A new session. */
const SignedIn = v.object({ token: v.string(), expiresAt: Time, account: Person });

const ServerInfo = v.object({
  name: v.literal("parley"),
  version: v.string(),
  registration: v.picklist(["open", "invite", "closed"]),
  guests: v.boolean(),
});

export const PLAIN_ROUTES: readonly PlainRoute[] = [
  {
    method: "POST",
    path: "/v1/accounts",
    id: "register",
    summary: "Make an account, and a session of it",
    body: Registration,
    status: 201,
    result: SignedIn,
    open: true,
  },
  {
    method: "POST",
    path: "/v1/sessions",
    id: "log-in",
    summary: "Log in",
    body: Login,
    status: 201,
    result: SignedIn,
    open: true,
  },
  {
    method: "DELETE",
    path: "/v1/sessions/current",
    id: "log-out",
    summary: "Log out: the token is worth nothing afterwards",
    status: 204,
  },
  {
    method: "POST",
    path: "/v1/guests",
    id: "enter-as-guest",
    summary: "Come in by a name alone",
    body: Guest,
    status: 201,
    result: SignedIn,
    open: true,
  },
  {
    method: "GET",
    path: "/v1/me/export",
    id: "export",
    summary: "All that the server has of your account, one JSON object a line",
    status: 200,
    text: "application/jsonl",
  },
  {
    method: "POST",
    path: "/v1/hooks/:id/:secret",
    id: "post-by-hook",
    summary: "Post by an incoming webhook: the secret in its path is all that it needs",
    body: HookBody,
    status: 200,
    text: "text/plain",
    open: true,
  },
  {
    method: "GET",
    path: "/v1/server",
    id: "server",
    summary: "What this server is, and whom it takes",
    status: 200,
    result: ServerInfo,
    open: true,
  },
  {
    method: "GET",
    path: "/v1/openapi.json",
    id: "openapi",
    summary: "This document",
    status: 200,
    result: v.looseObject({ openapi: v.string() }),
    open: true,
  },
  {
    method: "GET",
    path: "/healthz",
    id: "health",
    summary: "Whether the server answers, and can save anything (503: why not)",
    status: 200,
    text: "text/plain",
    open: true,
  },
];
