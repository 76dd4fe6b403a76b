/**
 * The HTTP interface as an OpenAPI 3.1 document, made from the schemas that judge requests and the rows
 * of the command table: it can't say anything else than what the server does.
 * @module
 */
import { type JsonSchema, toJsonSchema, toJsonSchemaDefs } from "@valibot/to-json-schema";
import * as v from "valibot";
import { ERROR_CODES } from "../../../shared/errors.ts";
import * as protocol from "../../../shared/protocol/mod.ts";
import type { HttpRoute } from "../../commands/command.ts";
import { type AnyCommand, commands } from "../../commands/table.ts";
import { baseType, type ObjectSchema } from "./input.ts";
import { PLAIN_ROUTES, type PlainRoute } from "./plain_routes.ts";

type Json = Record<string, unknown>;

const Problem = v.object({
  type: v.string(),
  title: v.string(),
  status: v.number(),
  detail: v.string(),
  code: v.picklist(Object.keys(ERROR_CODES)),
  /** Seconds. */
  retryAfter: v.optional(v.number()),
});

/** Schemas that have a name of their own in the document. */
const NAMED = {
  Problem,
  AuditEntry: protocol.AuditEntry,
  Ban: protocol.Ban,
  Hook: protocol.Hook,
  Invitation: protocol.Invitation,
  ListedRoom: protocol.ListedRoom,
  LogEvent: protocol.LogEvent,
  Member: protocol.Member,
  MessageEvent: protocol.MessageEvent,
  OnlinePerson: protocol.OnlinePerson,
  OwnProfile: protocol.OwnProfile,
  Person: protocol.Person,
  Profile: protocol.Profile,
  Report: protocol.Report,
  Room: protocol.Room,
  RoomDetails: protocol.RoomDetails,
  SearchHit: protocol.SearchHit,
  SessionInfo: protocol.SessionInfo,
  TokenInfo: protocol.TokenInfo,
};

const SETTINGS = {
  definitions: NAMED as unknown as Record<string, v.GenericSchema>,
  // Checks in code (well-formed text, sizes in bytes) have no words in JSON Schema.
  errorMode: "ignore",
  // What OpenAPI 3.1 is made on.
  target: "draft-2020-12",
  overrideRef: ({ referenceId }: { referenceId: string }) => `#/components/schemas/${referenceId}`,
} as const;

function schemaOf(schema: v.GenericSchema, typeMode: "input" | "output"): JsonSchema {
  const { $schema: _, $defs: __, ...rest } = toJsonSchema(schema, { ...SETTINGS, typeMode });
  return rest;
}

function content(schema: v.GenericSchema, typeMode: "input" | "output"): Json {
  return { "application/json": { schema: schemaOf(schema, typeMode) } };
}

/** `:room` as hono has it → `{room}`. */
function templateOf(path: string): string {
  return path.replace(/:(\w+)/g, "{$1}");
}

function paramsOf(path: string): string[] {
  return [...path.matchAll(/:(\w+)/g)].map((match) => match[1]);
}

function isOptional(schema: v.GenericSchema): boolean {
  return schema.type === "optional";
}

function parameter(name: string, where: "path" | "query", schema: v.GenericSchema): Json {
  return {
    name,
    in: where,
    required: where === "path" || !isOptional(schema),
    schema: schemaOf(schema, "input"),
    ...(baseType(schema) === "array" ? { explode: true } : {}),
  };
}

/** What may come of every operation. */
const ERRORS = {
  default: {
    description: "Refused: problem details (RFC 9457).",
    content: {
      "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } },
    },
  },
};

const IDEMPOTENCY_KEY = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description: "A retry with the same key, by the same account, sends nothing twice.",
  schema: { type: "string", maxLength: 255 },
};

function scopeText({ access }: AnyCommand): string {
  const who = access.who === "administrator"
    ? "administrators of the server"
    : access.room && access.room !== "reader"
    ? `at least: ${access.room} of the room`
    : access.who === "account"
    ? "accounts, not guests"
    : "everybody who is signed in";
  const token = access.scope === "account" ? "none" : access.scope;
  return `For ${who}. Scope of an API token: ${token}.`;
}

function commandOperation(command: AnyCommand, route: HttpRoute, nth: number): Json {
  const { entries } = protocol.REQUESTS[command.type].input as unknown as ObjectSchema;
  const inPath = paramsOf(route.path);
  const said = new Set(["type", "id", ...inPath, ...Object.keys(route.fixed ?? {})]);
  const rest = Object.entries(entries).filter(([name]) => !said.has(name));
  const inQuery = route.method === "GET";
  const parameters = [
    ...inPath.map((name) => parameter(name, "path", entries[name])),
    ...(inQuery ? rest.map(([name, schema]) => parameter(name, "query", schema)) : []),
    ...(command.type === "send" ? [IDEMPOTENCY_KEY] : []),
  ];
  const body = v.strictObject(Object.fromEntries(rest));
  return {
    operationId: nth === 0 ? command.type : `${command.type}-${nth + 1}`,
    summary: command.summary,
    description: scopeText(command),
    tags: [route.path.split("/")[2]],
    parameters,
    ...(inQuery || rest.length === 0 ? {} : {
      requestBody: {
        required: rest.some(([, schema]) => !isOptional(schema)),
        content: content(body, "input"),
      },
    }),
    responses: {
      [route.status ?? 200]: {
        description: "Done.",
        content: content(protocol.REQUESTS[command.type].result, "output"),
      },
      ...ERRORS,
    },
  };
}

function plainOperation(route: PlainRoute): Json {
  return {
    operationId: route.id,
    summary: route.summary,
    tags: [route.path.split("/")[2] ?? "server"],
    parameters: paramsOf(route.path).map((name) => parameter(name, "path", v.string())),
    ...(route.body
      ? { requestBody: { required: true, content: content(route.body, "input") } }
      : {}),
    ...(route.open ? { security: [] } : {}),
    responses: {
      [route.status]: {
        description: "Done.",
        ...(route.result ? { content: content(route.result, "output") } : {}),
        ...(route.text ? { content: { [route.text]: { schema: { type: "string" } } } } : {}),
      },
      ...ERRORS,
    },
  };
}

function make(version: string): Json {
  const paths: Record<string, Json> = {};
  const put = (path: string, method: string, operation: Json) =>
    (paths[templateOf(path)] ??= {})[method.toLowerCase()] = operation;
  for (const route of PLAIN_ROUTES) put(route.path, route.method, plainOperation(route));
  for (const command of commands()) {
    command.http.forEach((route, nth) =>
      put(route.path, route.method, commandOperation(command, route, nth))
    );
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Parley",
      version,
      description: "A chat server. The WebSocket at /v1/ws speaks the same requests as frames.",
      license: { name: "MIT", identifier: "MIT" },
    },
    security: [{ bearer: [] }],
    paths,
    components: {
      securitySchemes: {
        bearer: {
          type: "http",
          scheme: "bearer",
          description: "The token of a session (POST /v1/sessions) or an API token.",
        },
      },
      schemas: toJsonSchemaDefs(SETTINGS.definitions, { ...SETTINGS, typeMode: "output" }),
    },
  };
}

let made: { version: string; document: string } | undefined;

/** The document as JSON, which is made once. */
export function openApi(version: string): string {
  if (made?.version !== version) made = { version, document: JSON.stringify(make(version)) };
  return made.document;
}
