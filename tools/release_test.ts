import assert from "node:assert/strict";
import { join } from "node:path";
import { Spec } from "@cyclonedx/cyclonedx-library";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { VERSION } from "../shared/version.ts";
import { PROGRAMS } from "./compile.ts";
import { fileName, obstacle, type Platform, PLATFORMS, sumsOf, thisPlatform } from "./release.ts";
import { infoOf, LOCKED, packagesOf, sbomOf } from "./sbom.ts";

/** The standard's own schemas are in its own library, which has no way to them but its folder. */
async function schemaFolder(): Promise<string> {
  assert.equal(Spec.Version.v1dot6, "1.6");
  const { npmPackages } = await infoOf("tools/release_test.ts");
  const { localPath } = Object.values(npmPackages)
    .find(({ name }) => name === "@cyclonedx/cyclonedx-library")!;
  return join(localPath, "res", "schema");
}

function readSchema(folder: string, name: string): Record<string, unknown> {
  return JSON.parse(Deno.readTextFileSync(join(folder, `${name}.SNAPSHOT.schema.json`)));
}

async function validator() {
  const folder = await schemaFolder();
  const ajv = new Ajv({ strict: false, validateFormats: true });
  // deno-lint-ignore no-explicit-any -- its types say a module, where the function itself comes
  (addFormats as any)(ajv);
  // No web address in a list of packages needs those.
  ajv.addFormat("iri-reference", true);
  ajv.addFormat("idn-email", true);
  for (const name of ["spdx", "jsf-0.82", "cryptography-defs"]) {
    const id = `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`;
    ajv.addSchema({ ...readSchema(folder, name), $id: id });
  }
  return ajv.compile(readSchema(folder, "bom-1.6"));
}

Deno.test("the list of what is in the binaries is CycloneDX, and names each package with its hash", async () => {
  const text = await sbomOf(PROGRAMS, "2.9.6");
  // deno-lint-ignore no-explicit-any -- the schema says what it is
  const bom: any = JSON.parse(text);
  const validate = await validator();
  assert.ok(validate(bom) as boolean, JSON.stringify(validate.errors));
  assert.ok(!validate({ ...bom, components: [{ type: "nonsense", name: "x" }] }));
  const names = bom.components.map(({ name }: { name: string }) => name);
  for (const name of ["deno", "ws", "hono", "pg", "pg-protocol"]) {
    assert.ok(names.includes(name), name);
  }
  // What only tests use is in no binary.
  for (const name of ["playwright-core", "axe-core", "fast-check"]) {
    assert.ok(!names.includes(name), name);
  }
  const hono = bom.components.find(({ name }: { name: string }) => name === "hono");
  assert.equal(hono.purl, `pkg:npm/hono@${hono.version}`);
  assert.equal(hono.hashes[0].content.length, 128);
  const client = bom.dependencies.find(({ ref }: { ref: string }) => ref === "parley").dependsOn;
  assert.ok(
    client && !client.some((each: string) => each.startsWith("pg@")),
    "the client has no pg",
  );
});

Deno.test("every package of a binary is in deno.lock", async () => {
  for (const program of PROGRAMS) {
    for (const { key } of await packagesOf(program)) assert.ok(key in LOCKED, key);
  }
});

Deno.test("a file's name has program, version and platform", () => {
  assert.equal(fileName("parley", "linux-x86_64", "1.2.3"), "parley-1.2.3-linux-x86_64.gz");
  assert.equal(fileName("parley", "windows-x86_64"), `parley-${VERSION}-windows-x86_64.exe.gz`);
});

Deno.test("one base makes one platform: the others are refused with the reason", () => {
  for (const platform of Object.keys(PLATFORMS) as Platform[]) {
    assert.equal(obstacle(platform, undefined), undefined);
    const reason = obstacle(platform, "/denort");
    if (platform === thisPlatform()) assert.equal(reason, undefined);
    else assert.match(reason!, new RegExp(`DENORT_BIN is a base for ${thisPlatform()} alone`));
  }
});

Deno.test("checksums are as sha256sum has them", async () => {
  const path = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(path, "abc");
    const name = path.split(/[\\/]/).at(-1);
    // FIPS 180-2, appendix B.1.
    const sum = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert.equal(await sumsOf([path]), `${sum}  ${name}\n`);
  } finally {
    await Deno.remove(path);
  }
});
