import assert from "node:assert/strict";
import { limits } from "../../shared/limits.ts";
import { TestClient } from "../support/client.ts";
import { call, guest } from "../support/http.ts";
import { startServer } from "../support/server.ts";
import { LONG, testUnless } from "../support/skip.ts";
import { eventually } from "../support/wait.ts";

testUnless(
  LONG ? undefined : "takes a minute; PARLEY_LONG_TESTS=1 runs it",
  "a guest that vanished keeps its name for a while, and then no longer",
  async () => {
    await using server = await startServer();
    const { url } = server;
    const visitor = await guest(url, "visitor");
    const client = await TestClient.connect(url, visitor.token);
    await client.close();
    const tryName = () => call(url, "/v1/guests", { body: { name: "visitor" } });
    assert.equal((await tryName()).body.code, "name-taken");
    await eventually(
      async () => (await call(url, "/v1/me", { token: visitor.token })).status === 401,
      "the guest's session ends",
      2 * limits.guestGrace,
    );
    assert.equal((await tryName()).status, 201);
  },
);
