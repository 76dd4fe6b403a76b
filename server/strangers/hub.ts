/**
 * The strangers of the whole server: who meets whom, and what they say to each other, in memory only.
 * Lives in the store's thread, the one place that all gateways share, of one node where there are several;
 * nothing here knows a name.
 * @module
 */
import { ParleyError, toParleyError } from "../../shared/errors.ts";
import { limits } from "../../shared/limits.ts";
import { type Change, Pairing, type Seat } from "../chat/pairing.ts";
import type { StrangerRule } from "../store/log.ts";
import type {
  StrangerAnswer,
  StrangerAsk,
  StrangerAsks,
  StrangerQuestion,
  Strangers,
  TellStrangers,
} from "./messages.ts";

/** Time between two looks at who waited long enough, and at what is to be erased. */
const SWEEP_INTERVAL = 1_000;

/** A connection that met strangers, or wants to. */
interface Device<G> extends Seat {
  readonly gateway: G;
  readonly connection: number;
  heard?: Heard;
}

/** The last words of the stranger who spoke last to somebody. */
interface Heard {
  account: string;
  texts: string[];
  length: number;
  at: number;
}

type Result = StrangerAsks[keyof StrangerAsks]["gives"];

/** Why nothing can be said. */
export function nobodyThere(): ParleyError {
  return new ParleyError("conflict", "You are with no stranger at the moment. Meet one first.");
}

/** `G` tells gateways apart. */
export class StrangerHub<G = number> implements Strangers<G> {
  readonly #pairing = new Pairing<Device<G>>();
  readonly #tell: TellStrangers<G>;
  readonly #now: () => number;
  /** Gateway → its connections that asked for anything. */
  readonly #devices = new Map<G, Map<number, Device<G>>>();
  readonly #timer: ReturnType<typeof setInterval>;

  /** @param now milliseconds since 1970. */
  constructor(tell: TellStrangers<G>, now: () => number = Date.now) {
    this.#tell = tell;
    this.#now = now;
    this.#timer = setInterval(() => this.sweep(), SWEEP_INTERVAL);
  }

  start(blocks: Iterable<readonly [account: string, blocked: string]>): void {
    for (const [account, blocked] of blocks) this.#pairing.keepApart(account, blocked);
  }

  receive(gateway: G, { connection, ref, account, ask }: StrangerQuestion): void {
    const device = this.#device(gateway, connection, account);
    const { answer, changes } = this.#carryOut(device, ask);
    // The answer first: it tells the asker's own standing, which the others' may hang on.
    this.#tell(gateway, { connection, ref, answer });
    for (const change of changes) {
      if (change.seat !== device) this.#tellChange(change);
    }
  }

  /** A connection ended. */
  gone(gateway: G, connection: number): void {
    const devices = this.#devices.get(gateway);
    const device = devices?.get(connection);
    if (!device) return;
    devices!.delete(connection);
    for (const change of this.#pairing.leave(device, "gone", this.#now())) {
      if (change.seat !== device) this.#tellChange(change);
    }
  }

  /** A gateway ended: so did all of its connections. */
  dropGateway(gateway: G): void {
    for (const connection of this.#devices.get(gateway)?.keys() ?? []) {
      this.gone(gateway, connection);
    }
    this.#devices.delete(gateway);
  }

  heed(rules: readonly StrangerRule[]): void {
    for (const { account, blocked } of rules) {
      if (blocked === undefined) this.#pairing.forget(account);
      // Where it was asked for they are apart already, but not where that was the hub of another node.
      else this.#pairing.block(account, blocked, this.#now()).forEach(this.#tellChange, this);
    }
  }

  /** Called about once a second: who waited long enough may meet again, and old words are erased. */
  sweep(): void {
    const now = this.#now();
    for (const change of this.#pairing.sweep(now)) this.#tellChange(change);
    for (const devices of this.#devices.values()) {
      for (const device of devices.values()) {
        const { heard } = device;
        if (!heard || now - heard.at < limits.strangerRecall) continue;
        if (this.#pairing.partner(device)?.account !== heard.account) device.heard = undefined;
      }
    }
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #device(gateway: G, connection: number, account: string): Device<G> {
    let devices = this.#devices.get(gateway);
    if (!devices) this.#devices.set(gateway, devices = new Map());
    let device = devices.get(connection);
    if (!device) devices.set(connection, device = { gateway, connection, account });
    return device;
  }

  #carryOut(
    device: Device<G>,
    ask: StrangerAsk,
  ): { answer: StrangerAnswer; changes: Change<Device<G>>[] } {
    try {
      const { changes = [], ...result } = this.#run(device, ask);
      return { answer: { ok: true, result: result as Result }, changes };
    } catch (error) {
      const { code, message } = toParleyError(error);
      return { answer: { ok: false, code, message }, changes: [] };
    }
  }

  #run(device: Device<G>, ask: StrangerAsk): Result & { changes?: Change<Device<G>>[] } {
    const now = this.#now();
    switch (ask.name) {
      case "next": {
        const changes = this.#pairing.next(device, now);
        return { changes, state: this.#pairing.state(device) };
      }
      case "leave": {
        const changes = this.#pairing.leave(device, "left", now);
        return { changes, state: this.#pairing.state(device) };
      }
      case "say":
        this.#say(device, ask.text, now);
        return { at: now };
      case "block": {
        const { account, said } = this.#whomToBlock(device);
        device.heard = undefined;
        const changes = this.#pairing.block(device.account, account, now);
        return { changes, state: this.#pairing.state(device), account, said };
      }
    }
  }

  #say(device: Device<G>, text: string, at: number): void {
    const partner = this.#pairing.partner(device);
    if (!partner) throw nobodyThere();
    this.#pairing.spoke(device, at);
    let { heard } = partner;
    if (heard?.account !== device.account) {
      heard = partner.heard = { account: device.account, texts: [], length: 0, at };
    }
    hear(heard, text, at);
    this.#tell(partner.gateway, {
      connection: partner.connection,
      frame: { type: "stranger-says", text, at },
    });
  }

  /**
   * The stranger who spoke last. For who reads something bad and reaches for "block" may be with the next
   * one by then, who has not said a word yet.
   */
  #whomToBlock(device: Device<G>): { account: string; said: string } {
    const account = device.heard?.account ?? this.#pairing.partner(device)?.account;
    if (account === undefined) {
      throw new ParleyError("conflict", "You are with no stranger, nor were you of late.");
    }
    return { account, said: device.heard?.texts.join("\n") ?? "" };
  }

  #tellChange({ seat: { gateway, connection }, state, ended }: Change<Device<G>>): void {
    const frame = ended
      ? { type: "stranger" as const, state, ended }
      : { type: "stranger" as const, state };
    this.#tell(gateway, { connection, frame });
  }
}

/** Keeps as much of the newest words as a report shows. */
function hear(heard: Heard, text: string, at: number): void {
  heard.at = at;
  heard.texts.push(text);
  heard.length += text.length;
  while (
    heard.texts.length > limits.reportedMessages ||
    heard.length > limits.reportedLength && heard.texts.length > 1
  ) {
    heard.length -= heard.texts.shift()!.length;
  }
}
