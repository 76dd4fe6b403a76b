import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { encodeFrame, OPCODE } from "../support/raw_websocket.ts";
import { serverOfFile } from "../support/server.ts";
import { sleep } from "../support/wait.ts";
import { othersAreWell, repeated, welcomed } from "./hostile_rig.ts";

const server = serverOfFile();

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
