import assert from "node:assert/strict";
import { NO_BROWSER, TestBrowser } from "../support/browser.ts";
import { TestClient } from "../support/client.ts";
import { call, PASSWORD } from "../support/http.ts";
import { operate } from "../support/operate.ts";
import { startServer } from "../support/server.ts";
import { testUnless } from "../support/skip.ts";

testUnless(
  NO_BROWSER,
  "whoever keeps order pins, mutes, settles a report, and puts somebody out",
  async () => {
    await using server = await startServer();
    await using browser = await TestBrowser.start();
    const alice = await browser.person(server.url, "alice");
    const { page } = alice;
    await page.getByRole("button", { name: "Find or make a room" }).click();
    await page.getByText("Make a room").click();
    await page.getByLabel("Name", { exact: true }).fill("garden");
    await page.getByRole("button", { name: "Make it" }).click();
    await page.getByRole("heading", { name: "#garden" }).waitFor();
    await using bob = await TestClient.join(server.url, "bob");
    const { room: { id: garden } } = await bob.request("join", { room: "garden" });
    const { seq } = await bob.say(garden, "buy my seeds");

    await alice.message("buy my seeds").hover();
    await page.getByRole("button", { name: "Pin", exact: true }).click();
    await page.locator(".notes", { hasText: "pinned" }).waitFor();
    await page.getByRole("button", { name: "Pins", exact: true }).click();
    await page.locator("dialog .rows", { hasText: "buy my seeds" }).waitFor();
    await page.keyboard.press("Escape");

    const card = async () => {
      await page.locator(".people button", { hasText: "bob" }).click();
      await page.getByRole("dialog", { name: "bob" }).waitFor();
    };
    await card();
    await page.getByLabel("Reason, which everybody sees").fill("advertising");
    // Enter in the field does nothing to anybody.
    await page.getByLabel("Reason, which everybody sees").press("Enter");
    await page.getByLabel("For how long").fill("10m");
    await page.getByRole("button", { name: "Mute", exact: true }).click();
    await page.locator(".deed", { hasText: "alice muted bob for 10 minutes: advertising" })
      .waitFor();
    await assert.rejects(bob.say(garden, "more seeds"), /muted/);

    await bob.request("report", { room: garden, seq, reason: "it was me" }).catch(() => {});
    await using carol = await TestClient.join(server.url, "carol");
    await carol.request("join", { room: "garden" });
    await carol.request("report", { room: garden, seq, reason: "seeds again" });
    await page.getByRole("button", { name: "Room", exact: true }).click();
    await page.locator("summary", { hasText: "Reports" }).click();
    const report = page.locator("dialog li", { hasText: "seeds again" });
    await report.getByRole("button", { name: "Settled" }).click();
    await report.waitFor({ state: "detached" });
    await page.keyboard.press("Escape");

    await card();
    await page.getByRole("button", { name: "Put out" }).click();
    await bob.next("left");
    await page.locator(".deed", { hasText: "alice put bob out" }).waitFor();
    assert.deepEqual(alice.faults, []);
  },
);

testUnless(
  NO_BROWSER,
  "an administrator makes a code to register with, and revokes it",
  async () => {
    await using server = await startServer({ flags: ["--registration", "invite"] });
    const create = ["user", "create", "alice", "--password-stdin", "--data", server.data];
    assert.equal((await operate(create, PASSWORD)).code, 0);
    const come = (name: string, invitation: string) =>
      call(server.url, "/v1/accounts", { body: { name, password: PASSWORD, invitation } });
    await using browser = await TestBrowser.start();
    const alice = await browser.page(server.url);
    await alice.signIn("alice", true);
    const { page } = alice;
    await page.locator(".bottom button.you").click();
    await page.getByRole("button", { name: "This server" }).click();
    await page.locator("summary", { hasText: "Let somebody register" }).click();
    const make = async () => {
      await page.getByRole("button", { name: "Make a code" }).click();
      const field = page.getByLabel("The code, good for one account");
      await field.waitFor();
      return await field.inputValue();
    };
    const revoke = async () => {
      const button = page.getByRole("button", { name: "Revoke it" });
      await button.click();
      await button.waitFor({ state: "detached" });
    };
    assert.equal((await come("bob", await make())).status, 201);
    await revoke();
    const code = await make();
    await revoke();
    assert.equal((await come("carol", code)).status, 403);
    assert.deepEqual(alice.faults, []);
  },
);
