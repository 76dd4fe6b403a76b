import assert from "node:assert/strict";
import type { Frame } from "../support/client.ts";
import { TestClient } from "../support/client.ts";
import { type Account, call, freshName, logIn, PASSWORD, register } from "../support/http.ts";
import { serverOfFile } from "../support/server.ts";
import { sleep } from "../support/wait.ts";

/** So many that both gateways have some, but for one time in a thousand. */
const DEVICES = 10;
/** Kicks, each with words behind it. */
const ROUNDS = 20;
/** Milliseconds after which nothing may come any more, by the server's own clock. */
const AT_MOST = 1_000;

const server = serverOfFile({ flags: ["--workers", "2", "--sends-per-second", "0"] });
let admin: Account;

Deno.test.beforeAll(async () => {
  admin = await register(server().url, "admin1");
});

interface Scene {
  /** Owns the room. */
  owner: TestClient;
  /** Whoever is about to be removed, on all devices. */
  devices: TestClient[];
  victim: Account;
  room: string;
}

/** What takes the victim out. @returns whether its devices stay connected, outside of the room. */
type Removal = (scene: Scene) => Promise<boolean>;

const asAdmin = async (type: "suspend", fields: Record<string, unknown>) => {
  await using client = await TestClient.connect(server().url, admin.token);
  await client.request(type, fields);
};

const REMOVALS: Record<string, Removal> = {
  "is kicked": async ({ owner, room, victim }) => {
    await owner.request("kick", { room, person: victim.name });
    return true;
  },
  "is banned": async ({ owner, room, victim }) => {
    await owner.request("ban", { room, person: victim.name });
    return true;
  },
  "leaves": async ({ devices, room }) => {
    await devices[0].request("leave", { room });
    return true;
  },
  "is suspended": async ({ victim }) => {
    await asAdmin("suspend", { person: victim.name });
    return false;
  },
  "is deleted": async ({ victim }) => {
    const answer = await call(server().url, "/v1/me/delete", {
      token: victim.token,
      body: { password: PASSWORD, messages: "keep" },
    });
    assert.equal(answer.status, 200);
    return false;
  },
  "changes the password, on all other devices": async ({ victim }) => {
    const { token } = await logIn(server().url, victim.name);
    const answer = await call(server().url, "/v1/me/password", {
      method: "PUT",
      token,
      body: { old: PASSWORD, new: "another horse battery" },
    });
    assert.equal(answer.status, 200);
    return false;
  },
};

async function sceneOf(): Promise<Scene> {
  const { url } = server();
  const owner = await TestClient.connect(
    url,
    (await register(url, freshName("owner"))).token,
  );
  const name = freshName("hideout");
  const { room: { id: room } } = await owner.request("create-room", { name, kind: "private" });
  const victim = await register(url, freshName("victim"));
  await owner.request("invite", { room, person: victim.name });
  const devices = await Promise.all(
    Array.from({ length: DEVICES }, () => TestClient.connect(url, victim.token)),
  );
  return { owner, devices, victim, room };
}

/** True for whatever tells what happens in the room. */
function isAbout(frame: Frame, room: string): boolean {
  return frame.type !== "left" && JSON.stringify(frame).includes(room);
}

for (const [what, remove] of Object.entries(REMOVALS)) {
  Deno.test(`whoever ${what} hears nothing more of the room, on any device at any gateway`, async () => {
    const scene = await sceneOf();
    const { owner, devices, room } = scene;
    let writing = true;
    const seqs: number[] = [];
    const writer = (async () => {
      while (writing) {
        const { seq } = await owner.say(room, `secret ${seqs.length}`);
        seqs.push(seq);
        owner.send({ type: "typing", room });
        await sleep(120);
      }
    })();
    await Promise.all(devices.map((device) => device.next("event")));
    const stay = await remove(scene);
    const removedAt = Date.now();
    // The room goes on for a good while after the time is over.
    while (Date.now() < removedAt + AT_MOST + 1_500) await sleep(50);
    writing = false;
    await writer;
    const late = devices.flatMap(({ frames }) => frames)
      .filter((frame) => frame.type === "event" && frame.room === room)
      .filter((frame) => frame.kind === "message" && frame.at > removedAt + AT_MOST);
    assert.deepEqual(late, []);
    // Nor does anything come by any other way, now that it is over.
    for (const device of devices) {
      if (!stay) {
        await device.closed;
        continue;
      }
      const from = device.frames.length;
      await assert.rejects(device.request("history", { room, after: 0 }), { code: "not-found" });
      await assert.rejects(device.request("members", { room }), { code: "not-found" });
      assert.ok(!device.frames.slice(from).some((frame) => isAbout(frame, room)));
    }
    await Promise.all([owner, ...devices].map((client) => client.close()));
  });
}

Deno.test("what is written right behind a kick reaches no device of whoever it puts out", async () => {
  const { owner, devices, victim, room } = await sceneOf();
  const ends: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const [kick, ...secrets] = Array.from({ length: 6 }, () => owner.newId());
    // In one message: what follows the kick is committed with it, or right after.
    owner.send(
      { type: "kick", id: kick, room, person: victim.name },
      ...secrets.map((id) => ({ type: "send" as const, id, room, text: "secret" })),
    );
    await Promise.all([kick, ...secrets].map((id) => owner.answer(id)));
    await owner.request("invite", { room, person: victim.name });
  }
  const { seq } = await owner.say(room, "the end");
  await Promise.all([owner, ...devices].map((client) => client.reaches(room, seq)));
  for (const event of owner.events.get(room)!) if (event.kind === "kick") ends.push(event.seq);
  assert.equal(ends.length, ROUNDS);
  for (const { frames } of devices) {
    let [upTo] = ends;
    for (const frame of frames) {
      if (frame.type === "joined") upTo = ends.find((end) => end > frame.room.head) ?? Infinity;
      if (frame.type === "left") upTo = -1;
      if (frame.type !== "event" || frame.room !== room) continue;
      assert.ok(frame.seq <= upTo, `event ${frame.seq} came to one who was put out by ${upTo}`);
    }
  }
  await Promise.all([owner, ...devices].map((client) => client.close()));
});
