/**
 * Which accounts have nobody at any of their devices, as far as one gateway knows. The hub joins that
 * of all gateways: several devices count as one.
 * @module
 */

interface Device {
  /** Whether nobody is at it. */
  readonly idle: boolean;
}

export class IdleDevices {
  readonly #idle = new Set<string>();
  readonly #tell: (account: string, idle: boolean) => void;

  /** @param tell gets each change of an account that has devices here. */
  constructor(tell: (account: string, idle: boolean) => void) {
    this.#tell = tell;
  }

  /** Looks at an account's devices here again; undefined for none. */
  look(account: string, devices: Iterable<Device> | undefined): void {
    if (!devices) {
      this.#idle.delete(account);
      return;
    }
    let idle = true;
    for (const device of devices) idle &&= device.idle;
    if (idle === this.#idle.has(account)) return;
    if (idle) this.#idle.add(account);
    else this.#idle.delete(account);
    this.#tell(account, idle);
  }
}
