import assert from "node:assert/strict";
import { hashPassword, verifyPassword } from "../../server/passwords/argon2.ts";
import { limits } from "../../shared/limits.ts";
import { call, guest, PASSWORD, register } from "../support/http.ts";
import { readMetrics, total } from "../support/metrics.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { LONG, testUnless } from "../support/skip.ts";
import { eventually } from "../support/wait.ts";
import { ask } from "./asking.ts";

const METRICS = "metrics-of-this-test";
const FLAGS = ["--metrics-token", METRICS, "--trusted-proxy", "127.0.0.1"];

/** Names that somebody might try, who wants to know whether they are there. */
const NAMES = {
  "an account": "alice",
  "an account in other letters": "ALICE",
  "nobody": "nobody-here",
  "a guest": "gwen",
  "a name that can't be": "two words",
  "a reserved name": "admin",
  "an empty name": "",
};

/** An answer as whoever asks sees it. */
interface Shown {
  status: number;
  body: string;
  head: string;
}

/** Asks from an address of its own: no limit for each address is what they differ by. */
async function post(server: TestServer, path: string, from: string, body: unknown): Promise<Shown> {
  const headers = { "X-Forwarded-For": from, "Content-Type": "application/json" };
  const answer = await ask(server.port, path, { method: "POST", headers, body });
  const head = answer.headers.filter(([name]) => name.toLowerCase() !== "date");
  return { status: answer.status, body: answer.body, head: JSON.stringify(head) };
}

/** Counts passwords that the server hashed, which is what takes time. */
class Work {
  #expected = 0;

  constructor(readonly server: TestServer) {}

  /** Since the last call so many more were hashed. */
  async grewBy(hashes: number, what: string): Promise<void> {
    this.#expected += hashes;
    const done = async () =>
      total(await readMetrics(this.server.url, METRICS), "parley_password_hashes_total");
    await eventually(async () => await done() >= this.#expected, `${what} costs ${hashes} hashes`);
    assert.equal(await done(), this.#expected, what);
  }
}

Deno.test("a failed log-in says the same and costs one hash for any name", async () => {
  await using server = await startServer({ flags: FLAGS });
  const work = new Work(server);
  await register(server.url, "alice");
  await guest(server.url, "gwen");
  await work.grewBy(1, "a registration");
  const answers = new Set<string>();
  for (const [n, [what, name]] of Object.entries(NAMES).entries()) {
    const body = { name, password: "surely not the one" };
    answers.add(JSON.stringify(await post(server, "/v1/sessions", `10.0.0.${n}`, body)));
    await work.grewBy(1, what);
  }
  assert.equal(answers.size, 1, [...answers].join("\n"));
  assert.match([...answers][0], /^{"status":401,/);
});

Deno.test("the limit of log-ins for each name is that of any name", async () => {
  await using server = await startServer({ flags: FLAGS });
  await register(server.url, "alice");
  const tried = async (name: string) => {
    const statuses = [];
    for (let n = 0; n <= limits.loginBurst; n++) {
      const body = { name, password: "surely not the one" };
      statuses.push((await post(server, "/v1/sessions", `10.0.1.${n}`, body)).status);
    }
    return statuses;
  };
  const known = await tried("alice");
  assert.deepEqual(new Set(known), new Set([401, 429]));
  assert.deepEqual(await tried("nobody-here"), known);
});

Deno.test("to register a name costs the same whether it is taken or free", async () => {
  await using server = await startServer({ flags: FLAGS });
  const work = new Work(server);
  await register(server.url, "alice");
  await work.grewBy(1, "a name that is free");
  const { status } = await post(server, "/v1/accounts", "10.0.0.1", {
    name: "alice",
    password: PASSWORD,
  });
  assert.equal(status, 409);
  await work.grewBy(1, "a name that is taken");
});

Deno.test("whoever has no invitation doesn't learn by registering which names are taken", async () => {
  await using server = await startServer({ flags: FLAGS });
  await register(server.url, "alice");
  const NO_INVITATION = { "none": undefined, "a wrong one": "ABCD-EFGH-JKMN" };
  for (const registration of ["invite", "closed"]) {
    await server.restart([...FLAGS, "--registration", registration, "--guests", "off"]);
    const work = new Work(server);
    for (const [what, invitation] of Object.entries(NO_INVITATION)) {
      const answers = new Set<string>();
      for (const name of ["alice", "nobody-here"]) {
        const body = { name, password: PASSWORD, invitation };
        const answer = await post(server, "/v1/accounts", "10.0.0.1", body);
        assert.equal(answer.status, 403, answer.body);
        answers.add(JSON.stringify(answer));
        const looked = registration === "invite" && invitation !== undefined;
        await work.grewBy(looked ? 1 : 0, `${registration}, ${what}, ${name}`);
        const asGuest = await post(server, "/v1/guests", "10.0.0.1", { name });
        assert.equal(asGuest.status, 403, asGuest.body);
      }
      assert.equal(answers.size, 1, [...answers].join("\n"));
    }
  }
});

Deno.test("whoever is not signed in gets the same answer about any person and any room", async () => {
  await using server = await startServer();
  await register(server.url, "alice");
  const { body: { paths } } = await call(server.url, "/v1/openapi.json");
  const ours = { room: "lobby", person: "alice", name: "alice" };
  let asked = 0;
  for (const [path, methods] of Object.entries(paths as Record<string, object>)) {
    for (const method of Object.keys(methods)) {
      const about = async (of: Record<string, string>) => {
        const filled = path.replace(/{(\w+)}/g, (_all, place) => of[place] ?? "nothing");
        const { status, body } = await call(server.url, filled, { method: method.toUpperCase() });
        return JSON.stringify([status, body]);
      };
      if (!Object.keys(ours).some((place) => path.includes(`{${place}}`))) continue;
      const answer = await about(ours);
      assert.match(answer, /^\[401,/, path);
      assert.equal(await about({}), answer, path);
      asked++;
    }
  }
  assert.ok(asked > 20, `${asked} were asked`);
});

testUnless(
  LONG ? undefined : "it measures times: deno task test:security",
  "a check takes as long for an account as for none",
  async () => {
    const hash = await hashPassword(PASSWORD);
    await verifyPassword("warm up", undefined);
    const times: Record<string, number[]> = { known: [], unknown: [] };
    for (let n = 0; n < 40; n++) {
      for (const [which, kept] of [["known", hash], ["unknown", undefined]] as const) {
        const start = performance.now();
        await verifyPassword(`wrong ${n}`, kept);
        times[which].push(performance.now() - start);
      }
    }
    const [known, unknown] = Object.values(times).map((all) => all.sort((a, b) => a - b)[20]);
    assert.ok(Math.abs(known - unknown) < 0.2 * known, `${known} ms and ${unknown} ms`);
  },
);
