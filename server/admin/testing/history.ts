/**
 * Random histories of a chat, through the store: something in every table that an export has.
 * @module
 */
import fc from "fast-check";
import { parseName } from "../../../shared/names.ts";
import type { Person } from "../../../shared/protocol/mod.ts";
import type { MessageChange } from "../../chat/messages.ts";
import type { Write } from "../../store/log.ts";
import { append, joining, type Rig } from "../../store/sqlite/testing/rig.ts";

const PEOPLE = 3;

const text = fc.string({ unit: "binary", minLength: 1, maxLength: 40 })
  .filter((text) => text.isWellFormed() && text.trim() !== "");

const change: fc.Arbitrary<MessageChange> = fc.oneof(
  fc.record({ kind: fc.constant("edit" as const), text }),
  fc.record({ kind: fc.constant("delete" as const) }),
  fc.record({ kind: fc.constant("react" as const), emoji: fc.constant("🦜"), on: fc.boolean() }),
  fc.record({ kind: fc.constant("pin" as const), on: fc.boolean() }),
);

/** Something that somebody does; numbers mean people, rooms and messages. */
export type Step =
  & { by: number; room: number }
  & (
    | { op: "say"; text: string }
    | { op: "change"; seq: number; change: MessageChange }
    | { op: "join" | "leave" | "read" | "limit" | "direct" | "leave for good" }
    | { op: "ban" | "mute" | "report"; whom: number; text: string }
  );

const step: fc.Arbitrary<Step> = fc.tuple(
  fc.record({ by: fc.nat(PEOPLE - 1), room: fc.nat(1) }),
  fc.oneof(
    { weight: 5, arbitrary: fc.record({ op: fc.constant("say" as const), text }) },
    {
      weight: 3,
      arbitrary: fc.record({ op: fc.constant("change" as const), seq: fc.nat(12), change }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        op: fc.constantFrom("join", "leave", "read", "limit", "direct", "leave for good"),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        op: fc.constantFrom("ban", "mute", "report"),
        whom: fc.nat(PEOPLE - 1),
        text,
      }),
    },
  ),
).map(([where, what]) => ({ ...where, ...what }) as Step);

export const history: fc.Arbitrary<Step[]> = fc.array(step, { maxLength: 30 });

/** Lets it happen. What can't be is refused, and so leaves no trace. @returns the ids of the rooms. */
export async function live(rig: Rig, steps: readonly Step[]): Promise<string[]> {
  const people: Person[] = [];
  for (let n = 0; n < PEOPLE; n++) people.push(await rig.register(`person${n}`));
  const guest = await rig.register("passer-by", true);
  const leaver = await rig.register("leaver");
  const rooms = [await rig.join(people[0], "garden")];
  const { room: { id: shed } } = await rig.done({
    kind: "create-room",
    person: people[0],
    roomKind: "private",
    name: parseName("shed", "room"),
    topic: "Tools",
  });
  rooms.push(shed);
  await rig.commit(
    { kind: "invite", person: people[0], room: shed, invited: people[1] },
    joining(people[1], "garden"),
    { kind: "invite-to-server", codeHash: "server code", uses: 2, expiresAt: 1e15 },
    {
      kind: "create-invitation",
      person: people[0],
      room: shed,
      codeHash: "room code",
      uses: 2,
      expiresAt: 1e15,
    },
    {
      kind: "create-outgoing-hook",
      actor: people[0].id,
      room: rooms[0],
      name: "ci",
      url: "https://example.org/",
      secret: "signing",
    },
    { kind: "create-incoming-hook", actor: people[0].id, room: shed, name: "in", secretHash: "h" },
    { kind: "block-stranger", account: people[0].id, blocked: people[1].id },
    { ...append(people[0], rooms[0], "hello", "@room hello"), everyone: true },
    { kind: "note-network", guest: guest.id, network: "192.0.2.1" },
    { kind: "ban", actor: people[0], room: rooms[0], person: guest },
    { kind: "delete-account", person: leaver, passwordHash: "hash", messages: "erase" },
    { kind: "report", by: people[1], person: people[0].id, reason: "rude" },
    { kind: "rename", account: people[2].id, name: parseName("renamed", "name") },
  );
  await rig.commit(...steps.map((step, n) => toWrite(step, people, rooms[step.room], `s${n}`)));
  return rooms;
}

function toWrite(step: Step, people: Person[], room: string, id: string): Write {
  const person = people[step.by];
  switch (step.op) {
    case "say":
      return { ...append(person, room, id, step.text), everyone: step.text.length > 30 };
    case "change":
      return {
        kind: "change-message",
        author: person,
        administrator: false,
        room,
        target: step.seq,
        change: step.change,
      };
    case "join":
      return { kind: "enter", person, room };
    case "leave":
      return { kind: "leave", person, room };
    case "read":
      return { kind: "mark-read", account: person.id, room, seq: 4 };
    case "limit":
      return { kind: "change-room", person, room, action: "set-room", changes: { retention: 9 } };
    case "direct":
      return { kind: "direct", person, members: [person.id, people[0].id] };
    case "leave for good":
      return {
        kind: "delete-account",
        person,
        passwordHash: "hash",
        messages: step.room === 0 ? "keep" : "erase",
      };
    case "report":
      return {
        kind: "report",
        by: person,
        person: people[step.whom].id,
        reason: step.text,
        room,
        seq: 3,
      };
    default:
      return {
        kind: step.op,
        actor: person,
        room,
        person: people[step.whom],
        reason: step.text,
      };
  }
}
