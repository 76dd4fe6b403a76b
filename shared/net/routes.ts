/**
 * Where the requests that subcommands make are found over HTTP (docs/protocol.md has all of them).
 * @module
 */
import type { RequestType } from "../protocol/mod.ts";

interface Route {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** `:name` segments are fields of the input; the others go into the query or the body. */
  path: string;
  /** Method in place of the input's `on: false`; its own says `on: true`. */
  off?: "DELETE";
}

export const ROUTES = {
  "accept-invitation": { method: "POST", path: "/v1/invitations/accept" },
  "change-password": { method: "PUT", path: "/v1/me/password" },
  "create-invitation": { method: "POST", path: "/v1/rooms/:room/invitations" },
  "create-token": { method: "POST", path: "/v1/me/tokens" },
  "delete": { method: "DELETE", path: "/v1/rooms/:room/messages/:seq" },
  "direct": { method: "POST", path: "/v1/direct" },
  "edit": { method: "PATCH", path: "/v1/rooms/:room/messages/:seq" },
  "invite": { method: "POST", path: "/v1/rooms/:room/members" },
  "join": { method: "POST", path: "/v1/rooms/:room/join" },
  "mark-read": { method: "PUT", path: "/v1/rooms/:room/read" },
  "me": { method: "GET", path: "/v1/me" },
  "online": { method: "GET", path: "/v1/rooms/:room/online" },
  "online-anywhere": { method: "GET", path: "/v1/online" },
  "people": { method: "GET", path: "/v1/people" },
  "react": {
    method: "PUT",
    path: "/v1/rooms/:room/messages/:seq/reactions/:emoji",
    off: "DELETE",
  },
  "revoke-session": { method: "DELETE", path: "/v1/me/sessions/:session" },
  "revoke-token": { method: "DELETE", path: "/v1/me/tokens/:token" },
  "rename": { method: "PUT", path: "/v1/me/name" },
  "room": { method: "GET", path: "/v1/rooms/:room" },
  "rooms": { method: "GET", path: "/v1/rooms" },
  "search": { method: "GET", path: "/v1/search" },
  "sessions": { method: "GET", path: "/v1/me/sessions" },
  "set-profile": { method: "PATCH", path: "/v1/me" },
  "tokens": { method: "GET", path: "/v1/me/tokens" },
} as const satisfies Partial<Record<RequestType | "online-anywhere", Route>>;

/** A request that can be made over HTTP. */
export type RoutedType = Exclude<keyof typeof ROUTES, "online-anywhere">;

export interface HttpCall {
  method: Route["method"];
  /** With its query. */
  path: string;
  body?: Record<string, unknown>;
}

/** The HTTP request for a request of the protocol. */
export function callOf(type: RoutedType, input: Readonly<Record<string, unknown>>): HttpCall {
  const anywhere = type === "online" && input.room === undefined;
  const route: Route = ROUTES[anywhere ? "online-anywhere" : type];
  const rest = { ...input };
  const path = route.path.replaceAll(/:(\w+)/g, (_, name: string) => {
    const value = String(rest[name]);
    delete rest[name];
    return encodeURIComponent(name === "room" ? value.replace(/^#/, "") : value);
  });
  const off = route.off !== undefined && rest.on === false;
  if (route.off) delete rest.on;
  const method = off ? route.off! : route.method;
  const fields = Object.entries(rest).filter(([, value]) => value !== undefined);
  if (method !== "GET" && method !== "DELETE") {
    return { method, path, body: Object.fromEntries(fields) };
  }
  const query = new URLSearchParams(fields.map(([name, value]) => [name, String(value)]));
  return { method, path: query.size === 0 ? path : `${path}?${query}` };
}
