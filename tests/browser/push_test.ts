import assert from "node:assert/strict";
import { NO_BROWSER, NOTE_NOTIFICATIONS, TestBrowser } from "../support/browser.ts";
import { TestClient } from "../support/client.ts";
import { PushSetup, type Subscription } from "../support/push_service.ts";
import { startServer } from "../support/server.ts";
import { testUnless } from "../support/skip.ts";
import { eventually } from "../support/wait.ts";

/**
 * Runs in the page, in place of the browser's own line to the push service of its maker, which no test
 * reaches: what it gives is a subscription like any other.
 */
function subscribeAt({ endpoint, p256dh, auth }: Subscription): string {
  return `(() => {
    let current = null;
    PushManager.prototype.getSubscription = async () => current;
    PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
      globalThis.usedKey = applicationServerKey;
      return current = {
        options: {},
        toJSON: () => ({ endpoint: "${endpoint}", keys: { p256dh: "${p256dh}", auth: "${auth}" } }),
        unsubscribe: async () => { current = null; return true; },
      };
    };
  })()`;
}

testUnless(
  NO_BROWSER,
  "whoever wants to be told while the page is closed is, and a click leads to the room",
  async () => {
    using setup = await PushSetup.make();
    await using service = await setup.service();
    await using server = await startServer(setup.server);
    await using browser = await TestBrowser.start();
    const alice = await browser.page("about:blank", { permissions: ["notifications"] });
    const { page } = alice;
    await page.addInitScript(subscribeAt(service.subscription));
    // A service worker needs a secure origin: localhost is one.
    const url = server.url.replace("127.0.0.1", "localhost");
    await page.goto(url);
    await alice.signIn("alice");
    await using bob = await TestClient.join(server.url, "bob");

    await page.getByRole("button", { name: /Settings/ }).click();
    await page.getByLabel("Also while this page is closed").click();
    await eventually(
      () => page.getByLabel("Also while this page is closed").isChecked(),
      "it is on",
    );
    assert.equal(await page.evaluate("usedKey"), service.serverKey);
    // The worker of a page that nobody looks at any more gets what was pushed.
    const session = await page.context().newCDPSession(page);
    const registered = new Promise<string>((resolve) => {
      session.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
        if (registrations[0]) resolve(registrations[0].registrationId);
      });
    });
    await session.send("ServiceWorker.enable");
    const registrationId = await registered;
    await page.goto(`${url}/icon.svg`);
    const { room } = await bob.request("direct", { people: ["alice"] });
    await bob.say(room.id, "are you coming?");
    await eventually(() => service.pushed.length > 0, "it is pushed");
    const [worker] = page.context().serviceWorkers();
    await worker.evaluate(NOTE_NOTIFICATIONS);
    await session.send("ServiceWorker.deliverPushMessage", {
      origin: url,
      registrationId,
      data: JSON.stringify(service.pushed[0].notification),
    });
    const shown = () => worker.evaluate<string[][]>("notifications");
    await eventually(async () => (await shown()).length > 0, "it is shown");
    assert.deepEqual(await shown(), [["bob", "are you coming?", room.id]]);
    // Where a click on it leads.
    await page.goto(`${url}/#room=${room.id}`);
    await page.getByRole("heading", { name: "bob" }).waitFor();
    await alice.sees("are you coming?");
    assert.deepEqual(alice.faults, []);
  },
);

testUnless(NO_BROWSER, "a server without keys offers no push", async () => {
  await using server = await startServer();
  await using browser = await TestBrowser.start();
  const alice = await browser.person(server.url, "alice");
  await alice.page.getByRole("button", { name: /Settings/ }).click();
  await alice.page.getByLabel("Notifications for mentions").waitFor();
  assert.equal(await alice.page.getByLabel("Also while this page is closed").count(), 0);
});
