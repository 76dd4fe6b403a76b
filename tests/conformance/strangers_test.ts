import assert from "node:assert/strict";
import { join } from "node:path";
import { limits } from "../../shared/limits.ts";
import { Refused } from "../support/client.ts";
import { guest, register } from "../support/http.ts";
import { makePeople } from "../support/people.ts";
import { RawWebSocket } from "../support/raw_websocket.ts";
import { serverOfFile, startServer } from "../support/server.ts";
import { meet, Person } from "../support/stranger.ts";
import { eventually } from "../support/wait.ts";

const server = serverOfFile({ flags: ["--workers", "2"] });

async function newPerson(): Promise<Person> {
  return await Person.connect(await guest(server().url), server().url);
}

const refused = (code: string) => (error: unknown) =>
  error instanceof Refused && error.code === code;

Deno.test("two strangers talk, and neither learns who the other is", async () => {
  await using a = await newPerson();
  await using b = await newPerson();
  assert.equal(await a.ask("next"), "waiting");
  assert.equal(await b.ask("next"), "paired");
  await a.is("paired");
  const { at } = await a.say("hello from the dark");
  assert.deepEqual(await b.hears("hello from the dark"), {
    type: "stranger-says",
    text: "hello from the dark",
    at,
  });
  await b.say("hello back");
  await a.hears("hello back");
  assert.equal(await a.ask("leave"), "none");
  await b.is("waiting");
  await b.ask("leave");
  for (const [person, other] of [[a, b], [b, a]]) {
    const told = person.client.frames.filter(({ type }) => type.startsWith("stranger"));
    assert.ok(told.length > 0);
    const text = JSON.stringify(told);
    assert.ok(!text.includes(other.account.id) && !text.includes(other.account.name), text);
  }
  await assert.rejects(a.say("anybody?"), refused("conflict"));
});

Deno.test("what strangers say is stored nowhere and logged nowhere", async () => {
  await using own = await startServer({ flags: ["--log-level", "debug"] });
  const people = [await guest(own.url), await guest(own.url)];
  await using a = await Person.connect(people[0], own.url);
  await using b = await Person.connect(people[1], own.url);
  await meet(a, b);
  const secret = "between the two of us 7f3a";
  await a.say(secret);
  await b.hears(secret);
  // What is written comes into the same files, and shows that they would be found there.
  await a.client.say("lobby", "for everybody 91c2");
  const files: string[] = [];
  for await (const { name } of Deno.readDir(own.data)) {
    const bytes = await Deno.readFile(join(own.data, name)).catch(() => new Uint8Array());
    files.push(new TextDecoder("latin1").decode(bytes));
  }
  assert.ok(files.some((content) => content.includes("for everybody 91c2")));
  assert.ok(!files.some((content) => content.includes(secret)));
  assert.ok(!(own.stdout + own.stderr).includes(secret));
});

Deno.test("next meets another one; all that was said before arrives before the end", async () => {
  await using a = await newPerson();
  await using b = await newPerson();
  await using c = await newPerson();
  await meet(a, b);
  assert.equal(await c.ask("next"), "waiting");
  const asked = [a.say("one"), a.say("two"), a.say("three"), a.ask("next")];
  assert.equal((await Promise.all(asked)).at(-1), "paired");
  await Promise.all([b.is("waiting"), c.is("paired")]);
  const heard = b.client.frames.filter(({ type }) => type.startsWith("stranger"));
  assert.deepEqual(heard.map(({ text, ended }) => text ?? ended).slice(-4), [
    "one",
    "two",
    "three",
    "next",
  ]);
  await a.say("hello c");
  await c.hears("hello c");
  assert.ok(!b.client.frames.some(({ text }) => text === "hello c"));
  for (const each of [a, c, b]) await each.ask("leave");
});

Deno.test("two who met last meet again when nobody else comes", async () => {
  await using a = await newPerson();
  await using b = await newPerson();
  await meet(a, b);
  assert.equal(await a.ask("next"), "waiting");
  await b.is("waiting");
  await Promise.all([a.is("paired"), b.is("paired")]);
  await a.ask("leave");
  await b.ask("leave");
});

Deno.test("a connection that breaks ends its pair, and the next one comes", async () => {
  await using a = await newPerson();
  const b = await RawWebSocket.connect({ port: server().port });
  b.sendText(JSON.stringify({ type: "hello", token: (await guest(server().url)).token }));
  while (!(await b.nextText()).includes('"welcome"'));
  await a.ask("next");
  b.sendText(JSON.stringify({ type: "stranger-next", id: "n" }));
  await a.is("paired");
  await b.destroy();
  await a.is("waiting");
  assert.deepEqual(a.endings(), ["gone"]);
  await using c = await newPerson();
  assert.equal(await c.ask("next"), "paired");
  await a.ask("leave");
  await c.ask("leave");
});

Deno.test("of several devices only the one that asked last is with a stranger", async () => {
  await using a = await newPerson();
  await using phone = await Person.connect(a.account, server().url);
  await using b = await newPerson();
  await meet(a, b);
  await b.say("to one device");
  await a.hears("to one device");
  assert.equal(await phone.ask("next"), "waiting");
  await a.is("none");
  await b.is("waiting");
  assert.ok(!phone.client.frames.some(({ type }) => type === "stranger-says"));
  await assert.rejects(a.say("still me?"), refused("conflict"));
  await phone.ask("leave");
  await b.ask("leave");
});

