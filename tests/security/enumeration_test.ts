import assert from "node:assert/strict";
import { httpApp } from "../../server/gateway/http/app.ts";
import { hashPassword, verifyPassword } from "../../server/passwords/argon2.ts";
import { call, guest, PASSWORD, register } from "../support/http.ts";
import { startServer } from "../support/server.ts";
import { LONG, testUnless } from "../support/skip.ts";
import { UnreliableBus, Wired } from "../support/wired.ts";

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

Deno.test("a failed log-in says the same for any name, in body and headers", async () => {
  await using server = await startServer();
  await register(server.url, "alice");
  await guest(server.url, "gwen");
  const answers = [];
  for (const name of Object.values(NAMES)) {
    const { status, body, headers } = await call(server.url, "/v1/sessions", {
      body: { name, password: "surely not the one" },
    });
    const shown = [...headers].filter(([header]) => header !== "date");
    answers.push(JSON.stringify([status, body, shown]));
  }
  assert.equal(new Set(answers).size, 1, answers.join("\n"));
  assert.match(answers[0], /^\[401,/);
});

Deno.test("a failed log-in costs one password check for any name", async () => {
  await using wired = await Wired.start(1, new UnreliableBus(() => "arrives"));
  await wired.register("alice", PASSWORD);
  await wired.guest("gwen");
  const app = httpApp(wired.gateways[0]);
  for (const [what, name] of Object.entries(NAMES)) {
    wired.hasher.asked.length = 0;
    const { status } = await app.request("/v1/sessions", {
      method: "POST",
      body: JSON.stringify({ name, password: "surely not the one" }),
    }, { address: "127.0.0.1" });
    assert.deepEqual([status, wired.hasher.asked.length], [401, 1], what);
  }
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
