/**
 * Real browsers for tests: Chromium, without a window, if the machine has one.
 * @module
 */
import { existsSync } from "node:fs";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { ensureWeb } from "../../tools/web.ts";
import { PASSWORD } from "./http.ts";
import { PATIENCE } from "./wait.ts";

const PATHS = [
  Deno.env.get("CHROMIUM"),
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

const executablePath = PATHS.find((path) => path && existsSync(path));

/** Why there can be no browser, if so. */
export const NO_BROWSER = executablePath ? undefined : "there is no Chromium";

// Before any server starts: it reads the client once.
if (executablePath) await ensureWeb();

/**
 * Runs in a page or a service worker: notes as `notifications` (title, text and tag of each) what the browser took
 * from it. Where no desktop shows them, the browser itself may forget them at once.
 */
export const NOTE_NOTIFICATIONS = `(() => {
  globalThis.notifications = [];
  const { showNotification } = ServiceWorkerRegistration.prototype;
  ServiceWorkerRegistration.prototype.showNotification = async function (title, options) {
    await showNotification.call(this, title, options);
    notifications.push([title, options.body, options.tag]);
  };
})()`;

/** A page of a browser profile of its own. */
export class TestPage {
  /** What the page should not have done: errors, and violations of its policy. */
  readonly faults: string[] = [];

  constructor(readonly page: Page) {
    page.setDefaultTimeout(PATIENCE);
    page.on("pageerror", (error) => this.faults.push(`error: ${error.message}`));
    page.on("console", (message) => {
      // The browser itself logs failed requests: a server that restarts, a wrong password.
      const isOwn = !/Failed to load resource|WebSocket connection/.test(message.text());
      if (message.type() === "error" && isOwn) this.faults.push(message.text());
    });
  }

  /** Comes in with an account of that name, which is made first unless `isKnown`. */
  async signIn(name: string, isKnown = false): Promise<void> {
    const title = isKnown ? "Log in" : "Register";
    await this.page.getByRole("button", { name: title }).first().click();
    await this.page.getByLabel("Name", { exact: true }).fill(name);
    await this.page.getByLabel("Password").fill(PASSWORD);
    await this.page.locator("button.main").click();
    await this.composer.waitFor();
  }

  get composer() {
    return this.page.locator("#composer");
  }

  async say(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press("Enter");
  }

  /** The message with this text. */
  message(text: string) {
    return this.page.locator(".entry.message", { hasText: text });
  }

  /** Waits until there is a message with this text. */
  sees(text: string): Promise<void> {
    return this.message(text).waitFor();
  }

  /** The texts of all messages on the page, in order. */
  texts(): Promise<string[]> {
    return this.page.locator(".entry.message .text").allInnerTexts();
  }

  /** Opens a room of the list. */
  async open(room: string): Promise<void> {
    await this.page.locator(".sidebar .rooms button", { hasText: room }).click();
  }
}

/** A browser for one test. `await using` ends it. */
export class TestBrowser {
  private constructor(readonly browser: Browser) {}

  static async start(): Promise<TestBrowser> {
    const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
    return new TestBrowser(browser);
  }

  /** A page in a new profile. */
  async page(url: string, options: BrowserContextOptions = {}): Promise<TestPage> {
    const context = await this.browser.newContext(options);
    const page = new TestPage(await context.newPage());
    await page.page.goto(url);
    return page;
  }

  /** The page, in a new profile, of somebody new who has just come in. */
  async person(
    url: string,
    name: string,
    options?: BrowserContextOptions,
  ): Promise<TestPage> {
    const page = await this.page(url, options);
    await page.signIn(name);
    return page;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.browser.close();
  }
}
