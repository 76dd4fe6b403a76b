/**
 * Tests of the commands, in this process, against a scripted server over real sockets.
 * @module
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { limits } from "../../shared/limits.ts";
import { LOBBY, problem } from "../../shared/net/testing/scripted_api.ts";
import type { Prompter } from "../session/prompter.ts";
import { OutputClosed } from "./context.ts";
import { World } from "./testing/world.ts";

const ALICE = { PARLEY_PASSWORD: "correct horse", PARLEY_USER: "alice" };

/** A world in which alice is logged in. */
function withAlice(body: (world: World) => Promise<void>): Promise<void> {
  return World.with(async (world) => {
    await world.run("login --register", { env: ALICE });
    await body(world);
  });
}

const lobby = (world: World) =>
  world.server.api.find(LOBBY).events.map((event) => event.kind === "message" ? event.text : "");

Deno.test("login keeps a session that later commands use, and logout ends it", () =>
  World.with(async (world) => {
    const login = await world.run("login --user alice --register", { env: ALICE });
    assert.deepEqual(login.out, `Logged in at ${world.server.url} as alice.\n`);
    assert.equal((await world.run("whoami")).out, "alice\n");
    assert.equal(
      (await world.run("whoami --json --user alice")).out,
      `{"id":"Ualice","name":"alice","createdAt":0}\n`,
    );
    assert.equal(world.server.api.tokens.size, 1);
    assert.equal((await world.run("logout")).code, 0);
    assert.equal(world.server.api.tokens.size, 0);
    const after = await world.run("logout");
    assert.deepEqual([after.code, after.err], [4, [`Not logged in at ${world.server.url}.`]]);
  }));

Deno.test("the password can come on the first line of stdin, the text on the rest", () =>
  World.with(async (world) => {
    const stdin = "correct horse\r\nhello\nworld\n";
    const line = "send --password-stdin --register --user alice --room lobby";
    assert.deepEqual(await world.run(line, { stdin }), { code: 0, out: "", err: [] });
    await world.run("send --password-stdin --room lobby", { stdin: "correct horse\nagain\n" });
    assert.deepEqual(lobby(world), ["hello\nworld", "again"]);
  }));

Deno.test("the token of the environment is used in place of any session", () =>
  withAlice(async (world) => {
    const env = { PARLEY_TOKEN: world.server.api.session("robot") };
    assert.equal((await world.run("whoami", { env })).out, "robot\n");
    const { code, err } = await world.run("whoami", { env: { PARLEY_TOKEN: "old", ...ALICE } });
    assert.deepEqual([code, err], [4, ["The session has ended. Log in again."]]);
  }));

Deno.test("a session that the server has ended makes it ask for the password again", () =>
  withAlice(async (world) => {
    world.server.api.tokens.clear();
    const asked: string[] = [];
    const prompter = {
      password: (message: string) => {
        asked.push(message);
        return Promise.resolve("correct horse");
      },
    } as Prompter;
    assert.equal((await world.run("whoami", { prompter })).out, "alice\n");
    assert.deepEqual(asked, ["Password of alice"]);
    world.server.api.tokens.clear();
    const { code, err } = await world.run("whoami");
    assert.equal(code, 4);
    assert.match(err.at(-1)!, /no terminal to ask.*PARLEY_PASSWORD/);
  }));

Deno.test("a guest leaves no session behind, here or on the server", () =>
  World.with(async (world) => {
    assert.equal((await world.run("whoami --guest --user visitor")).out, "visitor (guest)\n");
    assert.equal(world.server.api.tokens.size, 0);
    assert.equal((await world.run("logout")).code, 4);
  }));

Deno.test("send enters the room, and prints what the server answered", () =>
  withAlice(async (world) => {
    const { out, code } = await world.run("send --room #lobby hello there --json --me");
    assert.equal(code, 0);
    const { id, ...posted } = JSON.parse(out);
    assert.deepEqual(posted, { room: LOBBY, seq: 1, at: 1_700_000_000_001 });
    const [event] = world.server.api.find(LOBBY).events as { id?: string; action?: boolean }[];
    assert.deepEqual([event.id, event.action], [id, true]);
  }));

