/**
 * Tests of the connection, over real sockets: what it delivers, sends and asks.
 * @module
 */
import assert from "node:assert/strict";
import { limits } from "../limits.ts";
import { ManualClock } from "./testing/manual_clock.ts";
import { message, scene, texts } from "./testing/recorder.ts";
import { LOBBY } from "./testing/scripted_api.ts";

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

Deno.test("when the network is back, a try that hangs is not waited for", () => {
  const clock = new ManualClock();
  return scene(async (server, client) => {
    const greeted = Promise.withResolvers<void>();
    server.faults.takes = () => {
      greeted.resolve();
      return true;
    };
    client.connection.start();
    await greeted.promise;
    server.faults = {};
    client.connection.networkIsBack();
    await client.until(() => client.has("welcome"));
    assert.equal(clock.now(), 0);
    // One that lives is only asked for a sign of life.
    client.connection.networkIsBack();
    clock.advance(limits.newNetworkPongTime / 2);
    server.api.chatter("one");
    await client.until(() => client.seqs.length === 1);
    clock.advance(limits.newNetworkPongTime);
    assert.equal(client.of("status").at(-1)?.status.state, "online");
  }, { clock });
});

Deno.test("when the network is back, the waits between tries start from the first again", () => {
  const clock = new ManualClock();
  return scene(async (server, client) => {
    await server.close();
    const failures = () =>
      client.of("status").map(({ status }) => status).filter(({ state }) => state === "offline");
    client.connection.start();
    for (let tries = 1; tries <= 8; tries++) {
      await client.until(() => failures().length === tries);
      clock.advance(limits.backoffMost);
    }
    await client.until(() => failures().length === 9);
    client.connection.networkIsBack();
    await client.until(() => failures().length === 10);
    const waits = failures().map((status) => "retryIn" in status && status.retryIn);
    assert.deepEqual(waits.slice(-2), [limits.backoffMost, limits.backoffFirst]);
  }, { clock, random: () => 1 });
});

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
    await client.until(() => client.seqs.length === 3);
    assert.deepEqual(client.seqs, [1, 2, 3]);
    const order = client.events.map((e) => e.type === "event" ? e.event.seq : e.type);
    assert.ok(order.indexOf(2) > order.indexOf("joined"), "what came in between comes after");
  }, { only: [LOBBY] }));

Deno.test("a message carries whom it goes to and what it answers; news of people come as they are", () =>
  scene(async (server, client) => {
    await client.online();
    const frames: unknown[] = [];
    server.faults.takes = (frame) => {
      frames.push(frame);
      return frame.type === "typing";
    };
    client.connection.send({ ...message("psst"), id: "m1", to: ["sis", "mom"] });
    client.connection.send({ ...message("yes"), id: "m2", replyTo: 7 });
    client.connection.typing(LOBBY);
    const person = { id: "Ubob", name: "bob" };
    server.say({ type: "typing", room: LOBBY, person });
    server.say({ type: "person", person });
    server.say({ type: "stranger", state: "paired" });
    await client.until(() => client.has("stranger") && client.of("acked").length === 2);
    assert.deepEqual(frames, [
      { type: "send", room: LOBBY, text: "psst", id: "m1", to: ["sis", "mom"] },
      { type: "send", room: LOBBY, text: "yes", id: "m2", replyTo: 7 },
      { type: "typing", room: LOBBY },
    ]);
    assert.deepEqual(client.of("typing"), [{ type: "typing", room: LOBBY, person }]);
    assert.deepEqual(client.of("person"), [{ type: "person", person }]);
  }));
