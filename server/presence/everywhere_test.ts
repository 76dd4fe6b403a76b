import assert from "node:assert/strict";
import type { PresenceChange } from "../bus/bus.ts";
import { Everywhere } from "./everywhere.ts";

const alice = { id: "U000000000000000A", name: "alice" };
const bob = { id: "U000000000000000B", name: "bob" };
const online: PresenceChange = { person: alice, state: "online" };
const idle: PresenceChange = { person: alice, state: "away" };
const offline: PresenceChange = { person: alice, state: "offline" };

function everywhere() {
  const told: string[] = [];
  const all = new Everywhere(({ person, state, text }) => {
    told.push([person.name, state, ...(text === undefined ? [] : [text])].join(" "));
  });
  return { all, told };
}

Deno.test("somebody is online as long as one node has them", () => {
  const { all, told } = everywhere();
  all.set("one", online);
  all.set("two", online);
  all.set("one", offline);
  assert.deepEqual([told, all.isOnline(alice.id)], [["alice online"], true]);
  all.set("two", offline);
  all.set("two", offline);
  assert.deepEqual(told, ["alice online", "alice offline"]);
  assert.equal(all.version, 2);
});

Deno.test("away is who is away at every node, or says so at one", () => {
  const { all, told } = everywhere();
  all.set("one", online);
  all.set("two", idle);
  assert.deepEqual(told, ["alice online"]);
  all.set("one", idle);
  all.set("one", online);
  assert.deepEqual(told.slice(1), ["alice away", "alice online"]);
  all.set("two", { ...idle, text: "lunch", said: true });
  assert.deepEqual(told.slice(3), ["alice away lunch"]);
  assert.deepEqual(all.people().map(({ state, text }) => [state, text]), [["away", "lunch"]]);
  all.set("two", offline);
  assert.deepEqual(told.slice(4), ["alice online"]);
});

Deno.test("a node that is gone takes its people along, and the whole of a node tells who went", () => {
  const { all, told } = everywhere();
  all.set("one", online);
  all.replace("two", [online, { person: bob, state: "online" }]);
  all.replace("two", [online]);
  all.drop("one");
  assert.deepEqual(told, ["alice online", "bob online", "bob offline"]);
  all.drop("two");
  assert.deepEqual(all.people(), []);
});
