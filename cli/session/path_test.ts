/**
 * Tests of where the session file lives.
 * @module
 */
import assert from "node:assert/strict";
import { defaultSessionPath } from "./path.ts";

Deno.test("the session file is in the platform's folder for configuration", () => {
  const HOME = "/home/alice";
  assert.equal(defaultSessionPath({ HOME }, "linux"), "/home/alice/.config/parley/session.json");
  const XDG_CONFIG_HOME = "/etc/alice";
  assert.equal(
    defaultSessionPath({ HOME, XDG_CONFIG_HOME }, "linux"),
    "/etc/alice/parley/session.json",
  );
  assert.equal(
    defaultSessionPath({ HOME, XDG_CONFIG_HOME: "relative" }, "linux"),
    "/home/alice/.config/parley/session.json",
  );
  assert.equal(
    defaultSessionPath({ HOME }, "darwin"),
    "/home/alice/Library/Application Support/parley/session.json",
  );
  assert.match(
    defaultSessionPath({ APPDATA: "C:\\Roaming" }, "win32"),
    /^C:\\Roaming.parley.session/,
  );
});

Deno.test("without a home folder the error names the way out", () => {
  assert.throws(() => defaultSessionPath({}, "linux"), {
    code: "bad-request",
    message: /--session/,
  });
});
