/**
 * The proxies that are believed, and what they say of where a request comes from.
 * @module
 */
import { BlockList, isIP } from "node:net";
import { plainAddress } from "./address.ts";

/** True for an address, or a network in CIDR notation. */
export function isSubnet(text: string): boolean {
  const [address, prefix, more] = text.split("/");
  const bits = isIP(address) === 4 ? 32 : 128;
  if (isIP(address) === 0 || more !== undefined) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits);
}

export class TrustedProxies {
  readonly #subnets = new BlockList();

  /** @param subnets as {@linkcode isSubnet} takes them. */
  constructor(subnets: readonly string[]) {
    for (const subnet of subnets) {
      const [address, prefix] = subnet.split("/");
      const family = isIP(address) === 4 ? "ipv4" : "ipv6";
      if (prefix === undefined) this.#subnets.addAddress(address, family);
      else this.#subnets.addSubnet(address, Number(prefix), family);
    }
  }

  includes(address: string): boolean {
    const version = isIP(address);
    return version !== 0 && this.#subnets.check(address, version === 4 ? "ipv4" : "ipv6");
  }

  /**
   * Where a request comes from: of the addresses that it has passed, the last one that is no trusted
   * proxy's. What stands before that in the header, anybody may have written.
   *
   * @param address the other end of the connection.
   * @param forwardedFor the header `X-Forwarded-For`, each proxy's entry behind the one before.
   */
  clientOf(address: string, forwardedFor: string | null | undefined): string {
    const passed = (forwardedFor ?? "").split(",").map((entry) => entry.trim());
    let client = address;
    while (passed.length > 0 && this.includes(client)) {
      const before = plainAddress(withoutPort(passed.pop()!));
      if (isIP(before) === 0) break;
      client = before;
    }
    return client;
  }
}

/** `192.0.2.7:4711` and `[2001:db8::1]:4711` are what some proxies write. */
function withoutPort(entry: string): string {
  return /^\[(.*)\](?::\d+)?$/.exec(entry)?.[1] ?? entry.replace(/^([\d.]+):\d+$/, "$1");
}
