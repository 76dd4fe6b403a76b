import { startServer } from "../support/server.ts";
import { LONG } from "../support/skip.ts";
import { eventually, sleep } from "../support/wait.ts";
import { Crew, CREW_FLAGS, seededRandom } from "./crew.ts";

const KILLS = LONG ? 1000 : 20;
/** Kills of one server: what a crew writes meanwhile, every one of them keeps in memory. */
const KILLS_OF_ONE = 50;

Deno.test(`after ${KILLS} kills amid traffic every acknowledged message is there, once, in order`, async () => {
  const random = seededRandom();
  const flags = () => [...CREW_FLAGS, "--workers", String(random.between(1, 2))];
  let messages = 0;
  for (let killed = 0; killed < KILLS; killed += KILLS_OF_ONE) {
    await using server = await startServer({ flags: flags() });
    const crew = await Crew.gather(server.url);
    let welcomes = 0;
    const kills = Math.min(KILLS_OF_ONE, KILLS - killed);
    for (let kill = 1; kill <= kills; kill++) {
      await eventually(() => crew.welcomes > welcomes, "somebody is back");
      await sleep(random.between(0, 300));
      if (kill === kills >> 1) await crew.expelOne();
      welcomes = crew.welcomes;
      await server.kill();
      await server.restart(flags());
    }
    messages += await crew.finish();
  }
  console.log(`${messages} messages, ${KILLS} kills`);
});
