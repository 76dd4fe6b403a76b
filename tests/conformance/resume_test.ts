import assert from "node:assert/strict";
import { checkRoom } from "../faults/checker.ts";
import { TestClient } from "../support/client.ts";
import { type Account, freshName, readLog, register } from "../support/http.ts";
import { serverOfFile } from "../support/server.ts";
import type { LogEvent } from "../../shared/protocol/mod.ts";

const server = serverOfFile({ flags: ["--sends-per-second", "0"] });

function newAccount(stem: string): Promise<Account> {
  return register(server().url, freshName(stem));
}

/** A member who writes into a room of its own. */
async function writerInRoom(): Promise<{ writer: TestClient; account: Account; room: string }> {
  const account = await newAccount("writer");
  const writer = await TestClient.connect(server().url, account.token);
  const { room } = await writer.request("join", { room: freshName("room") });
  return { writer, account, room: room.id };
}

/** Writes `count` messages and waits for the last one's `seq`. */
async function write(writer: TestClient, room: string, count: number, size = 1): Promise<number> {
  const ids = Array.from({ length: count }, () => writer.newId());
  for (const [n, id] of ids.entries()) {
    writer.send({ type: "send", id, room, text: id.padEnd(size, ".") });
    if (n % 20 === 19) await writer.answer(id);
  }
  return (await writer.answer(ids.at(-1)!)).seq;
}

function seqs(client: TestClient, room: string): number[] {
  return (client.events.get(room) ?? []).map((event) => event.seq);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, n) => from + n);
}

Deno.test("a cursor brings exactly what follows it", async () => {
  const { writer, account, room } = await writerInRoom();
  const head = await write(writer, room, 20);
  for (const cursor of [0, 1, head - 3, head - 1]) {
    await using client = await TestClient.connect(server().url, account.token, {
      cursors: { [room]: cursor },
    });
    await client.reaches(room, head);
    const next = await writer.say(room, "one more");
    await client.reaches(room, next.seq);
    assert.deepEqual(seqs(client, room).slice(0, head - cursor), range(cursor + 1, head));
    assert.equal(client.frames.some((frame) => frame.type === "gap"), false);
  }
  await writer.close();
});

Deno.test("a cursor at the head brings nothing but what comes", async () => {
  const { writer, account, room } = await writerInRoom();
  const head = await write(writer, room, 3);
  await using client = await TestClient.connect(server().url, account.token, {
    cursors: { [room]: head },
  });
  await client.request("rooms");
  assert.deepEqual(seqs(client, room), []);
  const { seq } = await writer.say(room, "fresh");
  await client.reaches(room, seq);
  assert.deepEqual(seqs(client, room), [head + 1]);
  await writer.close();
});

Deno.test("without a cursor a room starts with its newest events, as many as were asked for", async () => {
  const { writer, account, room } = await writerInRoom();
  const head = await write(writer, room, 80);
  for (const [backlog, first] of [[undefined, head - 49], [7, head - 6], [0, head + 1]] as const) {
    await using client = await TestClient.connect(server().url, account.token, { backlog });
    await client.request("rooms");
    assert.deepEqual(seqs(client, room), range(first, head));
  }
  await writer.close();
});

Deno.test("a cursor ahead of the log, as after a restored backup, starts with the newest events", async () => {
  const { writer, account, room } = await writerInRoom();
  const head = await write(writer, room, 5);
  await using client = await TestClient.connect(server().url, account.token, {
    cursors: { [room]: head + 1000 },
  });
  await client.reaches(room, head);
  assert.deepEqual(seqs(client, room), range(1, head));
  await writer.close();
});

Deno.test("a cursor of a room that one isn't in is ignored", async () => {
  const { writer, room } = await writerInRoom();
  const eve = await newAccount("eve");
  await using client = await TestClient.connect(server().url, eve.token, {
    cursors: { [room]: 0, R0000000000000000: 3 },
  });
  await client.request("rooms");
  assert.deepEqual(seqs(client, room), []);
  await writer.close();
});

