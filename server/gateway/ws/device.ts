/**
 * A connection as commands see it: the strangers that are met there, and whether anybody is at it.
 * @module
 */
import type { ServerFrame } from "../../../shared/protocol/mod.ts";
import type { Connection } from "../../commands/command.ts";
import type { Strangers } from "../../strangers/line.ts";
import type { Gateway } from "../gateway.ts";

export class Device implements Connection {
  idle = false;
  #strangers: Strangers | undefined;
  readonly #gateway: Gateway;
  readonly #account: string;
  readonly #tell: (frame: ServerFrame) => void;

  /** @param tell sends a frame to the connection. */
  constructor(gateway: Gateway, account: string, tell: (frame: ServerFrame) => void) {
    this.#gateway = gateway;
    this.#account = account;
    this.#tell = tell;
  }

  /** Made when it is asked for: few connections meet strangers. */
  get strangers(): Strangers {
    return this.#strangers ??= this.#gateway.strangers.connect(this.#account, this.#tell);
  }

  setIdle(idle: boolean): void {
    if (this.idle === idle) return;
    this.idle = idle;
    this.#gateway.lookAtIdle(this.#account);
  }
}
