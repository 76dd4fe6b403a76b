import assert from "node:assert/strict";
import type { Socket } from "node:net";
import { TestClient } from "../support/client.ts";
import { register } from "../support/http.ts";
import { connectRaw } from "../support/raw_websocket.ts";
import { fromSource, startServer } from "../support/server.ts";
import { testUnless } from "../support/skip.ts";
import { eventually } from "../support/wait.ts";

const LIMIT = 700;

/** Several gateways: each needs some, and lets some in that are over its limit, to tell them so. */
const FLAGS = ["--workers", "4"];

testUnless(
  Deno.build.os === "linux" ? undefined : "it reads /proc",
  "a flood of connections never takes the last descriptor: others go on, and so does accepting",
  async () => {
    await using server = await startServer({
      command: ["sh", "-c", `ulimit -n ${LIMIT} && exec "$@"`, "sh", ...fromSource()],
      flags: FLAGS,
    });
    const alice = await register(server.url, "alice");
    await using client = await TestClient.connect(server.url, alice.token);
    const room = client.room("lobby");
    const flood: Socket[] = [];
    for (let n = 0; n < 2 * LIMIT; n++) {
      flood.push(await connectRaw(server.port, "127.0.0.1", `127.0.2.${1 + n % 10}`));
    }
    const descriptors = () => [...Deno.readDirSync(`/proc/${server.pid}/fd`)].length;
    assert.ok(descriptors() > LIMIT / 2, "the flood comes in");
    assert.ok(descriptors() < LIMIT, "descriptors are left");
    await client.say(room, "Is anybody there?");
    for (const socket of flood) socket.destroy();
    await eventually(() => descriptors() < 150, "the flood's descriptors are free");
    // More than there are gateways: none of them has stopped accepting.
    for (let n = 0; n < 32; n++) {
      await using late = await TestClient.connect(server.url, alice.token);
      await late.say(room, `Here, for the ${n}. time.`);
    }
  },
);