Deno.test("send tries again, with the same id, what may have got lost", () =>
  withAlice(async (world) => {
    await world.run("send --room lobby first");
    const { api } = world.server;
    const answers = [problem("busy", "Busy.", 0.01), { status: 502, body: "" }];
    api.fault = (call) => {
      if (!call.path.endsWith("/messages") || answers.length === 0) return undefined;
      // Committed, and the answer lost: the worst case.
      const { id, text } = call.body as { id: string; text: string };
      api.append({ id: "Ualice", name: "alice" }, { id, text, room: LOBBY });
      return answers.shift();
    };
    assert.equal((await world.run("send --room lobby second")).code, 0);
    assert.deepEqual(answers, []);
    assert.deepEqual(lobby(world), ["first", "second"]);
  }));

Deno.test("send gives up when its time is over", () =>
  withAlice(async (world) => {
    world.server.api.fault = () => problem("rate-limited", "Too fast.", 30);
    const { code, err } = await world.run("send --timeout 0.1 --room lobby hello");
    assert.deepEqual([code, err], [7, ["Too fast."]]);
  }));

Deno.test("send splits what is too long for one message", () =>
  withAlice(async (world) => {
    const line = "x".repeat(limits.messageBytes / 2 - 1);
    const { out } = await world.run("send --room lobby --json", {
      stdin: `${line}\n${line}\n${line}\n`,
    });
    assert.deepEqual(lobby(world), [`${line}\n${line}`, line]);
    assert.equal(out.split("\n").length, 3);
  }));

Deno.test("send wants a text and a room", () =>
  withAlice(async (world) => {
    assert.match((await world.run("send --room lobby")).err[0], /no text.*pipe it in/i);
    assert.match((await world.run("send --room lobby", { stdin: "\n" })).err[0], /blank/);
    assert.match((await world.run("send hello")).err[0], /--room NAME/);
  }));

Deno.test("history prints a room's newest events, oldest first, however many pages they take", () =>
  withAlice(async (world) => {
    await world.run("send --room lobby start");
    world.server.api.chatter(...Array.from({ length: 450 }, (_, i) => `message ${i + 2}`));
    const seqs = async (options: string) => {
      const { out } = await world.run(`history --room lobby --json ${options}`);
      return out.trimEnd().split("\n").map((line) => JSON.parse(line).seq);
    };
    const from = (first: number, count: number) =>
      Array.from({ length: count }, (_, i) => first + i);
    assert.deepEqual(await seqs("--limit 3"), [449, 450, 451]);
    assert.deepEqual(await seqs("--limit 420"), from(32, 420));
    assert.deepEqual(await seqs("--limit 2 --before 10"), [8, 9]);
    assert.deepEqual(await seqs("--limit 2 --after 10"), [11, 12]);
    assert.deepEqual(await seqs("--limit 9999 --after 0"), from(1, 451));
    assert.equal((await seqs("--limit 50")).length, limits.backlogEvents);
  }));

Deno.test("history in text keeps control characters from the terminal and lines apart", () =>
  withAlice(async (world) => {
    await world.run("send --room lobby start");
    world.server.api.chatter("one\x1b[2J\n2020-01-01 00:00 alice: forged");
    const { out } = await world.run("history --room lobby --limit 1");
    assert.match(out, /^\d{4}-\d\d-\d\d \d\d:\d\d somebody: one/);
    assert.doesNotMatch(out, /\x1b/);
    assert.match(out, /\n {4}2020-01-01 00:00 alice: forged\n$/);
  }));

Deno.test("tail prints each event once, across a lost connection, until it is interrupted", () =>
  withAlice(async (world) => {
    world.server.api.chatter("one", "two");
    const interrupt = new AbortController();
    let printed = 0;
    const { code, out, err } = await world.run("tail --room lobby --since 1 --json", {
      interrupted: interrupt.signal,
      printed: () => {
        printed++;
        if (printed === 1) {
          world.server.cut();
          world.server.api.chatter("three", "four");
        }
        if (printed === 3) interrupt.abort();
      },
    });
    assert.deepEqual(out.trimEnd().split("\n").map((line) => JSON.parse(line).seq), [2, 3, 4]);
    assert.deepEqual([code, err], [0, ["The connection was lost. Trying again."]]);
  }));

Deno.test("tail without a cursor prints new events only, as text", () =>
  withAlice(async (world) => {
    world.server.api.chatter("old");
    world.server.faults.takes = (frame) => {
      // After the room's head was asked for, before there is a connection.
      if (frame.type === "hello") world.server.api.chatter("new");
      return false;
    };
    const { out } = await world.run("tail --room lobby --count 1");
    assert.match(out, / somebody: new\n$/);
    assert.equal(out.split("\n").length, 2);
  }));

