import assert from "node:assert/strict";
import { TestClient } from "../support/client.ts";
import { freshName, register } from "../support/http.ts";
import { RawWebSocket } from "../support/raw_websocket.ts";
import { serverOfFile } from "../support/server.ts";
import { testUnless } from "../support/skip.ts";
import { noSocketCount, openSockets } from "../support/sockets.ts";
import { eventually } from "../support/wait.ts";

const server = serverOfFile({ flags: ["--sends-per-second", "0"] });

testUnless(
  noSocketCount,
  "whoever stops reading is cut and its descriptor freed, while the others get everything",
  async () => {
    const { url, port } = server();
    const [alice, bob, sleepy] = await Promise.all(
      ["alice", "bob", "sleepy"].map((stem) => register(url, freshName(stem))),
    );
    await using writer = await TestClient.connect(url, alice.token);
    await using reader = await TestClient.connect(url, bob.token);
    const { id: room } = (await writer.request("join", { room: freshName("room") })).room;
    await reader.request("join", { room });
    {
      await using joins = await TestClient.connect(url, sleepy.token);
      await joins.request("join", { room });
    }
    await eventually(() => openSockets(server().pid) > 0, "the sockets show");
    const stuck = await RawWebSocket.connect({ port });
    stuck.sendText(JSON.stringify({ type: "hello", token: sleepy.token }));
    await stuck.nextText();
    stuck.pause();
    const cursor = (await writer.say(room, "the last that it gets for certain")).seq;
    const before = openSockets(server().pid);
    // What the two kernels hold for it is not known: so it goes on until the socket is gone.
    let sent = 0;
    let seq = cursor;
    while (openSockets(server().pid) >= before) {
      assert.ok(sent < 10_000, "never cut");
      const acks = Array.from({ length: 40 }, () => writer.say(room, "x".repeat(8000)));
      for (const ack of await Promise.all(acks)) seq = Math.max(seq, ack.seq);
      sent += acks.length;
    }
    assert.ok(sent * 8000 > 1024 * 1024, "not before 1 MiB waited");
    await reader.reaches(room, seq);
    const seen = reader.events.get(room)!.map((event) => event.seq);
    assert.deepEqual(seen, Array.from({ length: seen.length }, (_, n) => seen[0] + n));
    assert.deepEqual(reader.frames.filter((frame) => frame.type === "bye"), []);
    await stuck.destroy();
    await using back = await TestClient.connect(url, sleepy.token, { cursors: { [room]: cursor } });
    await back.reaches(room, seq);
    const gap = back.frames.find((frame) => frame.type === "gap" && frame.room === room)!;
    assert.equal(gap.after, cursor);
    assert.equal(back.events.get(room)![0].seq, gap.upTo + 1);
  },
);
