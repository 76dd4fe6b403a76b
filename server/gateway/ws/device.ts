/**
 * A connection as commands see it: the strangers that are met there, whether anybody is at it and reads.
 * @module
 */
import { limits } from "../../../shared/limits.ts";
import type { Connection } from "../../commands/command.ts";
import type { Strangers } from "../../strangers/line.ts";
import type { Gateway } from "../gateway.ts";
import type { Session } from "./session.ts";

export class Device implements Connection {
  idle = false;
  #strangers: Strangers | undefined;
  readonly #gateway: Gateway;
  readonly #account: string;
  readonly #session: Pick<Session, "reply" | "waiting">;

  constructor(gateway: Gateway, account: string, session: Pick<Session, "reply" | "waiting">) {
    this.#gateway = gateway;
    this.#account = account;
    this.#session = session;
  }

  get isBehind(): boolean {
    return this.#session.waiting > limits.outboxBytes;
  }

  /** Made when it is asked for: few connections meet strangers. */
  get strangers(): Strangers {
    return this.#strangers ??= this.#gateway.strangers.connect(
      this.#account,
      (frame) => this.#session.reply(frame),
    );
  }

  setIdle(idle: boolean): void {
    if (this.idle === idle) return;
    this.idle = idle;
    this.#gateway.lookAtIdle(this.#account);
  }
}
