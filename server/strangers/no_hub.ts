/**
 * In place of the hub where there are several nodes: strangers are paired in the memory of one process, and
 * would meet only half of those who wait. Whoever asks is told so.
 * @module
 */
import type { StrangerNews, StrangerQuestion } from "./messages.ts";
import type { StrangerHub } from "./hub.ts";

/** What the store needs of a hub. */
export type Strangers = Pick<
  StrangerHub,
  "start" | "receive" | "gone" | "dropGateway" | "forget" | "close"
>;

export type TellStrangers = (gateway: number, news: StrangerNews) => void;

export class NoStrangers implements Strangers {
  readonly #tell: TellStrangers;

  constructor(tell: TellStrangers) {
    this.#tell = tell;
  }

  receive(gateway: number, { connection, ref }: StrangerQuestion): void {
    const message = "Strangers can't be met here: this server has several nodes, and they don't " +
      "share who waits. Write to somebody by name instead.";
    this.#tell(gateway, { connection, ref, answer: { ok: false, code: "unavailable", message } });
  }

  start(): void {}
  gone(): void {}
  dropGateway(): void {}
  forget(): void {}
  close(): void {}
}
