import assert from "node:assert/strict";
import { TestClient } from "../support/client.ts";
import { call, guest, register } from "../support/http.ts";
import { testUnless } from "../support/skip.ts";
import { eventually } from "../support/wait.ts";
import { TestNodes, WITHOUT_CLUSTER } from "./nodes.ts";

testUnless(
  WITHOUT_CLUSTER,
  "a guest's address is banned along at whichever node that is done, and free with the guest",
  async () => {
    await using cluster = await TestNodes.start(2);
    const [one, two] = cluster.nodes.map(({ url }) => url);
    await using alice = await TestClient.connect(one, (await register(one, "alice")).token);
    const { room } = await alice.request("join", { room: "garden" });

    // Banned at one node, let in at the other, and of no interest to whoever comes to the first.
    const visitor = await guest(two, "visitor");
    await alice.request("ban", { room: room.id, person: "visitor" });
    await using other = await TestClient.connect(one, (await guest(one, "other")).token);
    const join = () => other.request("join", { room: room.id }).then(() => true, () => false);
    await eventually(async () => {
      if (!await join()) return true;
      await other.request("leave", { room: room.id });
      return false;
    }, "others of that address are kept out");
    await alice.request("unban", { room: room.id, person: "visitor" });
    assert.ok(await join());

    await alice.request("suspend", { person: "visitor" });
    const arrive = (url: string) => call(url, "/v1/guests", { body: {} });
    for (const url of [one, two]) {
      await eventually(
        async () => (await arrive(url)).status === 403,
        "nobody comes in from there",
      );
    }
    await alice.request("unsuspend", { person: visitor.name });
    for (const url of [one, two]) assert.equal((await arrive(url)).status, 201);
  },
);
