/**
 * Who meets whom in the pair rooms: those who wait, the pairs, whom nobody shall meet (again).
 *
 * What it keeps, after each call:
 * - A pair is two different accounts; an account is in one pair or waits once, with the device that asked
 *   last.
 * - Nobody waits while another one waits whom they may meet. So all who wait keep off one another, and
 *   whoever arrives has to look past those alone whom they keep off themselves: no search grows with the
 *   number of people.
 * - Two of whom one blocked the other never meet.
 * - Two who met last meet again only if both waited for `limits.strangerAgain` and nobody else came
 *   ({@linkcode Pairing.sweep}): at once, "next" would lead back to where one just was.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import type { StrangerState } from "../../shared/protocol/mod.ts";

/** The device that somebody meets strangers with. It is the caller's object, known by its identity. */
export interface Seat {
  readonly account: string;
}

/** Why a pair ended: the other one left, went on to the next, or their connection is gone. */
export type Ending = "left" | "next" | "gone";

/** A device stands otherwise now. */
export interface Change<S extends Seat> {
  seat: S;
  state: StrangerState;
  /** For whoever is left behind. */
  ended?: Ending;
}

interface Person<S extends Seat> {
  readonly seat: S;
  /** Undefined while waiting. */
  partner?: Person<S>;
  /** When the waiting began. */
  since: number;
  /** When they last asked for the next one or said something. */
  active: number;
}

/** Accounts of which it is remembered whom they met last. */
const CAPACITY = 50_000;

export class Pairing<S extends Seat> {
  /** All who wait or are paired, by account. */
  readonly #people = new Map<string, Person<S>>();
  /** Who waits longest comes first. */
  readonly #waiting = new Set<Person<S>>();
  readonly #lastMet = new Map<string, string>();
  /** In both directions. */
  readonly #blocked = new Map<string, Set<string>>();
  #changes: Change<S>[] = [];

  state(seat: S): StrangerState {
    const person = this.#find(seat);
    if (!person) return "none";
    return person.partner ? "paired" : "waiting";
  }

  /** The other one's device, if this one is in a pair. */
  partner(seat: S): S | undefined {
    return this.#find(seat)?.partner?.seat;
  }

  /** Leaves the stranger, if there is one, and meets the next. @returns what changed, in order. */
  next(seat: S, now: number): Change<S>[] {
    const seated = this.#people.get(seat.account);
    if (seated && seated.seat !== seat) {
      this.#remove(seated, "left", now);
      this.#note(seated, "none");
    }
    let person = this.#find(seat);
    if (!person) {
      person = { seat, since: now, active: now };
      this.#people.set(seat.account, person);
    }
    person.active = now;
    const left = this.#part(person);
    if (!this.#waiting.has(person)) this.#seek(person, now);
    if (left) this.#leaveBehind(left, "next", now);
    return this.#takeChanges();
  }

  /** Leaves the stranger, or the waiting. @returns what changed, in order. */
  leave(seat: S, ending: "left" | "gone", now: number): Change<S>[] {
    const person = this.#find(seat);
    if (!person) return [];
    this.#remove(person, ending, now);
    this.#note(person, "none");
    return this.#takeChanges();
  }

  /**
   * Sees to it that the two never meet again; a pair of them ends, at whatever device.
   *
   * @returns what changed, in order.
   */
  block(account: string, blocked: string, now: number): Change<S>[] {
    this.keepApart(account, blocked);
    const person = this.#people.get(account);
    if (person?.partner?.seat.account !== blocked) return [];
    return this.leave(person.seat, "left", now);
  }

  /** Somebody said something: they are at their keys. */
  spoke(seat: S, now: number): void {
    const person = this.#find(seat);
    if (person) person.active = now;
  }

  /** Lets those meet again who waited long enough. @returns what changed, in order. */
  sweep(now: number): Change<S>[] {
    for (const person of this.#waiting) {
      if (!waitedLong(person, now)) break; // Nor did anybody behind.
      const other = this.#people.get(this.#lastMet.get(person.seat.account) ?? "");
      if (!other || !this.#waiting.has(other) || !waitedLong(other, now)) continue;
      if (!this.#isBlocked(person, other)) this.#pair(person, other);
    }
    return this.#takeChanges();
  }

  /** Remembers a block. Neither may be with the other now: {@linkcode block} is for that. */
  keepApart(one: string, other: string): void {
    this.#addBlock(one, other);
    this.#addBlock(other, one);
  }

  /** Forgets an account that never comes back. */
  forget(account: string): void {
    for (const other of this.#blocked.get(account) ?? []) {
      const blocked = this.#blocked.get(other);
      blocked?.delete(account);
      if (blocked?.size === 0) this.#blocked.delete(other);
    }
    this.#blocked.delete(account);
    this.#lastMet.delete(account);
  }

  #find(seat: S): Person<S> | undefined {
    const person = this.#people.get(seat.account);
    return person?.seat === seat ? person : undefined;
  }

  #seek(person: Person<S>, now: number): void {
    for (const other of this.#waiting) {
      if (this.#mayMeet(person, other)) return this.#pair(person, other);
    }
    person.since = now;
    this.#waiting.add(person);
    this.#note(person, "waiting");
  }

  #mayMeet(one: Person<S>, other: Person<S>): boolean {
    const [a, b] = [one.seat.account, other.seat.account];
    return this.#lastMet.get(a) !== b && this.#lastMet.get(b) !== a && !this.#isBlocked(one, other);
  }

  #isBlocked(one: Person<S>, other: Person<S>): boolean {
    return this.#blocked.get(one.seat.account)?.has(other.seat.account) === true;
  }

