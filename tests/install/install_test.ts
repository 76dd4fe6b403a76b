import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { noProgram, testUnless } from "../support/skip.ts";
import { stampPowerShell, stampShell } from "../../tools/install_scripts.ts";
import { Release, VERSION } from "./releases.ts";

// Small programs, since the script doesn't look into them. tests/binary installs the real ones.
function program(name: string): Uint8Array {
  return new TextEncoder().encode(`#!/bin/sh\necho ${name} ${VERSION}\n`);
}

const BOTH = { "parley": program("parley"), "parley-server": program("parley-server") };

function onUnix(name: string, run: () => Promise<void>): void {
  const reason = Deno.build.os === "windows" ? "there is no sh" : noProgram("curl", "--version");
  testUnless(reason, name, run);
}

/** Nothing of it is in its place, not even half. */
function assertNothing(release: Release): void {
  assert.ok(!existsSync(`${release.home}/.local`), "Something was installed.");
}

onUnix("install.sh puts both programs where somebody with an empty home finds them", async () => {
  await using release = await Release.of(BOTH);
  const { code, out, errors } = await release.install();
  assert.equal(errors, "");
  assert.equal(code, 0);
  for (const name of ["parley", "parley-server"]) {
    assert.ok(out.includes(`${release.path(name)} ${name} ${VERSION}\n`), out);
    assert.equal((await release.run(release.path(name), [])).out, `${name} ${VERSION}\n`);
    assert.equal((await Deno.stat(release.path(name))).mode! & 0o777, 0o755);
  }
  assert.match(out, /\.local\/bin is not in your PATH\. Add it/);
});

onUnix("install.sh installs one alone, and again over what is there", async () => {
  await using release = await Release.of(BOTH);
  for (let n = 0; n < 2; n++) assert.equal((await release.install("parley")).code, 0);
  assert.ok(existsSync(release.path("parley")) && !existsSync(release.path("parley-server")));
});

onUnix(
  "a program whose checksum is another is refused, and then neither is installed",
  async () => {
    await using release = await Release.of(BOTH);
    const file = release.file("parley-server");
    const bytes = release.files.get(file)!.slice();
    bytes[bytes.length - 1] ^= 1;
    release.files.set(file, bytes);
    const { code, errors } = await release.install();
    assert.equal(code, 1);
    assert.match(
      errors,
      /parley-server\S+ is not what the release says: expected SHA-256 [0-9a-f]{64}/,
    );
    assertNothing(release);
  },
);

onUnix(
  "without a checksum, without a file, without a release: each is told, nothing is installed",
  async () => {
    await using release = await Release.of(BOTH);
    const sums = release.files.get("SHA256SUMS")!;
    release.files.set("SHA256SUMS", new TextEncoder().encode("0  other.gz\n"));
    assert.match(
      (await release.install()).errors,
      /no checksum of parley-1\.2\.3-\S+\.gz\. Nothing/,
    );
    release.files.delete("SHA256SUMS");
    assert.match((await release.install()).errors, /SHA256SUMS can't be downloaded/);
    release.files.set("SHA256SUMS", sums);
    release.files.delete(release.file("parley"));
    assert.match((await release.install()).errors, /parley-1\.2\.3-\S+\.gz can't be downloaded/);
    assert.match((await release.install("sl")).errors, /no program sl; expected parley or/);
    assertNothing(release);
  },
);

onUnix("a program that doesn't start here is not installed", async () => {
  await using release = await Release.of({
    ...BOTH,
    "parley-server": new TextEncoder().encode("#!/bin/sh\nexit 127\n"),
  });
  const { code, errors } = await release.install();
  assert.equal(code, 1);
  assert.match(errors, /parley-server doesn't start on this system\. Nothing was installed/);
  assertNothing(release);
});

onUnix("the script as it is in the source says what it needs", async () => {
  await using release = await Release.of({});
  const script = await Deno.readFile(new URL("../../install.sh", import.meta.url));
  const { code, errors } = await release.run("sh", ["-s"], {}, script);
  assert.equal(code, 1);
  assert.match(errors, /Expected PARLEY_RELEASE/);
});

Deno.test("a release's scripts know where it is, and nothing that a shell would take for a word of its own", async () => {
  const url = "https://example.org/v1.2.3";
  const read = (name: string) => Deno.readTextFile(new URL(`../../${name}`, import.meta.url));
  assert.ok(stampShell(await read("install.sh"), url, VERSION).includes(`:-${url}}`));
  assert.ok(stampPowerShell(await read("install.ps1"), url, VERSION).includes(`else { "${url}" }`));
  for (const bad of ["https://example.org/$(id)", 'https://example.org/"', "file:///etc"]) {
    assert.throws(() => stampShell("${PARLEY_RELEASE:-}${PARLEY_VERSION:-}", bad, VERSION));
  }
});