Deno.test("who is blocked is never met again, also after a restart", async () => {
  await using own = await startServer({ flags: ["--workers", "2"] });
  const [alice, bob] = [await register(own.url, "alice"), await register(own.url, "bob")];
  {
    await using a = await Person.connect(alice, own.url);
    await using b = await Person.connect(bob, own.url);
    await meet(a, b);
    assert.equal(await a.ask("block"), "none");
    await b.is("waiting");
    assert.deepEqual(b.endings(), ["left"], "being blocked looks like being left");
  }
  await own.restart();
  await using a = await Person.connect(alice, own.url);
  await using b = await Person.connect(bob, own.url);
  await using c = await Person.connect(await guest(own.url), own.url);
  assert.equal(await a.ask("next"), "waiting");
  assert.equal(await b.ask("next"), "waiting");
  assert.equal(await c.ask("next"), "paired");
  await a.is("paired");
  assert.equal(b.state, "waiting");
});

Deno.test("a report tells administrators who it was and what was said last, and blocks", async () => {
  await using own = await startServer();
  const administrator = await register(own.url, "alice");
  const rude = await guest(own.url, "rude");
  await using a = await Person.connect(administrator, own.url);
  await using b = await Person.connect(rude, own.url);
  await meet(a, b);
  await a.say("hello");
  await b.say("something bad");
  await a.hears("something bad");
  await b.say("something worse");
  await a.hears("something worse");
  const { state } = await a.client.request("stranger-report", { reason: "insults" });
  assert.equal(state, "none");
  await b.is("waiting");
  const { reports } = await a.client.request("all-reports");
  assert.equal(reports.length, 1);
  const { person, by, reason, text, room } = reports[0];
  assert.deepEqual([person.id, by.id, reason, room], [
    rude.id,
    administrator.id,
    "insults",
    undefined,
  ]);
  assert.equal(text, "something bad\nsomething worse");
  assert.equal(await a.ask("next"), "waiting");
});

Deno.test("what one says to strangers counts like any message, and has its limits", async () => {
  await using a = await newPerson();
  await using b = await newPerson();
  await meet(a, b);
  await assert.rejects(
    a.say("x".repeat(limits.messageBytes + 1)),
    refused("too-large"),
  );
  const said = Array.from({ length: limits.sendBurst + 20 }, (_, n) => a.say(`word ${n}`));
  const results = await Promise.allSettled(said);
  const failed = results.flatMap((r) => r.status === "rejected" ? [r.reason as Refused] : []);
  assert.ok(failed.length > 0);
  assert.ok(failed.every(({ code, retryAfter }) => code === "rate-limited" && retryAfter! > 0));
  await a.ask("leave");
  await b.ask("leave");
});

Deno.test("two hundred people over two gateways are always in twos, whatever they do", async () => {
  const data = await Deno.makeTempDir({ prefix: "parley-strangers-" });
  try {
    const tokens = await makePeople(data, 200);
    await using own = await startServer({
      data,
      flags: ["--workers", "2", "--sends-per-second", "0"],
    });
    const people = await Promise.all(
      tokens.map((token, n) => Person.connect({ token, id: "", name: `${n}` }, own.url)),
    );
    await Promise.all(people.map((person) => person.ask("next")));
    await Promise.all(people.map((person) => person.is("paired")));
    const first = await partners(people, "first");

    // Every other one goes on, a tenth leaves, a tenth is gone, all at once.
    const gone = people.filter((_, n) => n % 10 === 1);
    const leaving = people.filter((_, n) => n % 10 === 3);
    await Promise.all([
      ...gone.map((person) => person.client.close()),
      ...leaving.map((person) => person.ask("leave")),
      ...people.filter((_, n) => n % 2 === 0).map((person) => person.ask("next")),
    ]);
    const rest = people.filter((person) => !gone.includes(person) && !leaving.includes(person));
    // Who is left may be an even number, and has nobody to avoid for long.
    await Promise.all(rest.map((person) => person.is("paired")));
    const second = await partners(rest, "second");
    assert.equal(second.size, rest.length);
    assert.equal(first.size, people.length);
    await Promise.all(rest.map((person) => person.client.close()));
    await Promise.all(leaving.map((person) => person.client.close()));
  } finally {
    await Deno.remove(data, { recursive: true });
  }
});

/** Time for a round of words, when it takes longer because somebody is on the way to somebody else. */
const ROUND = 3_000;

/**
 * Lets all say something: each must be heard by one, who is heard by them. Whoever is just being left
 * may speak to nobody; so there are rounds, until one is whole.
 *
 * @returns who is with whom.
 */
async function partners(people: Person[], stem: string): Promise<Map<Person, Person>> {
  for (let round = 1;; round++) {
    const word = `${stem} ${round}`;
    await Promise.allSettled(
      people.map((person) => person.say(`${word} of ${person.account.name}`)),
    );
    const heard = (person: Person) =>
      person.client.frames.filter((f) => f.type === "stranger-says" && f.text.startsWith(word));
    const all = () => people.every((person) => heard(person).length > 0);
    const whole = await eventually(all, word, ROUND).then(() => true, () => false);
    if (!whole && round < 10) continue;
    const byName = new Map(people.map((person) => [person.account.name, person]));
    const found = new Map<Person, Person>();
    for (const person of people) {
      const words = heard(person);
      assert.equal(words.length, 1, `${person.account.name} hears one`);
      found.set(person, byName.get(words[0].text.split(" ").at(-1))!);
    }
    for (const [one, other] of found) assert.equal(found.get(other), one, "A pair is two.");
    return found;
  }
}
