import { startServer } from "../support/server.ts";
import { eventually, sleep } from "../support/wait.ts";
import { Crew, CREW_FLAGS } from "./crew.ts";
import { inPieces, killsOf } from "./pieces.ts";

const KILLS = killsOf({ long: 1000, short: 20 });
/** Kills of one server: what a crew writes meanwhile, every one of them keeps in memory. */
const KILLS_OF_ONE = 50;

Deno.test(`after ${KILLS} kills amid traffic every acknowledged message is there, once, in order`, async () => {
  const messages = await inPieces(KILLS, KILLS_OF_ONE, async (random, kills) => {
    const flags = () => [...CREW_FLAGS, "--workers", String(random.between(1, 2))];
    await using server = await startServer({ flags: flags() });
    const crew = await Crew.gather(server.url);
    let welcomes = 0;
    for (let kill = 1; kill <= kills; kill++) {
      await eventually(() => crew.welcomes > welcomes, "somebody is back");
      await sleep(random.between(0, 300));
      if (kill === kills >> 1) await crew.expelOne();
      welcomes = crew.welcomes;
      await server.kill();
      await server.restart(flags());
    }
    return await crew.finish();
  });
  console.log(`${messages} messages, ${KILLS} kills`);
});
