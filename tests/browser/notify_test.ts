import assert from "node:assert/strict";
import { NO_BROWSER, NOTE_NOTIFICATIONS, TestBrowser } from "../support/browser.ts";
import { TestClient } from "../support/client.ts";
import { startServer } from "../support/server.ts";
import { testUnless } from "../support/skip.ts";
import { eventually } from "../support/wait.ts";

/** Counts the tones that the page makes. */
const COUNT_TONES = `(() => {
  globalThis.tones = 0;
  const { createOscillator } = AudioContext.prototype;
  AudioContext.prototype.createOscillator = function () {
    globalThis.tones++;
    return createOscillator.call(this);
  };
})()`;

testUnless(
  NO_BROWSER,
  "mentions and direct messages are notified of and heard, but not of a room that shall tell nothing",
  async () => {
    await using server = await startServer();
    await using browser = await TestBrowser.start();
    const alice = await browser.page("about:blank", { permissions: ["notifications"] });
    const { page } = alice;
    await page.addInitScript(COUNT_TONES);
    await page.addInitScript(NOTE_NOTIFICATIONS);
    await page.goto(server.url.replace("127.0.0.1", "localhost"));
    await alice.signIn("alice");
    await using bob = await TestClient.join(server.url, "bob");
    await page.getByRole("button", { name: /Settings/ }).click();
    const notifications = page.getByLabel("Notifications for mentions and direct messages");
    // It is on once the browser has said that it may be.
    await notifications.click();
    await eventually(() => notifications.isChecked(), "they are on");
    await page.getByLabel("A sound with them").check();
    await page.keyboard.press("Escape");
    const [loud, quiet] = await Promise.all(["loud", "quiet"].map(async (name) => {
      const { room } = await bob.request("create-room", { name, kind: "private" });
      await bob.request("invite", { room: room.id, person: "alice" });
      return room.id;
    }));
    await alice.open("quiet");
    await page.getByRole("button", { name: "Room", exact: true }).click();
    await page.getByLabel("Count as unread, and tell me of").selectOption("none");
    await page.keyboard.press("Escape");
    await alice.open("lobby");
    await page.evaluate("navigator.serviceWorker.ready.then(() => null)");

    await bob.say(quiet, "psst @alice");
    await bob.say(loud, "about nobody");
    const { room } = await bob.request("direct", { people: ["alice"] });
    await bob.say(room.id, "are you there?");
    await bob.say(loud, "over here, @alice");
    const shown = () => page.evaluate<string[][]>("notifications.toSorted()");
    await eventually(async () => (await shown()).length >= 2, "they are shown");
    assert.deepEqual(await shown(), [
      ["bob in #loud", "over here, @alice", loud],
      ["bob", "are you there?", room.id],
    ]);
    await eventually(async () => await page.evaluate("tones") as number > 0, "it is heard");
    assert.equal(await page.title(), "(2) #lobby – Parley");
    assert.equal(
      await page.locator(".sidebar button", { hasText: "quiet" }).locator(".badge").count(),
      0,
    );
    assert.deepEqual(alice.faults, []);
  },
);
