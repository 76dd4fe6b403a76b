/**
 * A connection as commands see it: the strangers that are met there, and whether anybody is at it.
 * @module
 */
import type { ServerFrame } from "../../../shared/protocol/mod.ts";
import type { Connection } from "../../commands/command.ts";
import type { Strangers } from "../../strangers/line.ts";
import type { Gateway } from "../gateway.ts";

export class Device implements Connection {
  readonly strangers: Strangers;
  idle = false;
  readonly #gateway: Gateway;
  readonly #account: string;

  constructor(gateway: Gateway, account: string, tell: (frame: ServerFrame) => void) {
    this.#gateway = gateway;
    this.#account = account;
    this.strangers = gateway.strangers.connect(account, tell);
  }

  setIdle(idle: boolean): void {
    if (this.idle === idle) return;
    this.idle = idle;
    this.#gateway.lookAtIdle(this.#account);
  }
}
