import assert from "node:assert/strict";
import type { Person } from "../../shared/protocol/mod.ts";
import type { PresenceChange } from "../bus/bus.ts";
import { PresenceHub } from "./hub.ts";
import { IdleDevices } from "./idle_devices.ts";
import { OnlinePeople } from "./online.ts";

const alice = { id: "U000000000000000A", name: "alice" };
const bob = { id: "U000000000000000B", name: "bob" };

function online(person: Person): PresenceChange {
  return { person, state: "online" };
}

function hub(): { hub: PresenceHub; told: string[] } {
  const told: string[] = [];
  return {
    told,
    hub: new PresenceHub(({ person, state, text }) => {
      told.push([person.name, state, ...(text === undefined ? [] : [text])].join(" "));
    }),
  };
}

Deno.test("several devices on several gateways count as one person", () => {
  const { hub: presence, told } = hub();
  presence.arrive(1, alice);
  presence.arrive(1, alice);
  presence.arrive(2, alice);
  presence.depart(1, alice.id, true);
  presence.depart(2, alice.id, true);
  assert.deepEqual(told, ["alice online"]);
  presence.depart(1, alice.id, true);
  assert.deepEqual(told, ["alice online", "alice offline"]);
  assert.deepEqual(presence.people(), []);
});

Deno.test("whoever breaks off and comes back in time was never offline", () => {
  const { hub: presence, told } = hub();
  presence.arrive(1, alice);
  presence.depart(1, alice.id, false);
  assert.equal(presence.isOnline(alice.id), true);
  presence.arrive(2, alice);
  presence.depart(2, alice.id, true);
  assert.deepEqual(told, ["alice online", "alice offline"]);
  presence.close();
});

Deno.test("a gateway that ends takes its connections along, and no others", () => {
  const { hub: presence, told } = hub();
  presence.arrive(1, alice);
  presence.arrive(1, bob);
  presence.arrive(2, bob);
  presence.dropGateway(1);
  presence.depart(1, bob.id, true);
  assert.deepEqual(told, ["alice online", "bob online"]);
  presence.depart(2, bob.id, true);
  assert.deepEqual(told, ["alice online", "bob online", "bob offline"]);
  presence.close();
});

Deno.test("a copy takes each change once, and notices when posts are missing", () => {
  const copy = new OnlinePeople();
  const come: PresenceChange = { person: alice, state: "online" };
  const go: PresenceChange = { person: alice, state: "offline" };
  assert.deepEqual(copy.replace(0, []), []);
  assert.deepEqual(copy.apply(1, [come]), [come]);
  assert.deepEqual(copy.apply(1, [come]), []);
  assert.deepEqual(copy.apply(2, [come, go]), [go], "the first of the two is known");
  assert.equal(copy.apply(4, [go]), undefined, "number 3 is missing");
  assert.equal(copy.version, 2);
  assert.deepEqual(copy.replace(4, [online(bob)]), [{ person: bob, state: "online" }]);
  assert.deepEqual([copy.get(alice.id), copy.get(bob.id)], [undefined, bob]);
  assert.deepEqual(copy.replace(3, []), [], "what is older than the copy changes nothing");
  assert.deepEqual(copy.get(bob.id), bob);
});

Deno.test("the whole of the hub tells a copy who came and who went", () => {
  const copy = new OnlinePeople();
  copy.replace(1, [online(alice)]);
  assert.deepEqual(copy.replace(5, [online(bob)]), [
    { person: alice, state: "offline" },
    { person: bob, state: "online" },
  ]);
  assert.equal(copy.get(alice.id), undefined);
  assert.deepEqual(copy.get(bob.id), bob);
});

Deno.test("whoever has a connection here is online before the hub says so", () => {
  const copy = new OnlinePeople();
  copy.addHere(alice);
  assert.deepEqual(copy.get(alice.id), alice);
  copy.removeHere(alice.id);
  assert.equal(copy.get(alice.id), undefined);
});