Deno.test("tail reads on from the log's end where the cursor is past it", () =>
  withAlice(async (world) => {
    world.server.api.chatter("one");
    world.server.faults.takes = (frame) => {
      if (frame.type === "hello") world.server.api.chatter("two");
      return false;
    };
    const { out, err } = await world.run("tail --room lobby --since 99 --count 1 --json");
    assert.equal(JSON.parse(out).seq, 2);
    assert.match(err[0], /has 1 events only/);
  }));

Deno.test("tail ends quietly when nobody reads it any more", () =>
  withAlice(async (world) => {
    world.server.api.chatter("one", "two");
    const ran = await world.run("tail --room lobby --since 0", {
      printed: () => {
        throw new OutputClosed();
      },
    });
    assert.deepEqual([ran.code, ran.err], [0, []]);
  }));

Deno.test("tail ends with an error when the room is left or the session ended", () =>
  withAlice(async (world) => {
    world.server.api.chatter("one");
    const left = await world.run("tail --room lobby --since 0", {
      printed: () => world.server.say({ type: "left", room: LOBBY }),
    });
    assert.deepEqual([left.code, left.err.length], [4, 1]);
    const ended = await world.run("tail --room lobby --since 0", {
      printed: () => {
        world.server.api.tokens.clear();
        world.server.cut();
      },
    });
    assert.equal(ended.code, 4);
  }));

Deno.test("rooms and online list what there is", () =>
  withAlice(async (world) => {
    world.server.api.addRoom("R0000000000000002", "café");
    await world.run("send --room lobby hello");
    assert.equal((await world.run("rooms")).out, "#lobby  1 member, you too\n#café   0 members\n");
    const [first] = (await world.run("rooms --json")).out.split("\n");
    assert.deepEqual(JSON.parse(first).name, "lobby");
    assert.equal((await world.run("online")).out, "alice\n");
    assert.equal(
      (await world.run("online --room lobby --json")).out,
      `{"id":"Ualice","name":"alice"}\n`,
    );
  }));

Deno.test("options that all commands take may stand before and after the command", () =>
  withAlice(async (world) => {
    for (const line of ["--user alice whoami --json", "whoami --json --user alice"]) {
      assert.equal((await world.run(line)).code, 0);
    }
    const elsewhere = join(world.folder, "other.json");
    assert.equal((await world.run(`--session ${elsewhere} whoami`)).code, 4);
  }));

Deno.test("what is mistyped is answered with what was probably meant", () =>
  World.with(async (world) => {
    const says = async (line: string, message: RegExp) => {
      const { code, err, out } = await world.run(line);
      assert.deepEqual([code, err.length, out], [2, 1, ""]);
      assert.match(err[0], message);
    };
    await says("histroy", /Unknown command "histroy"\. Did you mean history\?/);
    await says(
      "chat history",
      /"history" is a command of its own, beside chat[^]* deno task parley history/,
    );
    await says("history --romm lobby", /Unknown option '--romm' \(Did you mean --room\?\)/);
    await says(
      "history --room lobby --limit many",
      /'many' is invalid\. It must be a whole number/,
    );
    await says("history --room lobby --limit 0", /1 at least/);
    await says("tail --room", /argument missing/);
    await says("rooms --server localhost:8000", /no scheme\. Write http:\/\/localhost:8000$/);
  }));

Deno.test("help and version go to stdout", () =>
  World.with(async (world) => {
    const help = await world.run("--help");
    assert.deepEqual([help.code, help.err], [0, []]);
    assert.match(help.out, /^Usage: parley [\s\S]*history/);
    assert.match(
      (await world.run("tail --help")).out,
      /--since[\s\S]*Global Options:[\s\S]*--server/,
    );
    assert.match((await world.run("--version")).out, /^\d+\.\d+\.\d+/);
  }));

Deno.test("a server that is not there is one line and an exit code of its own", () =>
  withAlice(async (world) => {
    await world.server.close();
    const { code, err } = await world.run("rooms");
    assert.deepEqual([code, err.length], [3, 1]);
    assert.match(err[0], /^No server answers at http.* --server URL\.$/);
  }));
