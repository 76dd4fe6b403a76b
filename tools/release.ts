/**
 * Makes what a release consists of, in dist/release: both programs for each platform, compressed; their
 * checksums; the list of what is in them.
 *
 * `deno task release [PLATFORM…]`: all platforms if none is named. The bases of other platforms come from
 * Deno's download host; with `DENORT_BIN`, which is one base, only this platform can be made. With
 * `RELEASE_URL`, where the files will be, the install scripts come along.
 * @module
 */
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { basename, dirname, join } from "node:path";
import process from "node:process";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { createGzip } from "node:zlib";
import { VERSION } from "../shared/version.ts";
import { bundle, compile, type Program, PROGRAMS, versionOf, withBuildFile } from "./compile.ts";
import { stampPowerShell, stampShell } from "./install_scripts.ts";
import { sbomOf } from "./sbom.ts";
import { ensureWeb } from "./web.ts";

/** Platforms by the names that the files bear → what `deno compile --target` calls them. */
export const PLATFORMS = {
  "linux-x86_64": "x86_64-unknown-linux-gnu",
  "linux-aarch64": "aarch64-unknown-linux-gnu",
  "macos-x86_64": "x86_64-apple-darwin",
  "macos-aarch64": "aarch64-apple-darwin",
  "windows-x86_64": "x86_64-pc-windows-msvc",
} as const;

export type Platform = keyof typeof PLATFORMS;

/** Bytes of a program, before it is compressed. */
const MOST = 110e6;

export const RELEASE_FOLDER = join(
  dirname(dirname(fileURLToPath(import.meta.url))),
  "dist",
  "release",
);

/** The platform that this is. */
export function thisPlatform(): Platform {
  return (Object.keys(PLATFORMS) as Platform[])
    .find((platform) => PLATFORMS[platform] === Deno.build.target)!;
}

export function fileName(program: string, platform: Platform, version = VERSION): string {
  return `${program}-${version}-${platform}${platform.startsWith("windows") ? ".exe" : ""}.gz`;
}

/** Why a platform can't be made here; undefined if it may be. */
export function obstacle(platform: Platform, denort: string | undefined): string | undefined {
  if (!denort || platform === thisPlatform()) return undefined;
  return `DENORT_BIN is a base for ${thisPlatform()} alone. Unset it where Deno's download host can be reached.`;
}

export async function sha256(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

/** Lines as `sha256sum` writes and `sha256sum --check` reads them. */
export async function sumsOf(paths: readonly string[]): Promise<string> {
  const lines = await Promise.all(
    paths.map(async (path) => `${await sha256(path)}  ${basename(path)}\n`),
  );
  return lines.join("");
}

async function make(program: Program, platform: Platform): Promise<string> {
  const finished = join(RELEASE_FOLDER, fileName(program.name, platform));
  const path = finished.replace(/\.gz$/, "");
  await compile(program, path, PLATFORMS[platform]);
  const { size } = await Deno.stat(path);
  if (size > MOST) {
    throw new Error(`${basename(path)} has ${size} bytes; expected ${MOST} at most.`);
  }
  const said = platform === thisPlatform() ? await versionOf(path) : VERSION;
  await pipeline(createReadStream(path), createGzip({ level: 9 }), createWriteStream(finished));
  await Deno.remove(path);
  const compressed = (await Deno.stat(finished)).size;
  const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
  console.log(
    `${basename(finished)}  ${said}  ${megabytes(size)}, ${megabytes(compressed)} packed`,
  );
  return finished;
}

/** The install scripts, for a release whose files will be at this URL. */
async function writeScripts(url: string | undefined): Promise<string[]> {
  if (url === undefined) return [];
  const scripts = [["install.sh", stampShell], ["install.ps1", stampPowerShell]] as const;
  return await Promise.all(scripts.map(async ([name, stamp]) => {
    const path = join(RELEASE_FOLDER, name);
    const script = await Deno.readTextFile(join(RELEASE_FOLDER, "..", "..", name));
    await Deno.writeTextFile(path, stamp(script, url, VERSION));
    return path;
  }));
}

/** @returns how many platforms could not be made. */
async function release(platforms: readonly Platform[]): Promise<number> {
  await ensureWeb();
  await Deno.remove(RELEASE_FOLDER, { recursive: true }).catch(() => {});
  await Deno.mkdir(RELEASE_FOLDER, { recursive: true });
  const files: string[] = [];
  let failed = 0;
  await withBuildFile(async () => {
    for (const program of PROGRAMS) await bundle(program);
    for (const platform of platforms) {
      try {
        const reason = obstacle(platform, process.env.DENORT_BIN);
        if (reason !== undefined) throw new Error(reason);
        for (const program of PROGRAMS) files.push(await make(program, platform));
      } catch (error) {
        failed++;
        console.error(`${platform} could not be made: ${(error as Error).message}`);
      }
    }
  });
  const sbom = join(RELEASE_FOLDER, `parley-${VERSION}.cdx.json`);
  await Deno.writeTextFile(sbom, await sbomOf(PROGRAMS, Deno.version.deno));
  files.push(sbom, ...await writeScripts(process.env.RELEASE_URL));
  await Deno.writeTextFile(join(RELEASE_FOLDER, "SHA256SUMS"), await sumsOf(files));
  return failed;
}

if (import.meta.main) {
  const wanted = Deno.args.length > 0 ? Deno.args : Object.keys(PLATFORMS);
  const unknown = wanted.filter((each) => !Object.hasOwn(PLATFORMS, each));
  if (unknown.length > 0) {
    console.error(
      `release: no platform ${unknown.join(", ")}; expected ${Object.keys(PLATFORMS).join(", ")}.`,
    );
    Deno.exit(2);
  }
  Deno.exit(await release(wanted as Platform[]) === 0 ? 0 : 1);
}
