import { startServer } from "../support/server.ts";
import { LONG } from "../support/skip.ts";
import { eventually, sleep } from "../support/wait.ts";
import { Crew, CREW_FLAGS, seededRandom } from "./crew.ts";

const KILLS = LONG ? 1000 : 20;

Deno.test(`after ${KILLS} kills amid traffic every acknowledged message is there, once, in order`, async () => {
  const random = seededRandom();
  const flags = (workers: number) => [...CREW_FLAGS, "--workers", String(workers)];
  await using server = await startServer({ flags: flags(1) });
  const crew = await Crew.gather(server.url);
  const { chatters } = crew;
  let welcomes = chatters.map(() => 0);
  for (let kill = 0; kill < KILLS; kill++) {
    await eventually(() => chatters.some((c, n) => c.welcomes > welcomes[n]), "somebody is back");
    await sleep(random.between(0, 300));
    welcomes = chatters.map((chatter) => chatter.welcomes);
    if (kill === KILLS >> 1) await crew.expelOne();
    await server.kill();
    await server.restart(flags(random.between(1, 2)));
  }
  console.log(`${await crew.finish()} messages, ${KILLS} kills`);
});
