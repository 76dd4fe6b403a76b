import assert from "node:assert/strict";
import { NO_BROWSER, TestBrowser, type TestPage } from "../support/browser.ts";
import { TestClient } from "../support/client.ts";
import { register } from "../support/http.ts";
import { startServer } from "../support/server.ts";
import { testUnless } from "../support/skip.ts";
import { eventually } from "../support/wait.ts";

/** From here on the page opens without a network, too. */
async function isKept({ page }: TestPage): Promise<void> {
  await page.evaluate("navigator.serviceWorker.ready.then(() => null)");
  await eventually(
    async () => await page.evaluate("navigator.serviceWorker.controller !== null") as boolean,
    "the worker answers for the page",
  );
}

/** What the browser keeps in one of its stores, as JSON. */
function keptIn({ page }: TestPage, store: string): Promise<string> {
  return page.evaluate(`new Promise((resolve, reject) => {
    const open = indexedDB.open("parley");
    open.onerror = () => reject(open.error);
    open.onsuccess = () => {
      const all = open.result.transaction("${store}").objectStore("${store}").getAll();
      all.onsuccess = () => {
        open.result.close();
        resolve(JSON.stringify(all.result));
      };
    };
  })`);
}

testUnless(NO_BROWSER, "a draft survives a reload, with what it answers", async () => {
  await using server = await startServer();
  await using browser = await TestBrowser.start();
  const alice = await browser.person(server.url, "alice");
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
    const alice = await browser.person(server.url, "alice");
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
    const alice = await browser.person(server.url, "alice");
    const { page } = alice;
    await isKept(alice);
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
  "without a network a reload shows rooms, messages and drafts, and goes on where they end",
  async () => {
    await using server = await startServer();
    await using browser = await TestBrowser.start();
    const alice = await browser.person(server.url, "alice");
    const { page } = alice;
    await using bob = await TestClient.join(server.url, "bob");
    const lobby = bob.room("lobby");
    const { room: { id: garden } } = await bob.request("create-room", {
      name: "garden",
      kind: "private",
    });
    await bob.request("invite", { room: garden, person: "alice" });
    await bob.say(garden, "roses are **red**");
    const { seq } = await bob.say(lobby, "one");
    await bob.say(lobby, "two");
    await bob.request("react", { room: lobby, seq, emoji: "👍" });
    await page.getByRole("button", { name: "👍 1: bob" }).waitFor();
    await alice.composer.fill("half a thou");
    await isKept(alice);
    await eventually(async () => /👍.*two/.test(await keptIn(alice, "rooms")), "it is kept");

    await page.context().setOffline(true);
    await page.reload();
    await page.getByRole("status").getByText("Offline").waitFor();
    assert.deepEqual(await alice.texts(), ["one", "two"]);
    await page.getByRole("button", { name: /^👍 1/ }).waitFor();
    assert.equal(await alice.composer.inputValue(), "half a thou");
    await page.locator(".people", { hasText: "isn't known without a connection" }).waitFor();
    await alice.say("from the tunnel");
    await alice.open("garden");
    await alice.sees("roses are red");
    await page.locator(".text strong", { hasText: "red" }).waitFor();
    await bob.say(lobby, "three");
    await alice.open("lobby");
    await page.context().setOffline(false);

    await alice.sees("three");
    await bob.until(() => bob.texts(lobby).includes("from the tunnel"), "what was sent");
    await page.locator(".entry.waiting").waitFor({ state: "detached" });
    assert.deepEqual(await alice.texts(), bob.texts(lobby));
    assert.deepEqual(await alice.texts(), ["one", "two", "three", "from the tunnel"]);
    assert.deepEqual(alice.faults, []);
  },
);

testUnless(
  NO_BROWSER,
  "what came while the page was closed is read on without a hole, however much it is",
  async () => {
    await using server = await startServer({ flags: ["--sends-per-second", "0"] });
    await using browser = await TestBrowser.start();
    const alice = await browser.person(server.url, "alice");
    const { page } = alice;
    await using bob = await TestClient.join(server.url, "bob");
    const lobby = bob.room("lobby");
    for (let n = 1; n <= 20; n++) await bob.say(lobby, `early ${n}`);
    await alice.sees("early 20");
    await isKept(alice);
    // All of it is read: so the page opens at the end, and follows what comes.
    const isRead = /"unread":0.*early 20/;
    await eventually(async () => isRead.test(await keptIn(alice, "rooms")), "it is kept");
    await page.context().setOffline(true);
    await page.reload();
    await alice.sees("early 20");
    for (let n = 1; n <= 600; n++) await bob.say(lobby, `late ${n}`);
    await page.context().setOffline(false);
    await alice.sees("late 600");
    const seqs = () =>
      page.locator("[data-seq]").evaluateAll((rows) =>
        rows.map((row) => Number(row.getAttribute("data-seq")))
      );
    for (;;) {
      const shown = await seqs();
      for (const [n, seq] of shown.entries()) assert.equal(seq, shown[0] + n, "no hole, no double");
      if (shown[0] === 1) break;
      await page.locator(".scroller").evaluate((scroller) => scroller.scrollTop = 0);
      await eventually(async () => (await seqs())[0] < shown[0], "older messages come");
    }
    await alice.sees("early 20");
    assert.deepEqual(alice.faults, []);
  },
);

testUnless(NO_BROWSER, "who logs out leaves nothing in the browser", async () => {
  await using server = await startServer();
  await using browser = await TestBrowser.start();
  const alice = await browser.person(server.url, "alice");
  await alice.say("between us");
  await eventually(async () => (await keptIn(alice, "rooms")).includes("between us"), "it is kept");
  await alice.composer.fill("half a thou");
  await alice.page.getByRole("button", { name: /Settings/ }).click();
  await alice.page.getByRole("button", { name: "Log out" }).click();
  await alice.page.getByRole("button", { name: "Register" }).waitFor();
  for (const store of ["rooms", "values", "outbox"]) {
    await eventually(async () => await keptIn(alice, store) === "[]", `${store} is empty`);
  }
  assert.deepEqual(alice.faults, []);
});

testUnless(
  NO_BROWSER,
  "what is sent without a network waits, and goes out once when the network is back",
  async () => {
    await using server = await startServer();
    await using browser = await TestBrowser.start();
    const alice = await browser.person(server.url, "alice");
    const { page } = alice;
    await using bob = await TestClient.join(server.url, "bob");
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
    const alice = await browser.person(server.url, "alice");
    await using bob = await TestClient.join(server.url, "bob");
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
    const alice = await browser.person(server.url, "alice");
    const other = await browser.page(server.url);
    await other.signIn("alice", true);
    await other.page.getByRole("button", { name: /Settings/ }).click();
    await other.page.getByText("Where you are logged in").click();
    await other.page.getByRole("button", { name: "End all others" }).click();
    await alice.composer.fill("half a thou");
    await alice.page.getByRole("button", { name: "Come back" }).click();
    await alice.page.getByRole("button", { name: "Register" }).waitFor();
    // What was said is gone from the browser; what was being written waits for its author alone.
    await eventually(async () => await keptIn(alice, "rooms") === "[]", "no messages are kept");
    await alice.signIn("alice", true);
    assert.equal(await alice.composer.inputValue(), "half a thou");
    await other.page.getByRole("button", { name: "End all others" }).click();
    await alice.page.getByRole("button", { name: "Come back" }).click();
    await alice.signIn("bob");
    assert.equal(await alice.composer.inputValue(), "");
  },
);
