/**
 * Fuzzes the frames of RFC 6455 that come in, as the default listener has them read: whatever packets the
 * bytes come in, the same is heard, and what is wrong ends in an error of the protocol.
 * @module
 */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { setImmediate } from "node:timers/promises";
import * as ws from "ws";
import { limits } from "../../shared/limits.ts";
import { closePayload, encodeFrame, OPCODE } from "../support/raw_websocket.ts";
import type { Target } from "./targets.ts";

/** What `ws` reads frames with; its types don't know it. */
interface Receiver {
  on(event: string, listener: (...values: unknown[]) => void): void;
  write(bytes: Uint8Array): void;
}
const { Receiver } = ws as unknown as { Receiver: new (options: object) => Receiver };

/** What is heard of bytes, in order, up to an error. */
async function heard(pieces: Uint8Array[]): Promise<string[]> {
  const receiver = new Receiver({
    isServer: true,
    maxPayload: limits.incomingBytes,
    maxFragments: limits.fragments,
  });
  const events: string[] = [];
  let isOver = false;
  for (const kind of ["message", "ping", "pong", "conclude"]) {
    receiver.on(kind, (...values) => {
      events.push(JSON.stringify([kind, ...values.map(String)]));
      isOver ||= kind === "conclude";
    });
  }
  receiver.on("error", (error) => {
    events.push(`error ${(error as { code?: string }).code}`);
    isOver = true;
  });
  for (const piece of pieces) {
    if (isOver) break;
    // It may overwrite what it is given, to take the mask off.
    receiver.write(Buffer.from(piece));
    // An error is told at the end of the turn.
    await setImmediate();
  }
  return events;
}

/** Bytes in pieces of so many. */
function inPieces(bytes: Uint8Array, size: number): Uint8Array[] {
  return Array.from(
    { length: Math.ceil(bytes.length / size) },
    (_, n) => bytes.subarray(n * size, (n + 1) * size),
  );
}

const frame = (opcode: number, payload: string | Uint8Array, fin = true) =>
  encodeFrame(opcode, payload, { fin });

export const webSocketTarget: Target = {
  examples: [
    frame(OPCODE.text, "hello"),
    frame(OPCODE.text, "x".repeat(200)),
    Buffer.concat([frame(OPCODE.ping, "1"), frame(OPCODE.text, "Grüße €"), frame(OPCODE.pong, "")]),
    Buffer.concat([
      frame(OPCODE.text, "a", false),
      frame(OPCODE.ping, "b"),
      frame(OPCODE.continuation, "c", false),
      frame(OPCODE.continuation, "d"),
    ]),
    frame(OPCODE.binary, "bytes"),
    frame(OPCODE.close, closePayload(1000, "bye")),
  ],
  async take(bytes) {
    const whole = await heard([bytes]);
    for (const event of whole) {
      if (event.startsWith("error")) assert.match(event, /^error WS_ERR_/);
    }
    assert.deepEqual(await heard(inPieces(bytes, 7)), whole);
  },
};
