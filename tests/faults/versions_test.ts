import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { TestClient } from "../support/client.ts";
import { register } from "../support/http.ts";
import { NewerServer, NOVEL } from "../support/newer_server.ts";
import { fromSource, startServer } from "../support/server.ts";
import { eventually } from "../support/wait.ts";

const CLIENT = fromSource(fileURLToPath(new URL("../../cli/main.ts", import.meta.url)));

/** Runs the real client to its end. */
async function parley(server: string, token: string, ...args: string[]) {
  const [program, ...first] = CLIENT;
  const { code, stdout, stderr } = await new Deno.Command(program, {
    args: [...first, ...args],
    env: { PARLEY_TOKEN: token, PARLEY_SERVER: server, NO_COLOR: "1" },
    stdin: "null",
  }).output();
  const [out, error] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  assert.equal(code, 0, error);
  return out.trim().split("\n");
}

Deno.test("today's client and a server one version on: everything is sent, followed and listed", async () => {
  await using server = await startServer({ flags: ["--sends-per-second", "0"] });
  await using newer = await NewerServer.start(server.url);
  const [alice, bob] = [await register(server.url, "alice"), await register(server.url, "bob")];
  await using other = await TestClient.connect(server.url, bob.token);
  const [program, ...first] = CLIENT;
  const tail = new Deno.Command(program, {
    args: [...first, "tail", "--room", "lobby", "--since", "0", "--json"],
    env: { PARLEY_TOKEN: alice.token, PARLEY_SERVER: newer.url },
    stdout: "piped",
    stderr: "null",
  }).spawn();
  let followed = "";
  const reading = (async () => {
    for await (const part of tail.stdout.pipeThrough(new TextDecoderStream())) followed += part;
  })();
  try {
    await parley(newer.url, alice.token, "send", "--room", "lobby", "sent by today's client");
    await other.say("lobby", NOVEL);
    const { seq } = await other.say("lobby", "said by another");
    await eventually(() => followed.includes("said by another"), "it is followed");
    const seqs = followed.trim().split("\n").map((line) => JSON.parse(line).seq);
    assert.deepEqual(seqs, [...new Set(seqs)].sort((a, b) => a - b), "once, and in order");
    assert.equal(seqs.at(-1), seq);
    const history = (await parley(newer.url, alice.token, "history", "--room", "lobby")).join("\n");
    assert.match(history, /sent by today's client/);
    assert.match(history, /said by another/);
    const rooms = await parley(newer.url, alice.token, "rooms");
    assert.match(rooms.join("\n"), /lobby/);
  } finally {
    tail.kill("SIGKILL");
    await tail.status;
    await reading;
  }
});

Deno.test("a client of the first version, which knows the fewest frames and fields, is served", async () => {
  await using server = await startServer();
  const { token } = await register(server.url, "alice");
  await using old = await TestClient.open(server.url);
  // Nothing but what the first version of the protocol had.
  old.sendText(JSON.stringify({ type: "hello", token }));
  const { rooms: [{ id: room }] } = await old.next("welcome");
  old.sendText(JSON.stringify({ type: "send", id: "m1", room, text: "as ever" }));
  const { seq } = await old.find((frame) => frame.type === "ack" && frame.id === "m1", "an ack");
  old.sendText(JSON.stringify({ type: "history", id: "h1", room, after: 0 }));
  const { result } = await old.find(
    (frame) => frame.type === "done" && frame.id === "h1",
    "history",
  );
  assert.equal(result.events.at(-1).seq, seq);
  await old.close();
  await using back = await TestClient.open(server.url);
  back.sendText(JSON.stringify({ type: "hello", token, cursors: { [room]: seq - 1 } }));
  const event = await back.find((frame) => frame.type === "event" && frame.seq === seq, "resumed");
  assert.equal(event.text, "as ever");
});

Deno.test("a client one version on is told what this server doesn't know, and served in all else", async () => {
  await using server = await startServer();
  const { token } = await register(server.url, "alice");
  await using newer = await TestClient.open(server.url);
  newer.sendText(JSON.stringify({ type: "hello", token, capabilities: ["polls"] }));
  await newer.next("welcome");
  newer.sendText(JSON.stringify({ type: "poll", id: "p1", room: "lobby", question: NOVEL }));
  await assert.rejects(newer.answer("p1"), { code: "bad-request", message: /"poll"/ });
  await newer.say("lobby", "Then let me ask in words.");
});
