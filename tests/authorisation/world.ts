/**
 * A small world for each question of the authorisation matrix: a room of a kind, and one person of each
 * standing towards it. Every question gets people and a room of its own, so that no answer changes another.
 * @module
 */
import * as v from "valibot";
import { carryOut } from "../../server/commands/carry_out.ts";
import type { Gateway } from "../../server/gateway/gateway.ts";
import { ParleyError } from "../../shared/errors.ts";
import {
  type Person,
  type Request,
  type RequestResult,
  REQUESTS,
  type RequestType,
  type Room,
  type RoomKind,
} from "../../shared/protocol/mod.ts";
import type { Wired } from "../support/wired.ts";

/** Who asks. A guest is a member of the room; an administrator is none. */
export const ASKERS = [
  "guest",
  "outsider",
  "member",
  "moderator",
  "owner",
  "administrator",
] as const;
export type Asker = (typeof ASKERS)[number];

/** Besides those: another member, to whom things are done, and somebody who is not in the room yet. */
type Somebody = Asker | "victim" | "newcomer";

const ACCOUNTS = ["outsider", "member", "moderator", "owner", "victim", "newcomer"] as const;
const MEMBERS = ["moderator", "member", "guest", "victim"] as const;

let worlds = 0;

export class World {
  /** Of everybody but the guest. */
  readonly password = "correct horse battery";
  room!: Room;
  /** `seq` of a message that the victim wrote. */
  message = 0;
  readonly #gateway: Gateway;
  readonly #tokens = new Map<Somebody, string>();
  readonly #number = ++worlds;

  private constructor(gateway: Gateway) {
    this.#gateway = gateway;
  }

  /** @param root an administrator who makes others so. */
  static async make(wired: Wired, root: Person, kind: RoomKind): Promise<World> {
    const world = new World(wired.gateways[0]);
    for (const who of ACCOUNTS) {
      world.#tokens.set(who, (await wired.register(world.name(who), world.password)).token);
    }
    world.#tokens.set("guest", (await wired.guest(world.name("guest"))).token);
    const name = world.name("administrator");
    const { id, token } = await wired.register(name, world.password);
    world.#tokens.set("administrator", token);
    const person = { id, name };
    const write = { kind: "set-administrator", actor: root, person, on: true } as const;
    await wired.gateways[0].store.write(write);
    await world.#makeRoom(kind);
    world.message = (await world.ask("victim", "send", { text: "hello" })).seq;
    return world;
  }

  name(who: Somebody): string {
    return `${who}${this.#number}`;
  }

  /** Asks as somebody; the room is filled in. @throws {ParleyError} the refusal. */
  async ask<T extends RequestType>(
    who: Somebody,
    type: T,
    fields: Record<string, unknown> = {},
  ): Promise<RequestResult<T>> {
    const signedIn = await this.#gateway.signIn(this.#tokens.get(who)!);
    if (!signedIn) throw new ParleyError("not-signed-in", "The session has ended.");
    const schema = REQUESTS[type].input;
    const room = "room" in schema.entries && this.room ? { room: this.room.id } : {};
    const input = v.parse(schema, { type, id: crypto.randomUUID(), ...room, ...fields });
    const context = this.#gateway.contextOf(signedIn);
    return await carryOut(context, input as Request) as RequestResult<T>;
  }

  /** Does something as somebody who may, so that the opposite can be asked for. @returns the fields. */
  async after(type: "ban" | "mute", fields: Record<string, unknown>) {
    await this.#asOwner(type, fields);
    return fields;
  }

  async invitation(): Promise<string> {
    return (await this.#asOwner("create-invitation"))?.invitation.id ?? "none";
  }

  async invitationCode(): Promise<string> {
    return (await this.#asOwner("create-invitation"))?.code ?? "NONE-NONE-NONE";
  }

  async serverInvitation(): Promise<string> {
    return (await this.ask("administrator", "create-server-invitation")).id;
  }

  async hook(): Promise<string> {
    return (await this.#asOwner("create-incoming-hook", { name: "ci" }))?.hook.id ?? "none";
  }

  /** A member reports the victim's message. @returns the report's id. */
  async report(): Promise<string> {
    await this.ask("guest", "report", { seq: this.message, reason: "rude" });
    const { reports } = await this.ask("administrator", "all-reports");
    return reports.find((report) => report.room === this.room.id)!.id;
  }

  async sessionOf(who: Somebody): Promise<string> {
    return (await this.ask(who, "sessions")).sessions[0].id;
  }

  async tokenOf(who: Somebody): Promise<string> {
    return (await this.ask(who, "create-token", { name: "x", scopes: ["read"] })).info.id;
  }

  /** Undefined where nobody may: in a direct room. */
  async #asOwner<T extends RequestType>(
    type: T,
    fields: Record<string, unknown> = {},
  ): Promise<RequestResult<T> | undefined> {
    if (this.room.kind === "direct") return undefined;
    return await this.ask("owner", type, fields);
  }

  async #makeRoom(kind: RoomKind): Promise<void> {
    if (kind === "direct") {
      const people = MEMBERS.filter((who) => who !== "moderator").map((who) => this.name(who));
      this.room = (await this.ask("moderator", "direct", { people })).room;
      return;
    }
    this.room =
      (await this.ask("owner", "create-room", { name: `room${this.#number}`, kind })).room;
    for (const who of MEMBERS) await this.ask("owner", "invite", { person: this.name(who) });
    await this.ask("owner", "set-role", { person: this.name("moderator"), role: "moderator" });
  }
}
