import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { TestClient } from "../support/client.ts";
import { freshName, register } from "../support/http.ts";
import { encodeFrame, OPCODE, RawWebSocket } from "../support/raw_websocket.ts";
import { serverOfFile } from "../support/server.ts";
import { sleep } from "../support/wait.ts";

const server = serverOfFile();

/** A connection of a new account, welcomed. */
async function welcomed(url: string): Promise<RawWebSocket> {
  const { token } = await register(url, freshName("mallory"));
  const client = await RawWebSocket.connect({ port: Number(new URL(url).port) });
  client.sendText(JSON.stringify({ type: "hello", token }));
  assert.match(await client.nextText(), /"welcome"/);
  return client;
}

/** Others still talk. */
async function othersAreWell(url: string): Promise<void> {
  await using alice = await TestClient.connect(
    url,
    (await register(url, freshName("alice"))).token,
  );
  const { seq } = await alice.say("lobby", "all is well");
  await alice.reaches(alice.room("lobby"), seq);
}

const repeated = (bytes: Buffer, times: number) =>
  Buffer.concat(Array.from({ length: times }, () => bytes));

/** What a connection sends without end: how it begins, and what it repeats. */
const ENDLESS: Record<string, [first: Buffer, next: Buffer]> = {
  "empty fragments": [
    encodeFrame(OPCODE.text, "", { fin: false }),
    encodeFrame(OPCODE.continuation, "", { fin: false }),
  ],
  "fragments of a byte": [
    encodeFrame(OPCODE.text, "x", { fin: false }),
    encodeFrame(OPCODE.continuation, "x", { fin: false }),
  ],
  "messages of a byte": [Buffer.alloc(0), encodeFrame(OPCODE.text, "x")],
};
/** More than the buffers of both systems hold: whoever gets that far was read. */
const MOST = 10_000_000;

for (const [what, [first, next]] of Object.entries(ENDLESS)) {
  Deno.test(`whoever sends ${what} without end is cut, and the others talk on`, async () => {
    const { url } = server();
    const client = await welcomed(url);
    const { socket } = client;
    // Reads on, to learn of the end.
    client.onFrame = () => {};
    const cut = new Promise<void>((resolve) => socket.once("close", () => resolve()));
    const some = repeated(next, 1_000);
    socket.write(first);
    let sent = 0;
    for (; sent < MOST && !socket.destroyed; sent += 1_000) {
      if (socket.write(some)) await sleep(0);
      else await Promise.race([cut, new Promise((resolve) => socket.once("drain", resolve))]);
    }
    assert.ok(socket.destroyed, `${sent} were taken`);
    await cut;
    await othersAreWell(url);
  });
}
