import assert from "node:assert/strict";
import axe from "axe-core";
import type { BrowserContextOptions, Page } from "playwright-core";
import { SqliteLog } from "../../server/store/sqlite/log.ts";
import { NO_BROWSER, TestBrowser, type TestPage } from "../support/browser.ts";
import { TestClient } from "../support/client.ts";
import { register } from "../support/http.ts";
import { startServer } from "../support/server.ts";
import { testUnless } from "../support/skip.ts";
import { eventually } from "../support/wait.ts";

const PHONE = { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true };

/** What axe finds wrong on the page as it is now. */
async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(`axe.run()`) as axe.AxeResults;
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join("\n  ")}`);
}

/** A page with something of everything on it. */
async function furnish(url: string, page: TestPage): Promise<TestClient> {
  const { token } = await register(url, "bob");
  const bob = await TestClient.connect(url, token);
  const lobby = bob.room("lobby");
  await page.signIn("alice");
  const { seq } = await bob.say(lobby, "Some **bold**, `code`, https://example.org and @alice");
  await bob.say(lobby, "- one\n- two\n\n> quoted\n\n```\nlet it = be;\n```");
  await bob.request("react", { room: lobby, seq, emoji: "👍" });
  await page.page.getByRole("button", { name: "👍 1: bob" }).waitFor();
  return bob;
}

const LOOKS: [string, BrowserContextOptions][] = [
  ["light", { colorScheme: "light" }],
  ["dark", { colorScheme: "dark" }],
  ["high contrast", { colorScheme: "dark", contrast: "more" }],
  ["colours that the system forces", { forcedColors: "active" }],
  ["zoomed to 200 %", { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 }],
  ["a phone", PHONE],
  ["4K", { viewport: { width: 3840, height: 2160 } }],
];

for (const [look, options] of LOOKS) {
  testUnless(NO_BROWSER, `axe finds nothing wrong: ${look}`, async () => {
    await using server = await startServer();
    await using browser = await TestBrowser.start();
    const alice = await browser.page(server.url, options);
    const { page } = alice;
    await page.getByLabel("Password").waitFor();
    assert.deepEqual(await findings(page), []);
    await using _bob = await furnish(server.url, alice);
    await alice.message("Some bold").hover();
    assert.deepEqual(await findings(page), []);
    const tooWide = "document.documentElement.scrollWidth - innerWidth";
    assert.equal(await page.evaluate(tooWide), 0, "nothing is wider than the page");
    await page.evaluate("document.documentElement.dir = 'rtl'");
    assert.equal(await page.evaluate(tooWide), 0, "nor from right to left");
    assert.deepEqual(await findings(page), [], "from right to left");
    await page.evaluate("document.documentElement.dir = 'ltr'");
    if (options === PHONE) {
      await page.getByRole("button", { name: "Back to the rooms" }).click();
      await page.getByRole("navigation", { name: "Rooms" }).waitFor();
      assert.deepEqual(await findings(page), []);
      await alice.open("lobby");
    }
    for (const button of ["Room", "Pins"]) {
      await page.getByRole("button", { name: button, exact: true }).click();
      await page.getByRole("dialog").waitFor();
      for (const summary of await page.locator("dialog summary").all()) await summary.click();
      assert.deepEqual(await findings(page), [], button);
      await page.getByRole("button", { name: "Close", exact: true }).click();
    }
    assert.deepEqual(alice.faults, []);
  });
}

testUnless(
  NO_BROWSER,
  "everything in Settings and This server is named, and axe finds nothing",
  async () => {
    await using server = await startServer();
    await using browser = await TestBrowser.start();
    const alice = await browser.person(server.url, "alice");
    const { page } = alice;
    for (const name of ["Find or make a room", "Write to people", "Keyboard shortcuts"]) {
      await page.getByRole("button", { name, exact: true }).click();
      await page.getByRole("dialog").waitFor();
      for (const summary of await page.locator("dialog summary").all()) await summary.click();
      assert.deepEqual(await findings(page), [], name);
      await page.keyboard.press("Escape");
    }
    await page.getByRole("button", { name: /Settings/ }).click();
    const toServer = page.getByRole("button", { name: "This server" });
    await toServer.waitFor();
    for (const summary of await page.locator("dialog summary").all()) await summary.click();
    assert.deepEqual(await findings(page), []);
    await toServer.click();
    await page.getByRole("dialog", { name: "This server" }).waitFor();
    assert.deepEqual(await findings(page), []);
    assert.deepEqual(alice.faults, []);
  },
);

testUnless(NO_BROWSER, "the keyboard alone is enough", async () => {
  await using server = await startServer();
  await using browser = await TestBrowser.start();
  const alice = await browser.page(server.url);
  const { page } = alice;
  const { keyboard } = page;
  await using bob = await furnish(server.url, alice);
  const lobby = bob.room("lobby");
  await alice.composer.focus();
  await keyboard.type("by keys");
  await keyboard.press("Enter");
  await alice.page.locator(".entry.message:not(.waiting)", { hasText: "by keys" }).waitFor();
  // To the newest message, up to another, and answer that.
  await keyboard.press("Shift+Tab");
  await page.locator(".entry.message:focus", { hasText: "by keys" }).waitFor();
  await keyboard.press("ArrowUp");
  await keyboard.press("r");
  await page.locator(".context", { hasText: "bob" }).waitFor();
  await keyboard.type("an answer");
  await keyboard.press("Enter");
  await bob.until(() => bob.texts(lobby).includes("an answer"), "the answer");
  assert.ok(bob.events.get(lobby)!.some((event) => "replyTo" in event && event.replyTo));
  // A room by its name, and a dialog that gives the focus back.
  const { room } = await bob.request("create-room", { name: "attic", kind: "private" });
  await bob.request("invite", { room: room.id, person: "alice" });
  await page.locator(".sidebar", { hasText: "attic" }).waitFor();
  await keyboard.press("Control+k");
  await keyboard.type("att");
  await keyboard.press("Enter");
  await page.getByRole("heading", { name: "#attic" }).waitFor();
  await keyboard.press("Alt+ArrowDown");
  await page.getByRole("heading", { name: "#lobby" }).waitFor();
  await keyboard.press("Shift+Tab");
  await keyboard.press("?");
  await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
  await keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await keyboard.press("Escape");
  assert.equal(await page.evaluate("document.activeElement.id"), "composer");
  assert.deepEqual(alice.faults, []);
});

testUnless(NO_BROWSER, "what comes is announced, and what was there before is not", async () => {
  await using server = await startServer();
  await using browser = await TestBrowser.start();
  const alice = await browser.page(server.url);
  await using bob = await furnish(server.url, alice);
  await alice.page.reload();
  await alice.sees("Some bold");
  const live = alice.page.locator("[aria-live=polite].visually-hidden");
  assert.equal(await live.innerText(), "");
  await bob.say(bob.room("lobby"), "fresh news");
  await eventually(async () => await live.innerText() === "bob: fresh news", "it is announced");
});

testUnless(
  NO_BROWSER,
  "on a phone one sees the rooms or a room, and sends by the button",
  async () => {
    await using server = await startServer();
    await using browser = await TestBrowser.start();
    const alice = await browser.person(server.url, "alice", PHONE);
    assert.equal(await alice.page.locator(".sidebar").isVisible(), false);
    await alice.composer.fill("from a phone");
    await alice.page.getByRole("button", { name: "Send" }).tap();
    await alice.page.locator(".entry.message:not(.waiting)", { hasText: "from a phone" }).waitFor();
    await alice.page.getByRole("button", { name: "Back to the rooms" }).tap();
    await alice.page.locator(".sidebar").waitFor();
    assert.equal(await alice.composer.isVisible(), false);
    await alice.open("lobby");
    await alice.sees("from a phone");
    // What is answered stands on one line, however long it is, and the button stays within reach.
    await alice.composer.fill("a long line ".repeat(30));
    await alice.page.getByRole("button", { name: "Send" }).tap();
    await alice.message("a long line").tap();
    await alice.page.getByRole("button", { name: "Reply", exact: true }).tap();
    await alice.page.locator(".context").waitFor();
    await alice.composer.fill("short");
    await alice.page.getByRole("button", { name: "Send" }).tap();
    await alice.page.locator(".entry.message:not(.waiting)", { hasText: "short" }).waitFor();
    assert.deepEqual(alice.faults, []);
  },
);

testUnless(
  NO_BROWSER,
  "of 100,000 messages a bounded part is on the page, and scrolling keeps its place",
  async () => {
    await using server = await startServer();
    await using browser = await TestBrowser.start();
    const { token, id, name } = await register(server.url, "bob");
    const first = await TestClient.connect(server.url, token);
    const room = first.room("lobby");
    await first.close();
    await server.stop();
    const log = new SqliteLog(server.data, Date.now());
    for (let written = 0; written < 100_000; written += 1000) {
      const writes = Array.from({ length: 1000 }, (_, n) => ({
        kind: "append" as const,
        author: { id, name },
        room,
        requestId: `m${written + n}`,
        text: `message ${written + n} ${"word ".repeat(n % 40)}`,
      }));
      await log.commit(writes, Date.now());
    }
    await log.close();
    await server.restart();

    const alice = await browser.person(server.url, "alice");
    await alice.sees("message 99999");
    const { page } = alice;
    const scroller = page.locator(".scroller");
    const oldest = async () =>
      Number(await page.locator("[data-seq]").first().getAttribute("data-seq"));
    const nodes = () => page.evaluate("document.querySelectorAll('*').length") as Promise<number>;
    const start = await oldest();
    while (await oldest() > start - 1000) {
      const before = await oldest();
      // Whatever stands in the middle of the screen must still be there when more has come above it.
      const held = await scroller.evaluate((element) => {
        element.scrollTop = 300;
        const row = [...element.querySelectorAll("[data-seq]")]
          .find((each) => each.getBoundingClientRect().top > 200)!;
        return { seq: row.getAttribute("data-seq")!, top: row.getBoundingClientRect().top };
      });
      await eventually(async () => await oldest() < before, "older messages come");
      const top = await page.locator(`[data-seq="${held.seq}"]`)
        .evaluate((row) => row.getBoundingClientRect().top);
      assert.ok(Math.abs(top - held.top) <= 2, `moved by ${top - held.top}`);
      assert.ok(await nodes() < 5000, `${await nodes()} elements`);
    }
    await page.getByRole("button", { name: "To the newest" }).click();
    await alice.sees("message 99999");
    assert.deepEqual(alice.faults, []);
  },
);
