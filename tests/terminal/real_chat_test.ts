/**
 * What people do with slash commands, on terminals in memory and the real server.
 * @module
 */
import assert from "node:assert/strict";
import { type Account, freshName, guest, PASSWORD, register } from "../support/http.ts";
import { serverOfFile } from "../support/server.ts";
import { Chatter } from "./chat_on_server.ts";

const server = serverOfFile();

interface Person {
  name: string;
  chat: Chatter;
  account: Account;
}

/** People in a new room of the first of them, which is open on each terminal. */
async function inRoom(
  stems: string[],
  body: (room: string, ...people: Person[]) => Promise<void>,
): Promise<void> {
  await using ended = new AsyncDisposableStack();
  const room = freshName("room");
  const people: Person[] = [];
  for (const stem of stems) {
    const name = freshName(stem);
    const account = await register(server().url, name);
    const chat = ended.use(new Chatter(server().url, account.token));
    await chat.sees("── #lobby");
    chat.say(`/join #${room}`);
    await chat.sees(`── #${room}`);
    people.push({ name, account, chat });
  }
  await body(room, ...people);
}

Deno.test("edits, reactions, pins and deletions are seen by everybody, and folded in the history", () =>
  inRoom(["alice", "bob"], async (_, alice, bob) => {
    alice.chat.say("hello wrold");
    await bob.chat.sees(`${alice.name}: hello wrold`);
    alice.chat.say("/edit");
    await alice.chat.sees(/> \/edit #\d+ hello wrold/);
    alice.chat.type("\x7f\x7f\x7f\x7f");
    alice.chat.say("orld");
    await bob.chat.sees(`${alice.name} changed “hello wrold” to: hello world`);
    bob.chat.say("/react 👍");
    await alice.chat.sees(`${bob.name} reacted 👍 to ${alice.name}'s “hello world”`);
    alice.chat.say("/pin");
    await bob.chat.sees(`${alice.name} pinned “hello world”`);
    bob.chat.say("/pins");
    await bob.chat.sees("hello world  (edited) (pinned) 👍 1");
    bob.chat.say("/reply I see");
    await alice.chat.sees(new RegExp(`↱ ${alice.name}: hello world\n\\S+ ${bob.name}: I see`));
    alice.chat.say("/delete ^2");
    await bob.chat.sees(`${alice.name} took “hello world” back`);
    bob.chat.say("/thread ^");
    await bob.chat.sees(`${alice.name}: (deleted)`);
  }));

Deno.test("a whisper is seen by those it is for, in its place, and a wrong name sends nothing", () =>
  inRoom(["alice", "bob", "carol"], async (_, alice, bob, carol) => {
    alice.chat.say(`/to @${bob.name} psst`);
    await bob.chat.sees(`${alice.name} (whisper to you): psst`);
    await alice.chat.sees(`›${alice.name} (whisper to ${bob.name}): psst`);
    alice.chat.say(`/to @${bob.name} @${carol.name}x secret`);
    await alice.chat.sees("Nothing was sent.");
    await alice.chat.sees(`> /to @${bob.name} @${carol.name}x secret`);
    alice.chat.type("\x15");
    alice.chat.say("for all");
    await carol.chat.sees(`${alice.name}: for all`);
    assert.doesNotMatch(carol.chat.text, /psst|secret/);
    assert.doesNotMatch(bob.chat.text, /secret/);
  }));

Deno.test("where addressing is on, a trailing name whispers", () =>
  inRoom(["alice", "bob", "carol"], async (_, alice, bob, carol) => {
    alice.chat.say("/room set addressing on");
    await carol.chat.sees("switched addressing on");
    bob.chat.say(`how are you? @${alice.name}`);
    await alice.chat.sees(`${bob.name} (whisper to you): how are you?`);
    bob.chat.say("all well");
    await carol.chat.sees(`${bob.name}: all well`);
    assert.doesNotMatch(carol.chat.text, /how are you/);
  }));

Deno.test("a private room is entered by a link, kept in order by its owner, and archived", () =>
  inRoom(["alice", "bob"], async (_, alice, bob) => {
    const den = freshName("den");
    alice.chat.say(`/create #${den} private secrets`);
    await alice.chat.sees(`── #${den} · secrets`);
    alice.chat.say("/link 1 1h");
    await alice.chat.sees(/\/accept \S+/);
    const [, code] = /\/accept (\S+)/.exec(alice.chat.text)!;
    bob.chat.say(`/accept ${code}`);
    await bob.chat.sees(`── #${den} · secrets`);
    alice.chat.say(`/role @${bob.name} moderator`);
    await bob.chat.sees(`made ${bob.name} moderator`);
    alice.chat.say("/members");
    await alice.chat.sees(`${bob.name}, moderator`);
    bob.chat.say("no shouting!!!");
    await alice.chat.sees("no shouting");
    alice.chat.say("/report too loud");
    await alice.chat.sees("Reported.");
    alice.chat.say("/reports");
    await alice.chat.sees(/too loud – \S+ #\d+: “no shouting!!!”/);
    alice.chat.say(`/mute @${bob.name} 10m calm down`);
    await bob.chat.sees("muted " + bob.name + " for 10 minutes: calm down");
    bob.chat.say("may I?");
    await bob.chat.sees(/Not sent to #\S+: A moderator muted you/);
    alice.chat.say("/archive");
    await alice.chat.sees(`archived #${den}`);
    alice.chat.say("/audit");
    await alice.chat.sees(`mute ${bob.name}`);
  }));

Deno.test("what was read on one device is read on the other", () =>
  inRoom(["alice", "bob"], async (room, alice, bob) => {
    await using phone = new Chatter(server().url, alice.account.token);
    await phone.sees("── #lobby");
    alice.chat.say("/room #lobby");
    await alice.chat.sees("── #lobby");
    bob.chat.say("anybody?");
    await phone.sees(`unread: #${room} 1`);
    alice.chat.say(`/room #${room}`);
    await phone.sees(/● online · #lobby · (?!unread)/);
  }));

Deno.test("who types and who is away is seen", () =>
  inRoom(["alice", "bob"], async (_, alice, bob) => {
    bob.chat.type("a long sto");
    await alice.chat.sees(`${bob.name} is typing`);
    bob.chat.type("\x15");
    bob.chat.say("/away lunch");
    await alice.chat.sees(`${bob.name} is away: lunch`);
    alice.chat.say("/who");
    await alice.chat.sees(`${bob.name} (away: lunch)`);
  }));

Deno.test("a password is changed without being shown, and the profile and name with it", () =>
  inRoom(["alice", "bob"], async (_, alice, bob) => {
    bob.chat.say("hello");
    await alice.chat.sees("hello");
    alice.chat.say("/password");
    await alice.chat.sees("Your password now: ");
    alice.chat.say(PASSWORD);
    await alice.chat.sees("A new password: ");
    alice.chat.say("correct pony battery");
    await alice.chat.sees("again: ");
    alice.chat.type("correct pony battery");
    await alice.chat.sees("again: ••••••••••••••••••••");
    alice.chat.type("\r");
    await alice.chat.sees("The password is changed.");
    assert.doesNotMatch(alice.chat.text, /correct/);
    const name = freshName("robert");
    bob.chat.say(`/name ${name}`);
    await alice.chat.sees(`${bob.name} is called ${name} now.`);
    bob.chat.say("/set-profile bio I test things");
    await bob.chat.sees("I test things");
    alice.chat.say(`/profile @${name}`);
    await alice.chat.sees("I test things");
  }));

Deno.test("two strangers talk, nobody else sees it, and QUIT ends it", async () => {
  await using ended = new AsyncDisposableStack();
  const [one, other] = [await guest(server().url), await guest(server().url)];
  const alice = ended.use(new Chatter(server().url, one.token, true));
  await alice.sees("Waiting for a stranger");
  const bob = ended.use(new Chatter(server().url, other.token, true));
  await bob.sees("You are with a stranger.");
  await alice.sees("You are with a stranger.");
  alice.say("hello you");
  await bob.sees("stranger: hello you");
  await alice.sees("›you: hello you");
  bob.say("QUIT");
  assert.equal(await bob.exit, 0);
  await alice.sees("The stranger left.");
  assert.doesNotMatch(alice.text, new RegExp(`lobby|${other.name}`));
});
