/**
 * The list of what is in the binaries, for whoever has to know: a software bill of materials in
 * CycloneDX 1.6 (JSON), made of the modules that they load and of deno.lock.
 * @module
 */
import { Buffer } from "node:buffer";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import manifest from "../deno.json" with { type: "json" };
import type { Program } from "./compile.ts";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The packages of deno.lock: `name@version` → what is known of it. */
export const LOCKED: Record<string, { integrity: string }> =
  JSON.parse(Deno.readTextFileSync(join(root, "deno.lock"))).npm;

/** What of the answer of `deno info --json` matters here. */
interface Info {
  modules: { npmPackage?: string }[];
  npmPackages: Record<
    string,
    { name: string; version: string; dependencies: string[]; localPath: string }
  >;
}

export async function infoOf(file: string): Promise<Info> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", file],
    cwd: root,
  }).output();
  const said = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  if (!success) throw new Error(`deno info ${file} failed. ${said(stderr)}`);
  return JSON.parse(said(stdout));
}

interface Package {
  name: string;
  version: string;
  /** As deno.lock has it. */
  key: string;
  dependencies: string[];
}

/** The packages that a program loads, and those that they load. */
export async function packagesOf({ entry, threads }: Program): Promise<Package[]> {
  const found = new Map<string, Package>();
  for (const info of await Promise.all([entry, ...threads].map(infoOf))) {
    const take = (key: string) => {
      const known = info.npmPackages[key];
      if (!known || found.has(key)) return;
      found.set(key, { key, ...known });
      known.dependencies.forEach(take);
    };
    for (const { npmPackage } of info.modules) if (npmPackage) take(npmPackage);
  }
  return [...found.values()].sort((a, b) => a.key < b.key ? -1 : 1);
}

/** https://github.com/package-url/purl-spec */
function purlOf({ name, version }: Package): string {
  return `pkg:npm/${name.replace("@", "%40")}@${version}`;
}

/** SHA-512 in hexadecimal, of what deno.lock has as `sha512-` and Base64. */
function hashOf({ key }: Package): string {
  const { integrity } = LOCKED[key];
  return Buffer.from(integrity.replace(/^sha512-/, ""), "base64").toString("hex");
}

/** @param commit of the source. @param runtime the version of Deno that is in the binaries. */
export async function sbomOf(programs: readonly Program[], runtime: string): Promise<string> {
  const ofProgram = new Map<string, Package[]>();
  for (const program of programs) ofProgram.set(program.name, await packagesOf(program));
  const all = new Map([...ofProgram.values()].flat().map((each) => [each.key, each]));
  const deno = { "bom-ref": "deno", name: "deno", version: runtime };
  return JSON.stringify(
    {
      bomFormat: "CycloneDX",
      specVersion: "1.6",
      version: 1,
      metadata: {
        component: {
          "bom-ref": "parley",
          type: "application",
          name: "parley",
          version: manifest.version,
          licenses: [{ license: { id: manifest.license } }],
          components: programs.map(({ name }) => ({
            "bom-ref": name,
            type: "application",
            name,
            version: manifest.version,
          })),
        },
      },
      components: [
        { ...deno, type: "platform", purl: `pkg:github/denoland/deno@v${runtime}` },
        ...[...all.values()].map((each) => ({
          "bom-ref": each.key,
          type: "library",
          name: each.name,
          version: each.version,
          purl: purlOf(each),
          hashes: [{ alg: "SHA-512", content: hashOf(each) }],
        })),
      ],
      dependencies: [
        ...[...ofProgram].map(([name, packages]) => ({
          ref: name,
          dependsOn: ["deno", ...packages.map(({ key }) => key)],
        })),
        ...[...all.values()].map(({ key, dependencies }) => ({
          ref: key,
          dependsOn: dependencies.filter((each) => all.has(each)),
        })),
      ],
    },
    null,
    2,
  ) + "\n";
}