Deno.test("a person is away when nobody is at any of the devices", () => {
  const { hub: presence, told } = hub();
  presence.arrive(1, alice);
  presence.arrive(2, alice);
  presence.setIdle(1, alice.id, true);
  assert.deepEqual(told, ["alice online"]);
  presence.setIdle(2, alice.id, true);
  presence.setIdle(1, alice.id, false);
  presence.depart(1, alice.id, true);
  assert.deepEqual(told, ["alice online", "alice away", "alice online", "alice away"]);
  presence.arrive(1, alice);
  presence.dropGateway(2);
  assert.deepEqual(told.slice(4), ["alice online"]);
  presence.setIdle(2, alice.id, true);
  assert.deepEqual(told.slice(5), [], "a gateway without a connection says nothing of them");
});

Deno.test("who says that they are away is away on all devices, with a text, until they take it back", () => {
  const { hub: presence, told } = hub();
  presence.say(alice.id, { text: "nobody is here" });
  presence.arrive(1, alice);
  presence.say(alice.id, { text: "lunch" });
  presence.arrive(1, alice);
  presence.setIdle(1, alice.id, true);
  presence.setIdle(1, alice.id, false);
  presence.say(alice.id, { text: "lunch" });
  // What is said again is told again: of what nodes know, the newest counts.
  assert.deepEqual(told, ["alice online", "alice away lunch", "alice away lunch"]);
  const at = presence.say(alice.id, {});
  const [{ state, said, saidAt }] = presence.people();
  assert.deepEqual([state, said, saidAt], ["away", true, at]);
  presence.say(alice.id, undefined);
  assert.deepEqual(told.slice(3), ["alice away", "alice online"]);
  presence.setAway(alice.id, { text: "long ago" }, at);
  assert.equal(told.length, 5);
});

Deno.test("away survives a connection that breaks and comes back, and no goodbye", () => {
  const { hub: presence, told } = hub();
  presence.arrive(1, alice);
  presence.say(alice.id, { text: "lunch" });
  presence.depart(1, alice.id, false);
  presence.arrive(2, alice);
  assert.deepEqual(told, ["alice online", "alice away lunch"]);
  presence.depart(2, alice.id, true);
  presence.arrive(2, alice);
  assert.deepEqual(told.slice(2), ["alice offline", "alice online"]);
  presence.close();
});

Deno.test("a copy knows who is away, and what of it is news", () => {
  const copy = new OnlinePeople();
  const lunch: PresenceChange = { person: alice, state: "away", text: "lunch" };
  copy.addHere(alice);
  copy.replace(1, [lunch]);
  assert.deepEqual(copy.get(alice.id), { ...alice, away: true, awayText: "lunch" });
  assert.deepEqual(copy.replace(2, [lunch]), []);
  const quiet: PresenceChange = { person: alice, state: "away" };
  assert.deepEqual(copy.replace(3, [quiet]), [quiet]);
  assert.deepEqual(copy.get(alice.id), { ...alice, away: true });
  assert.deepEqual(copy.apply(4, [online(alice)]), [online(alice)]);
  assert.deepEqual(copy.get(alice.id), alice);
});

Deno.test("a gateway tells when the last device of somebody becomes idle, and when one no longer is", () => {
  const told: [string, boolean][] = [];
  const devices = new IdleDevices((account, idle) => told.push([account, idle]));
  devices.look("alice", [{ idle: false }, { idle: true }]);
  assert.deepEqual(told, []);
  devices.look("alice", [{ idle: true }]);
  devices.look("alice", [{ idle: true }, { idle: true }]);
  assert.deepEqual(told, [["alice", true]]);
  devices.look("alice", [{ idle: true }, { idle: false }]);
  assert.deepEqual(told, [["alice", true], ["alice", false]]);
  devices.look("alice", [{ idle: true }]);
  devices.look("alice", undefined);
  devices.look("alice", [{ idle: true }]);
  assert.deepEqual(told.slice(2), [["alice", true], ["alice", true]]);
});
