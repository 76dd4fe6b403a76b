/**
 * Tests of notifications: sequences, programs, and which of them is taken.
 * @module
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { DEFAULT_CONFIG } from "../config/options.ts";
import { Notifier } from "./notifier.ts";
import { editorCommand, notifying, type Program, usualCommand } from "./programs.ts";
import { knownSequence, notificationSequence, titleSequence } from "./sequences.ts";

Deno.test("OSC 9 and OSC 777, and the same through tmux and screen", () => {
  assert.equal(notificationSequence("osc9", "bob", "hi", {}), "\x1b]9;Parley: bob: hi\x07");
  assert.equal(
    notificationSequence("osc777", "a;b", "c;d", {}),
    "\x1b]777;notify;a,b;c;d\x07",
  );
  assert.equal(
    notificationSequence("osc777", "bob", "hi", { TMUX: "/tmp/x" }),
    "\x1bPtmux;\x1b\x1b]777;notify;bob;hi\x07\x1b\\",
  );
  assert.equal(
    notificationSequence("osc9", "bob", "hi", { STY: "1" }),
    "\x1bP\x1b]9;Parley: bob: hi\x07\x1b\\",
  );
});

Deno.test("property: no text gets out of its sequence", () => {
  const text = fc.string({ unit: "binary" });
  fc.assert(fc.property(text, text, (title, body) => {
    for (const kind of ["osc9", "osc777"] as const) {
      const inside = notificationSequence(kind, title, body, {}).slice(2, -1);
      assert.doesNotMatch(inside, /[\x00-\x1f\x7f-\x9f]/);
    }
    assert.doesNotMatch(titleSequence(title).slice(2, -1), /[\x00-\x1f\x7f-\x9f]/);
  }));
});

Deno.test("terminals that show notifications are known by their names", () => {
  assert.equal(knownSequence({ TERM_PROGRAM: "iTerm.app" }), "osc9");
  assert.equal(knownSequence({ TERM: "xterm-kitty" }), "osc9");
  assert.equal(knownSequence({ TERM_PROGRAM: "tmux", WEZTERM_PANE: "0" }), "osc9");
  assert.equal(knownSequence({ TERM: "foot" }), "osc777");
  assert.equal(knownSequence({ TERM: "rxvt-unicode-256color" }), "osc777");
  assert.equal(knownSequence({ TERM: "xterm-256color" }), undefined);
});

Deno.test("messages are arguments and variables, never part of a script", () => {
  const evil = '"; rm -rf ~ $(x) `y` <b>&';
  for (
    const [platform, env] of [["linux", { DISPLAY: ":0" }], ["darwin", {}], ["win32", {}]] as const
  ) {
    const { command, env: given } = notifying(usualCommand(platform, env)!, "-t", evil);
    const scripts = command.filter((word) => /argv|ToastNotification/.test(word));
    for (const script of scripts) assert.ok(!script.includes("rm -rf"));
    assert.deepEqual(given, { PARLEY_TITLE: "-t", PARLEY_TEXT: evil });
  }
  assert.deepEqual(notifying(["notify-send", "--", "{title}", "{text}"], "{text}", "<b>").command, [
    ...["notify-send", "--", "{text}", "&lt;b&gt;"],
  ]);
  assert.equal(usualCommand("linux", { DISPLAY: ":0", SSH_CONNECTION: "x" }), undefined);
  assert.equal(usualCommand("linux", {}), undefined);
});

function alerted(config: Partial<typeof DEFAULT_CONFIG>, env: Record<string, string>) {
  const done: unknown[] = [];
  new Notifier({
    env,
    platform: "linux",
    bell: () => done.push("bell"),
    write: (sequence) => done.push(sequence.slice(0, 4)),
    run: ({ command }: Program) => done.push(command[0]),
  }).alert({ ...DEFAULT_CONFIG, ...config }, "bob", "hi");
  return done;
}

Deno.test("the first way that works here is taken, or the one that was chosen", () => {
  assert.deepEqual(alerted({}, { TERM: "foot", DISPLAY: ":0" }), ["bell", "\x1b]77"]);
  assert.deepEqual(alerted({}, { TERM: "xterm", DISPLAY: ":0" }), ["bell", "notify-send"]);
  assert.deepEqual(alerted({}, { TERM: "xterm" }), ["bell"]);
  assert.deepEqual(alerted({ "notify.desktop": "terminal" }, {}), ["bell", "\x1b]9;"]);
  const own = { "notify.desktop": "command", "notify.command": ["mine"], "notify.bell": false };
  assert.deepEqual(alerted(own as Partial<typeof DEFAULT_CONFIG>, { TERM: "foot" }), ["mine"]);
  assert.deepEqual(alerted({ "notify.desktop": "none" }, { TERM: "foot" }), ["bell"]);
});

Deno.test("the editor is $VISUAL, else $EDITOR, else vi, with its arguments", () => {
  assert.deepEqual(editorCommand({ VISUAL: "code --wait", EDITOR: "ed" }, "linux"), [
    "code",
    "--wait",
  ]);
  assert.deepEqual(editorCommand({ EDITOR: "'/my apps/ed' -x" }, "linux"), ["/my apps/ed", "-x"]);
  assert.deepEqual(editorCommand({}, "linux"), ["vi"]);
  assert.deepEqual(editorCommand({}, "win32"), ["notepad"]);
});

Deno.test("that the usual program is missing is no news; that a chosen one is, is told", () => {
  let tries = 0;
  const notifier = new Notifier({
    env: { DISPLAY: ":0" },
    platform: "linux",
    bell: () => {},
    write: () => {},
    run: () => {
      tries++;
      throw new Error("not found");
    },
  });
  notifier.alert(DEFAULT_CONFIG, "bob", "hi");
  notifier.alert(DEFAULT_CONFIG, "bob", "hi");
  assert.equal(tries, 1);
  const chosen = { ...DEFAULT_CONFIG, "notify.desktop": "command" } as const;
  assert.throws(() => notifier.alert(chosen, "bob", "hi"), /not found/);
});
