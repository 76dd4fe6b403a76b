import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { readLog, register } from "../support/http.ts";
import { TestClient } from "../support/client.ts";
import { operated } from "../support/operate.ts";
import { Cluster, WITHOUT_POSTGRES } from "../support/postgres.ts";
import { NotStarted, startServer } from "../support/server.ts";
import { testUnless } from "../support/skip.ts";
import { eventually } from "../support/wait.ts";

const CHILD = fileURLToPath(new URL("../support/dying_move.ts", import.meta.url));

/** More than a migration moves at once, several times. */
const MESSAGES = 5_000;

/** A migration that is killed when it has moved about half. */
async function killedMigration(from: string, to: string): Promise<void> {
  const { signal, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-check", "--allow-all", CHILD, from, to, `${MESSAGES / 2}`],
  }).output();
  assert.equal(signal, "SIGKILL", new TextDecoder().decode(stderr));
}

testUnless(
  WITHOUT_POSTGRES,
  "a migration that was killed goes on; then clients come back with their tokens and cursors, and so back again",
  async () => {
    const cluster = await Cluster.start({ fsync: "off" });
    try {
      const url = await cluster.create();
      const flags = ["--sends-per-second", "0"];
      await using server = await startServer({ flags });
      const alice = await register(server.url, "alice");
      const first = await TestClient.connect(server.url, alice.token);
      const lobby = first.room("lobby");
      const acks = () => first.frames.filter(({ type }) => type === "ack").length;
      for (let n = 0; n < MESSAGES;) {
        for (const end = n + 250; n < end; n++) {
          first.send({ type: "send", id: `m${n}`, room: lobby, text: `message ${n}` });
        }
        await eventually(() => acks() === n, "what was sent is acknowledged");
      }
      await first.close();
      const log = await readLog(server.url, alice.token, lobby);
      const cursor = log.length - 3;
      await server.stop();

      const comesBack = async (url: string) => {
        const client = await TestClient.connect(url, alice.token, {
          cursors: { [lobby]: cursor },
        });
        const events = () => client.events.get(lobby) ?? [];
        await eventually(() => events().length === 3, "what came after the cursor");
        assert.deepEqual(events().map(({ seq }) => seq), [cursor + 1, cursor + 2, cursor + 3]);
        await client.close();
        assert.deepEqual(await readLog(url, alice.token, lobby), log);
      };

      const folder = `sqlite:${server.data}`;
      await killedMigration(folder, url);
      await assert.rejects(
        startServer({ flags: ["--database", url] }),
        (error) => error instanceof NotStarted && /not finished/.test(error.ended.stderr),
      );
      const moved = await operated(["migrate", "--from", folder, "--to", url]);
      assert.ok(moved.resumed > 0, JSON.stringify(moved));
      assert.deepEqual(
        moved.rooms.find(({ id }: { id: string }) => id === lobby).events,
        log.length,
      );
      await server.restart([...flags, "--database", url]);
      await comesBack(server.url);
      await server.stop();

      const back = `${server.data}-back`;
      await killedMigration(url, `sqlite:${back}`);
      const again = await operated(["migrate", "--from", url, "--to", `sqlite:${back}`]);
      assert.ok(again.resumed > 0, JSON.stringify(again));
      assert.deepEqual(again.rooms, moved.rooms);
      await using last = await startServer({ data: back });
      await comesBack(last.url);
    } finally {
      await cluster.remove();
    }
  },
);
