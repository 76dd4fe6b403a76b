import assert from "node:assert/strict";
import { NO_BROWSER, TestBrowser } from "../support/browser.ts";
import { TestClient } from "../support/client.ts";
import { logIn, PASSWORD, register } from "../support/http.ts";
import { startServer } from "../support/server.ts";
import { Chatter } from "../terminal/chat_on_server.ts";
import { testUnless } from "../support/skip.ts";
import { eventually } from "../support/wait.ts";

testUnless(NO_BROWSER, "two browsers and a terminal chat in one room", async () => {
  await using server = await startServer();
  await using browser = await TestBrowser.start();
  const alice = await browser.person(server.url, "alice");
  const bob = await browser.person(server.url, "bob");
  const { token } = await register(server.url, "carol");
  await using carol = new Chatter(server.url, token);
  await carol.sees("── #lobby");

  await alice.say("hello from a **page**");
  await bob.sees("hello from a page");
  await carol.sees("alice: hello from a page");
  carol.say("and from a terminal, @alice");
  await alice.sees("and from a terminal");
  await bob.sees("and from a terminal");
  assert.equal(
    await alice.message("and from").evaluate((row) => row.className),
    "entry message mentions-you",
  );
  assert.equal(await bob.page.locator(".text strong").innerText(), "page");
  assert.equal(
    await alice.message("hello from a page").count(),
    1,
    "one's own message is there once",
  );
  await alice.page.locator(".people", { hasText: "carol" }).waitFor();

  // What is changed shows everywhere, live.
  await bob.message("hello from").hover();
  await bob.page.getByRole("button", { name: "React", exact: true }).click();
  await bob.page.getByRole("button", { name: "🎉" }).click();
  await alice.page.getByRole("button", { name: "🎉 1: bob" }).waitFor();
  await alice.composer.press("ArrowUp");
  assert.equal(await alice.composer.inputValue(), "hello from a **page**");
  await alice.say("hello again");
  await bob.sees("hello again");
  await bob.page.locator(".notes", { hasText: "edited" }).waitFor();
  await carol.sees("to: hello again");
  await bob.message("hello again").hover();
  await bob.page.getByRole("button", { name: "Reply", exact: true }).click();
  await bob.say("an answer");
  await alice.page.locator(".entry", { hasText: "alice: hello again" }).waitFor();
  await alice.message("hello again").first().hover();
  await alice.page.getByRole("button", { name: "Take back" }).click();
  await alice.page.getByRole("button", { name: "Take it back" }).click();
  await bob.page.getByText("This message was taken back.").waitFor();
  assert.deepEqual([...alice.faults, ...bob.faults], []);
});

testUnless(
  NO_BROWSER,
  "a wrong password is told, and a guest comes in by a name alone",
  async () => {
    await using server = await startServer();
    await using browser = await TestBrowser.start();
    await register(server.url, "alice");
    const { page, composer, faults } = await browser.page(server.url);
    await page.getByLabel("Name", { exact: true }).fill("alice");
    await page.getByLabel("Password").fill(`${PASSWORD}!`);
    await page.locator("button.main").click();
    await page.getByRole("alert").getByText("There is no account with this name and password")
      .waitFor();
    await page.getByRole("button", { name: "Come as a guest" }).click();
    await page.getByLabel("Name", { exact: true }).fill("zoe");
    await page.locator("button.main").click();
    await composer.waitFor();
    await page.locator(".sidebar .you", { hasText: "zoe" }).waitFor();
    assert.deepEqual(faults, []);
  },
);

testUnless(
  NO_BROWSER,
  "the session is in a cookie that no script reads; logging out ends it",
  async () => {
    await using server = await startServer();
    await using browser = await TestBrowser.start();
    const alice = await browser.person(server.url, "alice");
    const { page } = alice;
    const [cookie] = await page.context().cookies();
    assert.ok(cookie.httpOnly && cookie.sameSite === "Strict", JSON.stringify(cookie));
    assert.equal(
      await page.evaluate("document.cookie + JSON.stringify({ ...localStorage })"),
      "{}",
    );
    await page.reload();
    await alice.composer.waitFor();
    await page.getByRole("button", { name: /Settings/ }).click();
    await page.getByRole("button", { name: "Log out" }).click();
    await page.getByRole("button", { name: "Register" }).waitFor();
    assert.deepEqual(await page.context().cookies(), []);
  },
);

testUnless(
  NO_BROWSER,
  "whoever deletes the account is out, and nobody comes in by it",
  async () => {
    await using server = await startServer();
    await using browser = await TestBrowser.start();
    const alice = await browser.person(server.url, "alice");
    const { page } = alice;
    await page.getByRole("button", { name: /Settings/ }).click();
    await page.getByText("Delete the account").click();
    await page.locator("form", { hasText: "For good." }).getByLabel("Password").fill(PASSWORD);
    await page.getByRole("button", { name: "Delete my account" }).click();
    await page.getByRole("button", { name: "Register" }).waitFor();
    await page.getByLabel("Name", { exact: true }).fill("alice");
    await page.getByLabel("Password").fill(PASSWORD);
    await page.locator("button.main").click();
    await page.getByRole("alert").getByText("There is no account with this name").waitFor();
    assert.deepEqual(alice.faults, []);
  },
);

