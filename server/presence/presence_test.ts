import assert from "node:assert/strict";
import type { PresenceChange } from "../bus/bus.ts";
import { PresenceHub } from "./hub.ts";
import { OnlinePeople } from "./online.ts";

const alice = { id: "U000000000000000A", name: "alice" };
const bob = { id: "U000000000000000B", name: "bob" };

function hub(): { hub: PresenceHub; told: string[] } {
  const told: string[] = [];
  return {
    told,
    hub: new PresenceHub(({ person, online }) => told.push(`${person.name} ${online}`)),
  };
}

Deno.test("several devices on several gateways count as one person", () => {
  const { hub: presence, told } = hub();
  presence.arrive(1, alice);
  presence.arrive(1, alice);
  presence.arrive(2, alice);
  presence.depart(1, alice.id, true);
  presence.depart(2, alice.id, true);
  assert.deepEqual(told, ["alice true"]);
  presence.depart(1, alice.id, true);
  assert.deepEqual(told, ["alice true", "alice false"]);
  assert.deepEqual(presence.people(), []);
});

Deno.test("whoever breaks off and comes back in time was never offline", () => {
  const { hub: presence, told } = hub();
  presence.arrive(1, alice);
  presence.depart(1, alice.id, false);
  assert.equal(presence.isOnline(alice.id), true);
  presence.arrive(2, alice);
  presence.depart(2, alice.id, true);
  assert.deepEqual(told, ["alice true", "alice false"]);
  presence.close();
});

Deno.test("a gateway that ends takes its connections along, and no others", () => {
  const { hub: presence, told } = hub();
  presence.arrive(1, alice);
  presence.arrive(1, bob);
  presence.arrive(2, bob);
  presence.dropGateway(1);
  presence.depart(1, bob.id, true);
  assert.deepEqual(told, ["alice true", "bob true"]);
  presence.depart(2, bob.id, true);
  assert.deepEqual(told, ["alice true", "bob true", "bob false"]);
  presence.close();
});

Deno.test("a copy takes each change once, and notices when posts are missing", () => {
  const copy = new OnlinePeople();
  const come: PresenceChange = { person: alice, online: true };
  const go: PresenceChange = { person: alice, online: false };
  assert.deepEqual(copy.replace(0, []), []);
  assert.deepEqual(copy.apply(1, [come]), [come]);
  assert.deepEqual(copy.apply(1, [come]), []);
  assert.deepEqual(copy.apply(2, [come, go]), [go], "the first of the two is known");
  assert.equal(copy.apply(4, [go]), undefined, "number 3 is missing");
  assert.equal(copy.version, 2);
  assert.deepEqual(copy.replace(4, [bob]), [{ person: bob, online: true }]);
  assert.deepEqual([copy.get(alice.id), copy.get(bob.id)], [undefined, bob]);
  assert.deepEqual(copy.replace(3, []), [], "what is older than the copy changes nothing");
  assert.deepEqual(copy.get(bob.id), bob);
});

Deno.test("the whole of the hub tells a copy who came and who went", () => {
  const copy = new OnlinePeople();
  copy.replace(1, [alice]);
  assert.deepEqual(copy.replace(5, [bob]), [
    { person: alice, online: false },
    { person: bob, online: true },
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
