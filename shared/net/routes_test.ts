import assert from "node:assert/strict";
import { callOf } from "./routes.ts";

Deno.test("fields of the path go there, the others into the query or the body", () => {
  assert.deepEqual(callOf("edit", { room: "#lobby", seq: 7, text: "x" }), {
    method: "PATCH",
    path: "/v1/rooms/lobby/messages/7",
    body: { text: "x" },
  });
  assert.deepEqual(callOf("people", { query: "a&b", after: undefined, limit: 3 }), {
    method: "GET",
    path: "/v1/people?query=a%26b&limit=3",
  });
  assert.deepEqual(callOf("rooms", {}), { method: "GET", path: "/v1/rooms" });
});

Deno.test("nothing in a field gets out of its segment of the path", () => {
  assert.equal(callOf("room", { room: "#a/../b?c" }).path, "/v1/rooms/a%2F..%2Fb%3Fc");
});

Deno.test("what is on or off is a method", () => {
  const input = { room: "lobby", seq: 7, emoji: "👍" };
  const path = "/v1/rooms/lobby/messages/7/reactions/%F0%9F%91%8D";
  assert.deepEqual(callOf("react", { ...input, on: true }), { method: "PUT", path, body: {} });
  assert.deepEqual(callOf("react", { ...input, on: false }), { method: "DELETE", path });
});

Deno.test("who is online is asked of a room or of all", () => {
  assert.equal(callOf("online", { room: "lobby" }).path, "/v1/rooms/lobby/online");
  assert.equal(callOf("online", { room: undefined }).path, "/v1/online");
});