Deno.test("who missed very much gets a gap, the newest events, and the rest from the history", async () => {
  const { writer, account, room } = await writerInRoom();
  const head = await write(writer, room, 900);
  await using client = await TestClient.connect(server().url, account.token, {
    cursors: { [room]: 2 },
  });
  await client.reaches(room, head);
  const gap = client.frames.find((frame) => frame.type === "gap")!;
  assert.deepEqual([gap.room, gap.after], [room, 2]);
  assert.ok(
    client.frames.indexOf(gap) <
      client.frames.findIndex((f) => f.type === "event" && f.room === room),
  );
  assert.deepEqual(seqs(client, room), range(gap.upTo + 1, head));
  const missed: LogEvent[] = [];
  for (let more = true; more;) {
    const after: number = missed.at(-1)?.seq ?? gap.after;
    const page = await client.request("history", { room, after, before: gap.upTo + 1, limit: 200 });
    missed.push(...page.events);
    more = page.more;
  }
  assert.deepEqual(missed.map((event) => event.seq), range(3, gap.upTo));
  await writer.close();
});

Deno.test("large messages count by their bytes: a resume never fills the outbox", async () => {
  const { writer, account, room } = await writerInRoom();
  const head = await write(writer, room, 60, 8000);
  await using client = await TestClient.connect(server().url, account.token, {
    cursors: { [room]: 0 },
  });
  await client.reaches(room, head);
  const gap = client.frames.find((frame) => frame.type === "gap")!;
  assert.ok(gap.upTo < head && gap.upTo > 20);
  const bytes = client.messages.reduce((sum, message) => sum + message.length, 0);
  assert.ok(bytes < 400_000, `${bytes} bytes`);
  await writer.close();
});

Deno.test("each room resumes from its own cursor, also while others write", async () => {
  const { writer, account, room: one } = await writerInRoom();
  const two = (await writer.request("join", { room: freshName("room") })).room.id;
  const three = (await writer.request("join", { room: freshName("room") })).room.id;
  for (const room of [one, two, three]) await write(writer, room, 10);
  const resumed = TestClient.connect(server().url, account.token, {
    cursors: { [one]: 4, [two]: 0, [three]: 12 },
  });
  const heads = await Promise.all([one, two, three].map((room) => write(writer, room, 100)));
  await using client = await resumed;
  for (const [n, [room, from]] of ([[one, 5], [two, 1], [three, 13]] as const).entries()) {
    await client.reaches(room, heads[n]);
    assert.deepEqual(seqs(client, room), range(from, heads[n]));
  }
  await writer.close();
});

Deno.test("who reconnects again and again while others write misses nothing and sees nothing twice", async () => {
  const { url } = server();
  const { writer, account, room } = await writerInRoom();
  const seen: LogEvent[] = [];
  let writing = true;
  const written = write(writer, room, 1500).finally(() => writing = false);
  let rounds = 0;
  const visit = async (until?: number) => {
    const cursor = seen.at(-1)?.seq ?? 0;
    await using client = await TestClient.connect(url, account.token, {
      cursors: { [room]: cursor },
    });
    await client.reaches(room, until ?? cursor + 1);
    await client.close();
    seen.push(...client.events.get(room) ?? []);
  };
  while (writing) {
    await visit();
    rounds++;
    await writer.say(room, `round ${rounds}`);
  }
  await written;
  const { seq } = await writer.say(room, "the end");
  await visit(seq);
  checkRoom({
    log: await readLog(url, account.token, room) as LogEvent[],
    acknowledged: [],
    views: [{ member: account.id, events: seen }],
  });
  assert.ok(rounds > 1);
  await writer.close();
});

Deno.test("what a device does, the account's other devices are told: rooms entered and left", async () => {
  const { url } = server();
  const alice = await newAccount("alice");
  await using phone = await TestClient.connect(url, alice.token);
  await using laptop = await TestClient.connect(url, alice.token);
  const { room } = await phone.request("join", { room: freshName("room") });
  assert.equal((await laptop.next("joined")).room.id, room.id);
  const { seq } = await laptop.say(room.id, "from the laptop");
  await phone.reaches(room.id, seq);
  await laptop.request("leave", { room: room.id });
  assert.equal((await phone.next("left")).room, room.id);
});