  #pair(one: Person<S>, other: Person<S>): void {
    for (const [person, partner] of [[other, one], [one, other]]) {
      this.#waiting.delete(person);
      person.partner = partner;
      this.#rememberMeeting(person.seat.account, partner.seat.account);
      this.#note(person, "paired");
    }
  }

  /** Ends a pair. @returns the other one, who is nowhere for the moment. */
  #part(person: Person<S>): Person<S> | undefined {
    const other = person.partner;
    if (!other) return undefined;
    person.partner = other.partner = undefined;
    return other;
  }

  #remove(person: Person<S>, ending: Ending, now: number): void {
    const other = this.#part(person);
    this.#waiting.delete(person);
    this.#people.delete(person.seat.account);
    if (other) this.#leaveBehind(other, ending, now);
  }

  /** Finds another one for whoever was left, unless it seems that nobody is at the keys. */
  #leaveBehind(person: Person<S>, ended: Ending, now: number): void {
    if (now - person.active > limits.strangerSilence) {
      this.#people.delete(person.seat.account);
      return this.#note(person, "none", ended);
    }
    this.#note(person, "waiting", ended);
    this.#seek(person, now);
  }

  #rememberMeeting(account: string, other: string): void {
    this.#lastMet.delete(account);
    this.#lastMet.set(account, other);
    if (this.#lastMet.size <= CAPACITY) return;
    for (const oldest of this.#lastMet.keys()) {
      this.#lastMet.delete(oldest);
      return;
    }
  }

  #addBlock(account: string, other: string): void {
    const blocked = this.#blocked.get(account);
    if (blocked) blocked.add(other);
    else this.#blocked.set(account, new Set([other]));
  }

  #note({ seat }: Person<S>, state: StrangerState, ended?: Ending): void {
    const last = this.#changes.at(-1);
    // Who is left behind waits: said once, with the reason.
    if (last?.seat === seat && last.state === state) return;
    this.#changes.push(ended ? { seat, state, ended } : { seat, state });
  }

  #takeChanges(): Change<S>[] {
    const changes = this.#changes;
    this.#changes = [];
    return changes;
  }
}

function waitedLong<S extends Seat>({ since }: Person<S>, now: number): boolean {
  return now - since >= limits.strangerAgain;
}
