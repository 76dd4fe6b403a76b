/**
 * Makes the pictures of the browser client for the README: docs/images.
 * @module
 */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { NO_BROWSER, TestBrowser } from "../tests/support/browser.ts";
import { startServer } from "../tests/support/server.ts";
import { gather, part, talk } from "./scene.ts";

const FOLDER = join(dirname(dirname(fileURLToPath(import.meta.url))), "docs", "images");

if (NO_BROWSER) {
  console.error(`screenshots: ${NO_BROWSER}`);
  Deno.exit(1);
}

await Deno.mkdir(FOLDER, { recursive: true });
await using server = await startServer();
await using browser = await TestBrowser.start();
const scene = await gather(server.url);
const { mira, yusuf } = scene;

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
await talk(scene);
await yusuf.say(yusuf.room("lobby"), "New here? Say hello, @anna.");
await page.composer.fill("I will be at the jetty by nine");
await page.sees("Then I bring");
await anna.locator(".reactions button", { hasText: "2" }).waitFor();
await anna.locator(".people", { hasText: "yusuf" }).waitFor();
await anna.mouse.move(0, 0);
await anna.screenshot({ path: join(FOLDER, "browser.png") });
await anna.emulateMedia({ colorScheme: "dark" });
await anna.setViewportSize({ width: 390, height: 760 });
await anna.locator(".people").waitFor({ state: "detached" });
await anna.screenshot({ path: join(FOLDER, "browser-phone.png") });
await part(scene);
console.log("docs/images: browser.png, browser-phone.png");
