/**
 * Tests of the connection, over real sockets.
 * @module
 */
import assert from "node:assert/strict";
import { limits } from "../../shared/limits.ts";
import type { ClientFrame } from "../../shared/protocol/mod.ts";
import type { OutgoingMessage } from "../app/events.ts";
import type { ConnectionOptions } from "./connection.ts";
import { ManualClock } from "./testing/manual_clock.ts";
import { Recorder } from "./testing/recorder.ts";
import { LOBBY } from "./testing/scripted_api.ts";
import { ScriptedServer } from "./testing/scripted_server.ts";

function message(text: string): OutgoingMessage {
  return { id: crypto.randomUUID(), room: LOBBY, text, action: false };
}

/** A server and a client; both are gone when `body` is done. */
async function scene(
  body: (server: ScriptedServer, client: Recorder) => Promise<void>,
  options: Partial<ConnectionOptions> = {},
): Promise<void> {
  const server = await ScriptedServer.start();
  const client = new Recorder(server, options);
  try {
    await body(server, client);
  } finally {
    await client.connection.close();
    await server.close();
  }
}

/** The texts in the lobby's log. */
function texts(server: ScriptedServer): string[] {
  return server.api.find(LOBBY).events.map((event) => event.kind === "message" ? event.text : "");
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

Deno.test("a connection greets, gets its backlog and what follows", () =>
  scene(async (server, client) => {
    server.api.chatter("one", "two", "three");
    await client.online();
    server.api.chatter("four");
    await client.until(() => client.seqs.length === 3);
    assert.deepEqual(client.seqs, [2, 3, 4]);
    assert.deepEqual(client.events.slice(0, 3).map((event) => event.type), [
      "status",
      "status",
      "welcome",
    ]);
    assert.equal(server.hellos[0].client, "test");
  }, { backlog: 2 }));

Deno.test("a cut connection comes back and resumes without loss or duplicate", () =>
  scene(async (server, client) => {
    await client.online();
    server.api.chatter("one", "two");
    await client.until(() => client.seqs.length === 2);
    server.cut();
    server.api.chatter("three", "four");
    await client.until(() => client.seqs.length === 4);
    assert.deepEqual(client.seqs, [1, 2, 3, 4]);
    assert.deepEqual(server.hellos[1].cursors, { [LOBBY]: 2 });
    const states = client.of("status").map(({ status }) => status.state);
    assert.deepEqual(states, ["connecting", "online", "offline", "connecting", "online"]);
  }));

Deno.test("events lost on the way are read from the history, in order", () =>
  scene(async (server, client) => {
    await client.online();
    server.api.chatter("one");
    await client.until(() => client.seqs.length === 1);
    server.faults.loses = (frame) => frame.type === "event" && frame.seq % 3 !== 0;
    server.api.chatter(...range(2, 30).map(String));
    await client.until(() => client.seqs.length === 30);
    assert.deepEqual(client.seqs, range(1, 30));
  }));

Deno.test("a long absence is filled page by page", () =>
  scene(async (server, client) => {
    server.resumeEvents = 10;
    server.api.chatter(...range(1, 950).map(String));
    await client.online();
    await client.until(() => client.seqs.length === 950);
    assert.deepEqual(client.seqs, range(1, 950));
    assert.equal(client.has("skipped"), false);
  }, { cursors: { [LOBBY]: 0 } }));

Deno.test("a chat skips what it was too long away for", () =>
  scene(async (server, client) => {
    server.resumeEvents = 10;
    server.api.chatter(...range(1, 950).map(String));
    await client.online();
    await client.until(() => client.seqs.length === 10);
    assert.deepEqual(client.of("skipped"), [
      { type: "skipped", room: LOBBY, after: 4, upTo: 940 },
    ]);
    assert.deepEqual(client.seqs, range(941, 950));
  }, { cursors: { [LOBBY]: 4 }, gaps: "skip" }));

Deno.test("duplicates from the server are delivered once", () =>
  scene(async (server, client) => {
    await client.online();
    server.api.chatter("one", "two");
    for (const event of server.api.find(LOBBY).events) server.say(event);
    server.api.chatter("three");
    await client.until(() => client.seqs.includes(3));
    assert.deepEqual(client.seqs, [1, 2, 3]);
  }));

Deno.test("messages reach the log once and in order, whatever happens to acks and connections", () =>
  scene(async (server, client) => {
    let frames = 0;
    server.faults = {
      loses: (frame) => frame.type === "ack" && frames % 2 === 0,
      takes: (frame) => {
        if (frame.type === "send" && ++frames % 37 === 0) server.cut();
        // What comes after the cut is lost with it.
        return frame.type === "send" && server.peers.size === 0;
      },
    };
    const wanted = range(1, 200).map((n) => `message ${n}`);
    for (const text of wanted.slice(0, 20)) client.connection.send(message(text));
    await client.online();
    for (const text of wanted.slice(20)) client.connection.send(message(text));
    await client.until(() => client.connection.outbox.length === 0);
    await client.until(() => client.seqs.length === 200);
    assert.deepEqual(texts(server), wanted);
    assert.deepEqual(client.seqs, range(1, 200));
    assert.equal(client.of("acked").length, 200);
    assert.ok(server.hellos.length >= 5);
  }));

Deno.test("an own event counts as its ack, and the ack comes first", () =>
  scene(async (server, client) => {
    server.faults.loses = (frame) => frame.type === "ack";
    await client.online();
    const sent = message("hello");
    client.connection.send(sent);
    await client.until(() => client.seqs.length === 1);
    const told = client.events.slice(-2);
    assert.deepEqual(told.map((event) => event.type), ["acked", "event"]);
    assert.equal(client.of("acked")[0].ack.id, sent.id);
    assert.deepEqual(client.connection.outbox, []);
  }));

Deno.test("a refusal for good is told, and the next message goes on", () =>
  scene(async (server, client) => {
    server.faults.takes = (frame, peer) => {
      if (frame.type !== "send" || frame.text !== "bad") return false;
      peer.send(
        JSON.stringify({ type: "refuse", id: frame.id, code: "forbidden", message: "No." }),
      );
      return true;
    };
    await client.online();
    const bad = message("bad");
    client.connection.send(bad);
    client.connection.send(message("good"));
    await client.until(() => client.has("acked"));
    assert.deepEqual(client.of("refused"), [
      { type: "refused", message: bad, code: "forbidden", reason: "No." },
    ]);
    assert.deepEqual(texts(server), ["good"]);
  }));

Deno.test("a message that no server would take is refused without being sent", () =>
  scene(async (server, client) => {
    await client.online();
    client.connection.send(message("x".repeat(limits.messageBytes + 1)));
    client.connection.send(message("  "));
    assert.equal(client.has("refused"), false, "told after send has returned");
    await client.until(() => client.of("refused").length === 2);
    assert.deepEqual(client.of("refused").map(({ code }) => code), ["too-large", "bad-request"]);
    assert.deepEqual(client.connection.outbox, []);
    assert.equal(server.hellos.length, 1);
  }));

Deno.test("a server that is not there is told, and found when it starts", async () => {
  const before = await ScriptedServer.start();
  const token = before.api.session("alice");
  const client = new Recorder(before, { token });
  const port = before.port;
  await before.close();
  client.connection.start();
  client.connection.send(message("queued"));
  await client.until(() => client.of("status").some(({ status }) => status.state === "offline"));
  const offline = client.of("status")[1].status;
  assert.deepEqual(offline, {
    state: "offline",
    reason: `No server answers at http://127.0.0.1:${port}.`,
    retryIn: 0,
  });
  const server = await ScriptedServer.start(port);
  server.api.tokens.set(token, { id: "Ualice", name: "alice" });
  await client.until(() => client.has("acked"));
  assert.deepEqual(texts(server), ["queued"]);
  await client.connection.close();
  await server.close();
});

Deno.test("a session that has ended is told, and no try follows", () =>
  scene(async (server, client) => {
    client.connection.start();
    await client.until(() => client.of("status").length === 2);
    assert.deepEqual(client.of("status")[1].status, { state: "closed", reason: "Log in again." });
    assert.equal(server.hellos.length, 1);
  }, { token: "unknown" }));

Deno.test("bye names the least wait before the return", () => {
  const clock = new ManualClock();
  return scene(async (server, client) => {
    await client.online();
    server.say({ type: "bye", code: 4000, reason: "Restart.", reconnect: true, after: 3 });
    await client.until(() => client.of("status").at(-1)?.status.state === "offline");
    const { status } = client.of("status").at(-1)!;
    assert.deepEqual(status, { state: "offline", reason: "Restart.", retryIn: 3_000 });
    clock.advance(2_999);
    assert.equal(server.hellos.length, 1);
    clock.advance(1);
    await client.until(() => client.of("welcome").length === 2);
  }, { clock });
});

Deno.test("what can't be read leads to a new connection; unknown frames do not", () =>
  scene(async (server, client) => {
    await client.online();
    server.say(`{"type":"party","balloons":99}\n{"type":"pong"}`);
    server.api.chatter("one");
    await client.until(() => client.seqs.length === 1);
    assert.equal(server.hellos.length, 1);
    for (const bad of ["not json", `{"type":"event","seq":"x"}`, "[]", `{"type":"gap"}`]) {
      const before = server.hellos.length;
      server.say(bad);
      await client.until(() => client.of("welcome").length === before + 1);
    }
    server.api.chatter("two");
    await client.until(() => client.seqs.length === 2);
  }));

Deno.test("an event of an unknown kind takes its place, live and in the history", () =>
  scene(async (server, client) => {
    server.api.chatter("one", "two", "three");
    const strange = server.api.find(LOBBY).events[1] as { kind: string };
    strange.kind = "sparkle";
    server.resumeEvents = 1;
    await client.online();
    await client.until(() => client.seqs.length === 3);
    assert.equal(client.of("event")[1].event.kind, "sparkle");
    const page = await client.connection.request("history", { room: LOBBY, after: 0, limit: 50 });
    assert.deepEqual(page.events.map(({ seq }) => seq), [1, 3]);
  }, { cursors: { [LOBBY]: 0 } }));

Deno.test("a silent server is pinged, then left", () => {
  const clock = new ManualClock();
  return scene(async (server, client) => {
    const pinged = Promise.withResolvers<void>();
    server.faults.takes = (frame: ClientFrame) => frame.type === "ping" && (pinged.resolve(), true);
    await client.online();
    clock.advance(limits.quietTime);
    await pinged.promise;
    clock.advance(limits.pongTime);
    assert.deepEqual(client.of("status").at(-1)?.status, {
      state: "offline",
      reason: "The server fell silent.",
      retryIn: 250,
    });
  }, { clock, random: () => 0.5 });
});

Deno.test("a server that does not answer the greeting is given up in time", () => {
  const clock = new ManualClock();
  return scene(async (server, client) => {
    const greeted = Promise.withResolvers<void>();
    server.faults.takes = (frame) => frame.type === "hello" && (greeted.resolve(), true);
    client.connection.start();
    await greeted.promise;
    clock.advance(limits.connectTime);
    const { status } = client.of("status").at(-1)!;
    assert.equal(status.state, "offline");
    assert.match((status as { reason: string }).reason, /did not answer in time/);
  }, { clock, random: () => 0.5 });
});

Deno.test("a request is answered, refused, or ends with its connection", () =>
  scene(async (server, client) => {
    const early = client.connection.request("online", {});
    await assert.rejects(early, { code: "unreachable" });
    await client.online();
    const { people } = await client.connection.request("online", { room: LOBBY });
    assert.deepEqual(people.map(({ name }) => name), ["alice"]);

    server.faults.takes = (frame, peer) => {
      if (frame.type !== "join") return false;
      const refuse = { type: "refuse", id: frame.id, code: "from-the-future", message: "No." };
      peer.send(JSON.stringify(refuse));
      return true;
    };
    const refused = client.connection.request("join", { room: "x" });
    await assert.rejects(refused, { code: "internal", message: "No." });

    server.faults.takes = (frame) => frame.type === "rooms" && (server.cut(), true);
    await assert.rejects(client.connection.request("rooms", {}), { code: "unreachable" });
  }));

Deno.test("a request without an answer ends in time", () => {
  const clock = new ManualClock();
  return scene(async (server, client) => {
    server.faults.takes = (frame) => frame.type === "rooms";
    await client.online();
    const request = client.connection.request("rooms", {});
    clock.advance(limits.answerTime);
    await assert.rejects(request, { code: "unreachable" });
  }, { clock });
});

Deno.test("a room that is left is silent, and a stranger's rooms can be left out", () =>
  scene(async (server, client) => {
    const other = "R0000000000000002";
    server.api.addRoom(other, "other");
    await client.online();
    server.api.append({ id: "U9", name: "eve" }, { id: "e", room: other, text: "psst" });
    server.api.chatter("one");
    server.say({ type: "left", room: LOBBY });
    server.api.chatter("two");
    server.say({ type: "joined", room: server.api.find(LOBBY).room });
    server.api.chatter("three");
    await client.until(() => client.seqs.length === 2);
    assert.deepEqual(client.seqs, [1, 3]);
    assert.ok(client.has("left") && client.has("joined"));
  }, { only: LOBBY }));
