import assert from "node:assert/strict";
import { TestNodes, WITHOUT_CLUSTER } from "../cluster/nodes.ts";
import { Crew, CREW_FLAGS } from "../faults/crew.ts";
import { TestClient } from "../support/client.ts";
import { guest } from "../support/http.ts";
import { testUnless } from "../support/skip.ts";
import { ensureBinaries, SERVER } from "./build.ts";

testUnless(
  WITHOUT_CLUSTER ?? await ensureBinaries(),
  "two binary servers are nodes over PostgreSQL and NATS, also while NATS is gone and one was killed",
  async () => {
    await using cluster = await TestNodes.start(2, CREW_FLAGS, { command: [SERVER] });
    const { nodes: [one, two], nats } = cluster;
    const visitor = await guest(one.url, "visitor");
    const hearing = await guest(two.url);
    await using listener = await TestClient.connect(two.url, hearing.token);
    // Who comes before it follows the lobby it would hear of by asking only.
    await listener.find(
      ({ type, author }) => type === "event" && author.id === hearing.id,
      "it follows the lobby",
    );
    await using speaker = await TestClient.connect(one.url, visitor.token);
    const lobby = listener.room("lobby");
    await listener.find(
      ({ type, person }) => type === "presence" && person.id === visitor.id,
      "presence crosses",
    );
    speaker.send({ type: "typing", room: lobby });
    assert.equal((await listener.next("typing")).person.id, visitor.id);
    await speaker.say(lobby, "from binary to binary");
    await listener.until(() => listener.texts(lobby).length === 1, "the message crosses");
    assert.deepEqual(listener.texts(lobby), ["from binary to binary"]);

    const crew = await Crew.gather(cluster.url, 4);
    await crew.progress(100);
    await nats.kill();
    await crew.progress(50);
    await nats.run();
    await one.kill();
    await crew.progress(100);
    await one.restart();
    assert.ok(await crew.finish() > 0);
    assert.equal((await two.stop()).code, 0);
  },
);
