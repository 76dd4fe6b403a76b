import assert from "node:assert/strict";
import { NO_BROWSER, TestBrowser } from "../support/browser.ts";
import { TestClient } from "../support/client.ts";
import { register } from "../support/http.ts";
import { startServer } from "../support/server.ts";
import { testUnless } from "../support/skip.ts";
import { eventually } from "../support/wait.ts";

testUnless(NO_BROWSER, "a draft survives a reload, with what it answers", async () => {
  await using server = await startServer();
  await using browser = await TestBrowser.start();
  const alice = await browser.page(server.url);
  await alice.signIn("alice");
  await alice.say("a question");
  await alice.page.locator(".entry.waiting").waitFor({ state: "detached" });
  await alice.message("a question").hover();
  await alice.page.getByRole("button", { name: "Reply", exact: true }).click();
  await alice.composer.fill("half an answ");
  await alice.page.reload();
  await alice.composer.waitFor();
  assert.equal(await alice.composer.inputValue(), "half an answ");
  await alice.page.locator(".context", { hasText: "a question" }).waitFor();
  assert.deepEqual(alice.faults, []);
});

testUnless(
  NO_BROWSER,
  "after a restart of the server the page goes on by itself: nothing lost, nothing twice, in order",
  async () => {
    await using server = await startServer();
    await using browser = await TestBrowser.start();
    const alice = await browser.page(server.url);
    await alice.signIn("alice");
    const { token } = await register(server.url, "bob");
    await alice.say("before");
    await alice.page.locator(".entry.waiting").waitFor({ state: "detached" });

    await server.stop();
    await alice.page.getByRole("status").getByText("Offline").waitFor();
    for (const text of ["first", "second", "third"]) await alice.say(text);
    await alice.page.getByRole("status").getByText("3 messages wait").waitFor();
    assert.equal(await alice.page.locator(".entry.waiting").count(), 3);
    await server.restart();

    await using bob = await TestClient.connect(server.url, token);
    const lobby = bob.room("lobby");
    await bob.until(() => bob.texts(lobby).length === 4, "all that alice wrote");
    assert.deepEqual(bob.texts(lobby), ["before", "first", "second", "third"]);
    await bob.say(lobby, "welcome back");
    await alice.sees("welcome back");
    assert.equal(await alice.page.locator(".status").count(), 0);
    assert.deepEqual(await alice.texts(), ["before", "first", "second", "third", "welcome back"]);
    assert.deepEqual(alice.faults, []);
  },
);

testUnless(
  NO_BROWSER,
  "messages on their way survive a reload without a network, and are sent once",
  async () => {
    await using server = await startServer();
    await using browser = await TestBrowser.start();
    const alice = await browser.page(server.url);
    await alice.signIn("alice");
    const { page } = alice;
    await page.evaluate("navigator.serviceWorker.ready.then(() => null)");
    await eventually(
      async () => await page.evaluate("navigator.serviceWorker.controller !== null") as boolean,
      "the worker answers for the page",
    );
    const { token } = await register(server.url, "bob");
    await server.stop();
    await page.getByRole("status").getByText("Offline").waitFor();
    await alice.say("one");
    await alice.say("two");
    await page.reload();
    await page.getByRole("status").getByText("Offline").waitFor();
    await server.restart();
    await using bob = await TestClient.connect(server.url, token);
    const lobby = bob.room("lobby");
    await bob.until(() => bob.texts(lobby).length >= 2, "both messages");
    await alice.say("three");
    await bob.until(() => bob.texts(lobby).includes("three"), "what came after them");
    assert.deepEqual(bob.texts(lobby), ["one", "two", "three"]);
    assert.deepEqual(alice.faults, []);
  },
);

testUnless(
  NO_BROWSER,
  "what is sent without a network waits, and goes out once when the network is back",
  async () => {
    await using server = await startServer();
    await using browser = await TestBrowser.start();
    const alice = await browser.page(server.url);
    await alice.signIn("alice");
    const { page } = alice;
    const { token } = await register(server.url, "bob");
    await using bob = await TestClient.connect(server.url, token);
    await page.context().setOffline(true);
    await page.getByRole("status").getByText("Offline").waitFor();
    await alice.say("from the tunnel");
    await page.locator(".entry.waiting", { hasText: "from the tunnel" }).waitFor();
    await page.context().setOffline(false);
    const lobby = bob.room("lobby");
    await bob.until(() => bob.texts(lobby).length > 0, "the message");
    await page.locator(".entry.message:not(.waiting)", { hasText: "from the tunnel" }).waitFor();
    assert.deepEqual(bob.texts(lobby), ["from the tunnel"]);
    assert.deepEqual(alice.faults, []);
  },
);

testUnless(
  NO_BROWSER,
  "a reload in the middle of sending loses nothing and doubles nothing",
  async () => {
    await using server = await startServer();
    await using browser = await TestBrowser.start();
    const alice = await browser.page(server.url);
    await alice.signIn("alice");
    const { token } = await register(server.url, "bob");
    await using bob = await TestClient.connect(server.url, token);
    const lobby = bob.room("lobby");
    const said: string[] = [];
    for (let round = 1; round <= 5; round++) {
      for (let n = 1; n <= 3; n++) {
        said.push(`${round}.${n}`);
        await alice.say(`${round}.${n}`);
      }
      await alice.page.reload();
      await alice.composer.waitFor();
    }
    await bob.until(() => bob.texts(lobby).length >= said.length, "all that was sent");
    assert.deepEqual(bob.texts(lobby), said);
  },
);

testUnless(
  NO_BROWSER,
  "whose session is ended elsewhere is told, and can log in again",
  async () => {
    await using server = await startServer();
    await using browser = await TestBrowser.start();
    const alice = await browser.page(server.url);
    await alice.signIn("alice");
    const other = await browser.page(server.url);
    await other.signIn("alice", true);
    await other.page.getByRole("button", { name: /Settings/ }).click();
    await other.page.getByText("Where you are logged in").click();
    await other.page.getByRole("button", { name: "End all others" }).click();
    await alice.page.getByRole("button", { name: "Come back" }).click();
    await alice.page.getByRole("button", { name: "Register" }).waitFor();
    await alice.signIn("alice", true);
  },
);
