/**
 * How many connections there may be, all together and from one address.
 * @module
 */
import { limits } from "../../../shared/limits.ts";
import { networkOf } from "./address.ts";
import { refusal } from "./refusal.ts";

/** Which limit a connection is over. */
export type Surplus = "address" | "total";

export class Admission {
  #total = 0;
  readonly #byNetwork = new Map<string, number>();

  constructor(
    readonly maxConnections: number,
    readonly perAddress: number = limits.connectionsPerAddress,
    /** True if there can be one more than so many. */
    readonly hasRoom: (connections: number) => boolean = () => true,
  ) {}

  /**
   * Counts a connection.
   *
   * @param address undefined for that of a proxy: many come through it.
   * @returns the limit that it is over: then it is not counted, and must not leave.
   */
  enter(address: string | undefined): Surplus | undefined {
    if (this.#total >= this.maxConnections || !this.hasRoom(this.#total)) return "total";
    if (address !== undefined && !this.enterFrom(address)) return "address";
    this.#total++;
    return undefined;
  }

  leave(address: string | undefined): void {
    if (address !== undefined) this.leaveFrom(address);
    this.#total--;
  }

  /** Counts for its address what is in the total already. @returns false if that has as many as it may. */
  enterFrom(address: string): boolean {
    const network = networkOf(address);
    const count = this.#byNetwork.get(network) ?? 0;
    if (count >= this.perAddress) return false;
    this.#byNetwork.set(network, count + 1);
    return true;
  }

  leaveFrom(address: string): void {
    const network = networkOf(address);
    const count = this.#byNetwork.get(network) ?? 0;
    if (count > 1) this.#byNetwork.set(network, count - 1);
    else this.#byNetwork.delete(network);
  }
}

/** What a connection over a limit is answered. */
export function refuseSurplus(surplus: Surplus): Response {
  return surplus === "total"
    ? refusal(503, "busy", "The server has no room for one more connection. Try again later.")
    : refusal(
      429,
      "rate-limited",
      "Your address has as many connections as one may have. Close some, then try again.",
    );
}
