/**
 * What tests of hostile clients begin and end with: a client that was let in, bytes by the thousand, and whether
 * the others still talk.
 * @module
 */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { TestClient } from "../support/client.ts";
import { freshName, register } from "../support/http.ts";
import { RawWebSocket } from "../support/raw_websocket.ts";

/** A connection of a new account, welcomed. */
export async function welcomed(url: string): Promise<RawWebSocket> {
  const { token } = await register(url, freshName("mallory"));
  const client = await RawWebSocket.connect({ port: Number(new URL(url).port) });
  client.sendText(JSON.stringify({ type: "hello", token }));
  assert.match(await client.nextText(), /"welcome"/);
  return client;
}

/** Others still talk. */
export async function othersAreWell(url: string): Promise<void> {
  await using alice = await TestClient.connect(
    url,
    (await register(url, freshName("alice"))).token,
  );
  const { seq } = await alice.say("lobby", "all is well");
  await alice.reaches(alice.room("lobby"), seq);
}

export const repeated = (bytes: Buffer, times: number) =>
  Buffer.concat(Array.from({ length: times }, () => bytes));
