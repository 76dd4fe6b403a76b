import assert from "node:assert/strict";
import type { Tty } from "../terminal/tty.ts";
import { KeptInput } from "./kept_input.ts";

Deno.test("what is typed after the chat has stopped reading is the answer, not lost to it", async () => {
  const reads: ((bytes: Uint8Array) => void)[] = [];
  const read = () => new Promise<Uint8Array>((resolve) => reads.push(resolve));
  const input = new KeptInput({ read } as unknown as Tty);
  const chat = input.tty.read();
  input.tty.stopReading();
  assert.equal(await chat, undefined);
  const line = input.line();
  assert.equal(reads.length, 1);
  reads[0](new TextEncoder().encode("yes\n"));
  assert.equal(await line, "yes");
});
