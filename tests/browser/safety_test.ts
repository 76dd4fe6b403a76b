import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { NO_BROWSER, TestBrowser } from "../support/browser.ts";
import { TestClient } from "../support/client.ts";
import { startServer } from "../support/server.ts";
import { testUnless } from "../support/skip.ts";

/** What somebody might write to make a page run, load or show what it should not. */
const HOSTILE = [
  `<img src=x onerror="window.hacked=1">`,
  `<script>window.hacked=1</script>`,
  `"><svg onload=window.hacked=1>`,
  `[click](javascript:window.hacked=1)`,
  `[click](data:text/html,<script>window.hacked=1</script>)`,
  `<javascript:window.hacked=1>`,
  `![picture](https://tracker.example/pixel.png)`,
  `[https://bank.example](https://evil.example)`,
  `https://bank.example@evil.example/`,
  `\u202etxt.exe`,
  `Z${"\u0301".repeat(500)}algo`,
  `${"> ".repeat(500)}deep`,
  `${"*".repeat(2000)}stars`,
  `${"W".repeat(5000)}`,
  `{{constructor.constructor('window.hacked=1')()}}`,
  `__proto__ constructor toString`,
  `<iframe srcdoc="<script>parent.hacked=1</script>">`,
  `<style>*{display:none}</style>`,
];

/** What the page asks for besides this server. */
function foreignRequests(page: Page, url: string): string[] {
  const foreign: string[] = [];
  page.on("request", (request) => {
    const isOurs = request.url().startsWith(url) || request.url().startsWith("data:");
    if (!isOurs) foreign.push(request.url());
  });
  return foreign;
}

testUnless(
  NO_BROWSER,
  "hostile names, messages and links do nothing, load nothing and lead nowhere",
  async () => {
    await using server = await startServer({ flags: ["--sends-per-second", "0"] });
    await using browser = await TestBrowser.start();
    await using mallory = await TestClient.join(server.url, "mallory");
    await mallory.request("set-profile", {
      display: `<img src=x onerror=hacked=1>\u202e`,
      bio: HOSTILE.join("\n").slice(0, 1500),
    });
    const { room } = await mallory.request("create-room", {
      name: "trap",
      kind: "private",
      topic: `<b onclick=hacked=1>topic</b>`,
    });
    for (const text of HOSTILE) await mallory.say(room.id, text);
    const alice = await browser.page(server.url);
    const foreign = foreignRequests(alice.page, server.url);
    await alice.signIn("alice");
    await mallory.request("invite", { room: room.id, person: "alice" });
    await alice.open("trap");
    await alice.sees("<style>");
    await alice.page.locator(".byline button").first().click();
    await alice.page.locator("dialog .bio").waitFor();
    await alice.page.keyboard.press("Escape");

    assert.equal(await alice.page.evaluate("window.hacked"), undefined);
    assert.equal(
      await alice.page.locator("#app :is(img, script, iframe, svg, style, object)").count(),
      0,
    );
    const links = await alice.page.locator(".text a").evaluateAll((all) =>
      all.map((a) => [(a as unknown as { href: string }).href, a.getAttribute("rel")])
    );
    for (const [href, rel] of links) {
      assert.match(href!, /^(https?|mailto):/);
      assert.match(rel!, /noopener noreferrer/);
      assert.doesNotMatch(href!, /evil\.example/);
    }
    assert.doesNotMatch((await alice.texts()).join(""), /\u202e/);
    const width = await alice.page.evaluate("document.documentElement.scrollWidth - innerWidth");
    assert.equal(width, 0, "nothing is wider than the page");
    assert.deepEqual(foreign, []);
    assert.deepEqual(alice.faults, []);
  },
);

testUnless(
  NO_BROWSER,
  "the policy forbids what the page does not need, and the page needs no more",
  async () => {
    await using server = await startServer();
    await using browser = await TestBrowser.start();
    const alice = await browser.person(server.url, "alice");
    const policy = (await fetch(server.url)).headers.get("content-security-policy") ?? "";
    for (
      const part of [
        "default-src 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
      ]
    ) {
      assert.ok(policy.includes(part), part);
    }
    assert.doesNotMatch(policy, /unsafe|\*/);
    const tried = await alice.page.evaluate(`(() => {
    try {
      document.body.innerHTML = "<p>x</p>";
      return "written";
    } catch (error) {
      return error.name;
    }
  })()`);
    assert.equal(tried, "TypeError", "HTML can't be written as a string");
  },
);

testUnless(
  NO_BROWSER,
  "a page of another site can neither frame the chat nor use its session",
  async () => {
    await using server = await startServer();
    await using browser = await TestBrowser.start();
    const alice = await browser.person(server.url, "alice");
    const page = await alice.page.context().newPage();
    await page.route("https://evil.example/", (route) =>
      route.fulfill({
        contentType: "text/html",
        body: `<iframe src="${server.url}/"></iframe>`,
      }));
    await page.goto("https://evil.example/");
    const stolen = await page.evaluate(`fetch("${server.url}/v1/me", { credentials: "include" })
    .then((response) => response.text(), () => "refused")`);
    assert.equal(stolen, "refused");
    const socket = await page.evaluate(`new Promise((resolve) => {
    const socket = new WebSocket("${server.url.replace("http", "ws")}/v1/ws", "parley.v1");
    socket.onopen = () => resolve("open");
    socket.onerror = () => resolve("refused");
  })`);
    assert.equal(socket, "refused");
    const frame = page.frames().find((each) => each !== page.mainFrame());
    assert.equal(await frame?.locator("#app").count() ?? 0, 0);
  },
);
