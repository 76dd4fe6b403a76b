import assert from "node:assert/strict";
import { ParleyError, toParleyError } from "../../../shared/errors.ts";
import { limits } from "../../../shared/limits.ts";
import type { ServerFrame } from "../../../shared/protocol/mod.ts";
import { SendAllowance } from "../../chat/send_allowance.ts";
import type { CommandContext } from "../../commands/command.ts";
import type { WriteOf } from "../../store/log.ts";
import type { Gateway } from "../gateway.ts";
import { Requests } from "./requests.ts";

/** A connection of somebody who may send ten messages at once, under a clock that is set by hand. */
class Rig {
  now = 0;
  /** Texts that reached the store. */
  readonly stored: string[] = [];
  /** Says why the store refuses a text. */
  refuse: (text: string) => ParleyError | undefined = () => undefined;
  /** When the fan-out has told the room enough. */
  caughtUp: Promise<void> = Promise.resolve();
  readonly replies: ServerFrame[] = [];
  readonly #requests = new Requests(
    {
      now: () => this.now,
      stopping: false,
      fanOut: { isBehind: false, caughtUp: () => this.caughtUp },
      refusalOf: toParleyError,
    } as unknown as Gateway,
    (frame) => this.replies.push(frame),
  );
  readonly #context = {
    person: { id: "u1", name: "alice" },
    allowance: new SendAllowance(10, 10),
    now: () => this.now,
    store: { write: (write: WriteOf<"append">) => this.#write(write) },
  } as unknown as CommandContext;

  /** @returns the code that it was refused with, or `ack`. */
  async send(text: string): Promise<string> {
    const frame = { type: "send" as const, id: text, room: "r1", text };
    await this.#requests.answer(frame, this.#context, { has: () => true });
    const reply = this.replies.at(-1)!;
    return reply.type === "refuse" ? reply.code : reply.type;
  }

  // deno-lint-ignore require-await -- a refusal is a rejection
  async #write({ text }: WriteOf<"append">) {
    const refusal = this.refuse(text);
    if (refusal) throw refusal;
    this.stored.push(text);
    return { room: "r1", seq: this.stored.length, at: this.now };
  }
}

const full = () => new ParleyError("unavailable", "The disk is full.", 2);

Deno.test("a message that comes again too early is not overtaken by those behind it", async () => {
  const rig = new Rig();
  rig.refuse = (text) => text === "first" ? full() : undefined;
  assert.equal(await rig.send("first"), "unavailable");
  rig.refuse = () => undefined;
  rig.now = 1_999;
  assert.equal(await rig.send("first"), "rate-limited");
  rig.now = 2_001;
  assert.equal(await rig.send("second"), "busy");
  assert.equal(await rig.send("first"), "ack");
  assert.equal(await rig.send("second"), "ack");
  assert.deepEqual(rig.stored, ["first", "second"]);
});

Deno.test("the message that came first goes first, also if one behind it was refused sooner", async () => {
  const rig = new Rig();
  for (let n = 0; n < 9; n++) await rig.send(`${n}`);
  rig.refuse = full;
  // The store's refusal comes a turn later than that of the allowance.
  await Promise.all([rig.send("9"), rig.send("10")]);
  rig.refuse = () => undefined;
  rig.now = 2_001;
  assert.equal(await rig.send("10"), "busy");
  assert.equal(await rig.send("9"), "ack");
  assert.equal(await rig.send("10"), "ack");
});

Deno.test("a refused message that never comes again holds nobody up for long", async () => {
  const rig = new Rig();
  rig.refuse = (text) => text === "first" ? full() : undefined;
  await rig.send("first");
  rig.now = 2_000 + limits.sendRetry - 1;
  assert.equal(await rig.send("second"), "busy");
  rig.now++;
  assert.equal(await rig.send("second"), "ack");
});

Deno.test("a message is committed, but not acknowledged, while its room can't be told fast enough", async () => {
  const rig = new Rig();
  const caughtUp = Promise.withResolvers<void>();
  rig.caughtUp = caughtUp.promise;
  const sending = rig.send("first");
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual([rig.stored, rig.replies], [["first"], []]);
  caughtUp.resolve();
  assert.equal(await sending, "ack");
});