testUnless(
  NO_BROWSER,
  "unread and mentions are counted, in the title too, and read on all devices",
  async () => {
    await using server = await startServer();
    await using browser = await TestBrowser.start();
    const alice = await browser.person(server.url, "alice");
    await using bob = await TestClient.join(server.url, "bob");
    const { room: { id } } = await bob.request("create-room", { name: "garden", kind: "private" });
    await bob.request("invite", { room: id, person: "alice" });
    const item = alice.page.locator(".sidebar .rooms button", { hasText: "garden" });
    await item.waitFor();
    await bob.say(id, "one");
    await bob.say(id, "two, @alice");
    await item.locator(".badge.loud", { hasText: "2" }).waitFor();
    await eventually(async () => await alice.page.title() === "(1) #lobby – Parley", "the title");
    const { token: second } = await logIn(server.url, "alice");
    await using phone = await TestClient.connect(server.url, second);
    await item.click();
    await alice.sees("two, @alice");
    await alice.page.locator(".divider").waitFor();
    await phone.find(
      (frame) => frame.type === "read" && frame.unread === 0,
      "the read marker moves",
    );
    await eventually(async () => await item.locator(".badge").count() === 0, "nothing is unread");
  },
);

testUnless(
  NO_BROWSER,
  "a link lets somebody into a private room, once they have registered",
  async () => {
    await using server = await startServer();
    await using browser = await TestBrowser.start();
    const alice = await browser.person(server.url, "alice");
    const { page } = alice;
    await page.getByRole("button", { name: "Find or make a room" }).click();
    await page.getByText("Make a room").click();
    await page.getByLabel("Name", { exact: true }).fill("cellar");
    await page.getByLabel("Private: people enter by invitation").check();
    await page.getByRole("button", { name: "Make it" }).click();
    await page.getByRole("heading", { name: "#cellar" }).waitFor();
    await page.getByRole("button", { name: "Room", exact: true }).click();
    await page.getByText("Invite people").click();
    await page.getByRole("button", { name: "Make a link" }).click();
    const link = await page.getByLabel("The link").inputValue();
    await page.getByText("25 uses left").waitFor();
    await page.keyboard.press("Escape");
    const bob = await browser.person(link, "bob");
    await bob.page.getByRole("heading", { name: "#cellar" }).waitFor();
    assert.equal(new URL(bob.page.url()).hash, "", "the code does not stay in the address");
    await bob.say("here I am");
    await alice.sees("here I am");
    assert.deepEqual([...alice.faults, ...bob.faults], []);
  },
);

testUnless(
  NO_BROWSER,
  "names are completed, /to whispers, and an unknown name brings the draft back",
  async () => {
    await using server = await startServer();
    await using browser = await TestBrowser.start();
    await using friend = await TestClient.join(server.url, "brunhilde");
    const alice = await browser.person(server.url, "alice");
    await alice.page.locator(".people", { hasText: "brunhilde" }).waitFor();
    await alice.composer.pressSequentially("/to @bru");
    await alice.page.getByRole("option", { name: "@brunhilde" }).waitFor();
    await alice.composer.press("Tab");
    await alice.composer.pressSequentially("psst");
    assert.equal(await alice.composer.inputValue(), "/to @brunhilde psst");
    await alice.composer.press("Enter");
    await friend.next("joined");
    await friend.find((frame) => frame.type === "event" && frame.text === "psst", "the whisper");
    await alice.page.getByText("Whispered to @brunhilde").waitFor();
    await alice.say("/to @brumhilde psst");
    await eventually(
      async () => await alice.composer.inputValue() === "/to @brumhilde psst",
      "the draft comes back",
    );
    await alice.page.locator(".notice.error", { hasText: "brumhilde" }).waitFor();
    assert.deepEqual(friend.texts(friend.room("lobby")), [], "nothing became public");
  },
);

testUnless(
  NO_BROWSER,
  "a search leads to where it was said, and from there back to the newest",
  async () => {
    await using server = await startServer({ flags: ["--sends-per-second", "0"] });
    await using browser = await TestBrowser.start();
    await using bob = await TestClient.join(server.url, "bob");
    const lobby = bob.room("lobby");
    await bob.say(lobby, "a **needle** in the _hay_");
    for (let n = 1; n <= 500; n++) await bob.say(lobby, `hay ${n}`);
    const alice = await browser.person(server.url, "alice");
    await alice.sees("hay 500");
    await alice.page.keyboard.press("Control+/");
    await eventually(async () => {
      await alice.page.getByLabel("Words").fill("needle");
      await alice.page.getByLabel("Words").press("Enter");
      return await alice.page.locator(".hit mark", { hasText: "needle" }).count() > 0;
    }, "the index has it");
    await alice.page.locator(".hit", { hasText: "a needle in the hay" }).click();
    await alice.page.locator(".entry.flash", { hasText: "a needle in the hay" }).waitFor();
    await alice.page.getByRole("button", { name: "To the newest" }).click();
    await alice.sees("hay 500");
    assert.deepEqual(alice.faults, []);
  },
);

testUnless(NO_BROWSER, "two strangers meet and talk, and one leaves", async () => {
  await using server = await startServer();
  await using browser = await TestBrowser.start();
  const [one, two] = await Promise.all([browser.page(server.url), browser.page(server.url)]);
  await Promise.all([one.signIn("alice"), two.signIn("bob")]);
  for (const { page } of [one, two]) {
    await page.getByRole("button", { name: "Meet a stranger" }).click();
  }
  for (const { page } of [one, two]) {
    await page.locator(".deed", { hasText: "You are with" }).waitFor();
  }
  await one.say("who are you?");
  await two.sees("who are you?");
  assert.equal(await two.page.locator(".pair", { hasText: "alice" }).count(), 0);
  await one.page.getByRole("button", { name: "Leave", exact: true }).click();
  await two.page.locator(".deed", { hasText: "The stranger left." }).waitFor();
  await one.page.getByRole("heading", { name: "#lobby" }).waitFor();
  assert.deepEqual([...one.faults, ...two.faults], []);
});
