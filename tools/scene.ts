/**
 * What the pictures of the clients show: people of a sailing club, their room, and what they say.
 * @module
 */
import { TestClient } from "../tests/support/client.ts";
import { register } from "../tests/support/http.ts";

export interface Scene {
  mira: TestClient;
  tomas: TestClient;
  yusuf: TestClient;
  /** Id of their room. */
  boats: string;
}

/** Lets them come, and makes their room. */
export async function gather(url: string): Promise<Scene> {
  const come = async (name: string) =>
    await TestClient.connect(url, (await register(url, name)).token);
  const [mira, tomas, yusuf] = [await come("mira"), await come("tomas"), await come("yusuf")];
  const { room: { id: boats } } = await mira.request("create-room", {
    name: "boats",
    kind: "public",
    topic: "The club's three boats, and who has the keys",
  });
  for (const one of [tomas, yusuf]) await one.request("join", { room: boats });
  return { mira, tomas, yusuf, boats };
}

/** Lets them talk, with everything that a message can have. */
export async function talk({ mira, tomas, yusuf, boats }: Scene): Promise<void> {
  const { seq } = await mira.say(
    boats,
    "The _Heron_ is back in the water. **Two** places are free on Saturday.",
  );
  await tomas.say(
    boats,
    "Tide table for the weekend:\n```\nSat  09:12  2.1 m\nSun  09:58  2.3 m\n```",
  );
  await yusuf.say(boats, "I have the keys, @anna");
  for (const one of [tomas, yusuf]) await one.request("react", { room: boats, seq, emoji: "⛵" });
  await yusuf.say(boats, "See https://example.org/harbour for the mooring");
  await tomas.say(boats, "Bring:\n- water\n- something warm");
  const answer = mira.newId();
  mira.send({ type: "send", id: answer, room: boats, text: "Then I bring the tea", replyTo: seq });
  await mira.answer(answer);
}

export async function part({ mira, tomas, yusuf }: Scene): Promise<void> {
  for (const one of [mira, tomas, yusuf]) await one.close();
}
