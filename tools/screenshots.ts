/**
 * Makes the pictures of the browser client for the README: docs/images.
 * @module
 */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { NO_BROWSER, TestBrowser } from "../tests/support/browser.ts";
import { TestClient } from "../tests/support/client.ts";
import { register } from "../tests/support/http.ts";
import { startServer } from "../tests/support/server.ts";

const FOLDER = join(dirname(dirname(fileURLToPath(import.meta.url))), "docs", "images");

if (NO_BROWSER) {
  console.error(`screenshots: ${NO_BROWSER}`);
  Deno.exit(1);
}

await Deno.mkdir(FOLDER, { recursive: true });
await using server = await startServer();
await using browser = await TestBrowser.start();
const people = new Map<string, TestClient>();
for (const name of ["mira", "tomas", "yusuf"]) {
  const { token } = await register(server.url, name);
  people.set(name, await TestClient.connect(server.url, token));
}
const [mira, tomas, yusuf] = people.values();
const { room: { id: boats } } = await mira.request("create-room", {
  name: "boats",
  kind: "public",
  topic: "The club's three boats, and who has the keys",
});
for (const one of [tomas, yusuf]) await one.request("join", { room: boats });

const page = await browser.page(server.url, { viewport: { width: 1100, height: 640 } });
await page.signIn("anna");
const anna = page.page;
const { room: { id: direct } } = await mira.request("direct", { people: ["anna"] });
await mira.say(direct, "Are you coming on Saturday?");
for (const name of ["harbour", "boats"]) {
  await anna.getByRole("button", { name: "Find or make a room" }).click();
  const found = anna.locator(".rows li", { hasText: name });
  if (name === "harbour") await mira.request("join", { room: name });
  await anna.getByLabel("Find", { exact: true }).fill(name);
  await found.getByRole("button").click();
  await anna.getByRole("heading", { name: `#${name}` }).waitFor();
}
const { seq } = await mira.say(
  boats,
  "The _Heron_ is back in the water. **Two** places are free on Saturday.",
);
await tomas.say(
  boats,
  "Tide table for the weekend:\n```\nSat  09:12  2.1 m\nSun  09:58  2.3 m\n```",
);
await yusuf.say(boats, "I have the keys, @anna");
await page.sees("I have the keys");
for (const one of [tomas, yusuf]) await one.request("react", { room: boats, seq, emoji: "⛵" });
await yusuf.say(boats, "See https://example.org/harbour for the mooring");
await tomas.say(boats, "Bring:\n- water\n- something warm");
const answer = mira.newId();
mira.send({ type: "send", id: answer, room: boats, text: "Then I bring the tea", replyTo: seq });
await mira.answer(answer);
await yusuf.say(yusuf.room("lobby"), "New here? Say hello, @anna.");
await page.composer.fill("I will be at the jetty by nine");
await page.sees("Then I bring");
await anna.locator(".reactions button", { hasText: "2" }).waitFor();
await anna.locator(".people", { hasText: "yusuf" }).waitFor();
await anna.screenshot({ path: join(FOLDER, "browser.png") });
await anna.emulateMedia({ colorScheme: "dark" });
await anna.setViewportSize({ width: 390, height: 760 });
await anna.locator(".people").waitFor({ state: "detached" });
await anna.screenshot({ path: join(FOLDER, "browser-phone.png") });
for (const one of people.values()) await one.close();
console.log("docs/images: browser.png, browser-phone.png");
