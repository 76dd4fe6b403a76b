/**
 * Tests of a connection to a server of the next version: it says things that this one has no words for.
 * @module
 */
import assert from "node:assert/strict";
import { message, scene, texts } from "./testing/recorder.ts";
import { LOBBY } from "./testing/scripted_api.ts";

/** The value with a field that nobody knows in each object; what is looked up by a key stays as it is. */
function ofNextVersion(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ofNextVersion);
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).map(([key, inner]) => [key, ofNextVersion(inner)]);
  return { ...Object.fromEntries(fields), sparkle: { since: "the next version" } };
}

Deno.test("a newer server's fields, frames, kinds and codes disturb nothing", () =>
  scene(async (server, client) => {
    server.faults.says = (frame) =>
      [{ type: "sparkles", in: [LOBBY] }, ofNextVersion(frame)].map((each) => JSON.stringify(each))
        .join("\n");
    server.api.chatter("one", "two", "three");
    (server.api.find(LOBBY).events[1] as { kind: string }).kind = "sparkle";
    server.resumeEvents = 1;
    await client.online();
    client.connection.send(message("four"));
    await client.until(() => client.seqs.length === 4);
    assert.deepEqual(client.seqs, [1, 2, 3, 4]);
    assert.equal(texts(server).at(-1), "four");
    assert.deepEqual(client.connection.outbox, []);
    const page = await client.connection.request("history", { room: LOBBY, after: 0, limit: 50 });
    assert.deepEqual(page.events.map(({ seq }) => seq), [1, 3, 4]);

    server.faults.takes = (frame, peer) => {
      if (frame.type !== "send") return false;
      const refusal = { type: "refuse", id: frame.id, code: "not-sparkling", message: "No." };
      peer.send(JSON.stringify(refusal));
      return true;
    };
    client.connection.send(message("five"));
    await client.until(() => client.has("refused"));
    assert.equal(client.of("refused")[0].reason, "No.");
    assert.equal(server.hellos.length, 1, "the connection has stood all the time");
  }, { cursors: { [LOBBY]: 0 } }));
