import assert from "node:assert/strict";
import { limits } from "../../shared/limits.ts";
import { ManualClock } from "../../shared/net/testing/manual_clock.ts";
import { LineGatherer } from "./send_follow.ts";

/** An input that gives what the test writes, and knows how much of it was read. */
class Pipe {
  reads = 0;
  #chunks: (string | undefined)[] = [];
  #wake = () => {};

  write(chunk: string | undefined): void {
    this.#chunks.push(chunk);
    this.#wake();
  }

  readonly read = async (): Promise<Uint8Array | undefined> => {
    while (this.#chunks.length === 0) await new Promise<void>((resolve) => this.#wake = resolve);
    this.reads++;
    const chunk = this.#chunks.shift();
    return chunk === undefined ? undefined : new TextEncoder().encode(chunk);
  };
}

const soon = () => new Promise((resolve) => setTimeout(resolve));
const never = new AbortController().signal;

Deno.test("lines that come together are one message, later ones the next", async () => {
  const pipe = new Pipe();
  const clock = new ManualClock();
  const texts = new LineGatherer(pipe.read, clock, never).texts();
  const first = texts.next();
  pipe.write("one\ntwo\n");
  await soon();
  pipe.write("three\n");
  await soon();
  clock.advance(limits.followWait);
  assert.equal((await first).value, "one\ntwo\nthree");
  const second = texts.next();
  pipe.write("four");
  pipe.write(undefined);
  assert.equal((await second).value, "four");
  assert.equal((await texts.next()).done, true);
});

Deno.test("no more is read than the next message needs, and no line is lost", async () => {
  const pipe = new Pipe();
  const line = "x".repeat(limits.messageBytes / 4);
  for (let i = 0; i < 20; i++) pipe.write(`${i}${line}\n`);
  pipe.write(undefined);
  const texts = new LineGatherer(pipe.read, new ManualClock(), never).texts();
  const got = [(await texts.next()).value];
  await soon();
  assert.ok(pipe.reads < 10, `${pipe.reads} reads`);
  for await (const text of texts) got.push(text);
  for (const text of got) assert.ok(text!.length <= limits.messageBytes);
  const numbers = got.join("\n").split("\n").map((each) => parseInt(each.replace("x", " ")));
  assert.deepEqual(numbers, Array.from({ length: 20 }, (_, i) => i));
});

Deno.test("when it is interrupted, what was read is still given out", async () => {
  const pipe = new Pipe();
  const stop = new AbortController();
  const texts = new LineGatherer(pipe.read, new ManualClock(), stop.signal).texts();
  const first = texts.next();
  pipe.write("one\ntwo\nthr");
  await soon();
  stop.abort();
  assert.equal((await first).value, "one\ntwo");
  assert.equal((await texts.next()).done, true);
});
