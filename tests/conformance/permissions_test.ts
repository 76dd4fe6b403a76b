import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { CLIENT_PERMISSIONS } from "../../cli/permissions.ts";
import { SERVER_PERMISSIONS } from "../../server/permissions.ts";
import { flagsOf, type Permission } from "../../shared/permissions.ts";
import { startServer } from "../support/server.ts";
import { eventually } from "../support/wait.ts";

/** The command that runs a source file with what its binary may do, and never asks for more. */
function restricted(main: string, permissions: readonly Permission[]): [string, ...string[]] {
  const path = fileURLToPath(new URL(`../../${main}`, import.meta.url));
  return [Deno.execPath(), "run", "--quiet", "--no-prompt", ...flagsOf(permissions), path];
}

Deno.test("with the binaries' permissions, server and client chat over a certificate that the server makes", async () => {
  await using server = await startServer({
    command: restricted("server/main.ts", SERVER_PERMISSIONS),
    flags: ["--tls", "self-signed", "--workers", "2"],
  });
  const fingerprint = /SHA-256 (\S+)/.exec(server.stdout)![1];
  const home = await Deno.makeTempDir({ prefix: "parley-permissions-" });
  const parley = async (...args: string[]) => {
    const [program, ...first] = restricted("cli/main.ts", CLIENT_PERMISSIONS);
    const { code, stdout, stderr } = await new Deno.Command(program, {
      args: [...first, ...args, "--server", server.url, "--user", "alice"],
      env: { HOME: home, PARLEY_PASSWORD: "correct horse battery" },
      stdin: "null",
    }).output();
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    assert.equal(code, 0, text(stderr));
    return text(stdout);
  };
  try {
    assert.ok((await parley("trust", "--fingerprint", fingerprint)).includes(fingerprint));
    await parley("send", "--register", "--room", "lobby", "no more than this");
    assert.match(await parley("history", "--room", "lobby"), /alice: no more than this/);
    server.signal("SIGHUP");
    await eventually(() => /see the certificate/.test(server.stderr), "it is read anew");
    assert.doesNotMatch(server.stderr, /NotCapable|Requires \w+ access/);
  } finally {
    await Deno.remove(home, { recursive: true });
  }
});

Deno.test("with the binary's permissions, a service of one's own is put into place", async () => {
  const home = await Deno.makeTempDir({ prefix: "parley-permissions-" });
  try {
    const [program, ...first] = restricted("server/main.ts", SERVER_PERMISSIONS);
    const { code, stdout } = await new Deno.Command(program, {
      args: [...first, "service", "install", "--user"],
      env: { HOME: home },
    }).output();
    assert.equal(code, 0);
    assert.ok(new TextDecoder().decode(stdout).includes(home));
  } finally {
    await Deno.remove(home, { recursive: true });
  }
});
