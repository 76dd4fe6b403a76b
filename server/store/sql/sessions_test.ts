import assert from "node:assert/strict";
import { limits } from "../../../shared/limits.ts";
import { codes } from "./testing/log_rig.ts";
import { testLog } from "./testing/suite.ts";

const HASH = "session of alice";

testLog(
  "when a session was last seen is noted once an hour, and what its client is at once",
  async (rig) => {
    await rig.register("alice");
    const noted = async () => {
      const { lastSeenAt, client } = (await rig.reader.session(HASH))!;
      return [lastSeenAt, client];
    };
    const touch = (client?: string) => rig.done({ kind: "touch-session", tokenHash: HASH, client });
    const start = rig.now;
    rig.now = start + limits.seenInterval - 2;
    await touch();
    assert.deepEqual(await noted(), [start, ""]);
    await touch();
    assert.deepEqual(await noted(), [start + limits.seenInterval, ""]);
    await touch("parley 9.9");
    assert.deepEqual(await noted(), [start + limits.seenInterval + 1, "parley 9.9"]);
    await touch("parley 9.9");
    assert.deepEqual(await noted(), [start + limits.seenInterval + 1, "parley 9.9"]);
  },
);

testLog(
  "a session that has ended makes no token, and a password that was changed opens no session",
  async (rig) => {
    const alice = await rig.register("alice");
    const account = alice.id;
    const session = { tokenHash: "another", expiresAt: 1e15 };
    const open = { kind: "open-session", account, passwordHash: "hash", session } as const;
    const token = { tokenHash: "token", expiresAt: 1e15, name: "t", scopes: ["read" as const] };
    const create = { kind: "create-token", account, by: HASH, token } as const;
    const { answers, endedSessions } = await rig.commit(
      {
        kind: "change-password",
        account,
        oldHash: "hash",
        newHash: "new hash",
        keep: "none of them",
      },
      open,
      create,
    );
    assert.deepEqual(codes(answers), ["ok", "wrong-password", "not-signed-in"]);
    assert.deepEqual(endedSessions, [HASH]);
  },
);

testLog(
  "an account has a limited number of tokens; those that ran out don't count",
  async (rig) => {
    const account = (await rig.register("alice")).id;
    const make = (n: number, expiresAt = 1e15) => ({
      kind: "create-token" as const,
      account,
      by: HASH,
      token: { tokenHash: `token ${n}`, expiresAt, name: "t", scopes: ["read" as const] },
    });
    await rig.commit(...Array.from({ length: limits.tokensPerAccount - 1 }, (_, n) => make(n)));
    const runsOut = rig.now + 1;
    assert.deepEqual(codes((await rig.commit(make(1000, runsOut))).answers), ["ok"]);
    assert.deepEqual(codes((await rig.commit(make(1001))).answers), ["ok"]);
    assert.deepEqual(codes((await rig.commit(make(1002))).answers), ["conflict"]);
  },
);
