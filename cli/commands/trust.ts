/**
 * `parley trust`: which certificate of a server is believed though no authority vouches for it.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import { knownServers } from "../session/trust.ts";
import type { Context } from "./context.ts";
import { type Program, settingsOf } from "./program.ts";

const FINGERPRINT = /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/;

export function registerTrust(program: Program, context: Context): void {
  program.command("trust")
    .description("Print a server's certificate, and say which one to believe.")
    .option("--fingerprint <sha256>", "Believe this one from now on, in place of any other.")
    .option("--forget", "Believe none: ask again the next time.")
    .option("--json", "Print a JSON object: server, presented, trusted, accepted.")
    .action(async (_, command) => {
      const { fingerprint, forget, json, ...options } = command.optsWithGlobals();
      const { server, session } = await settingsOf(options, context);
      if (!server.startsWith("https:")) {
        throw new ParleyError("bad-request", `${server} has no certificate: it isn't https.`);
      }
      const known = knownServers(context, session);
      if (fingerprint !== undefined) await known.put(server, parseFingerprint(fingerprint));
      else if (forget) await known.remove(server);
      const accepted = await known.fingerprint(server);
      const { certificateOf } = await import("../session/certificate.ts");
      const presented = await certificateOf(server);
      if (presented === undefined && fingerprint === undefined && !forget) {
        throw new ParleyError("unreachable", `No server answers at ${server}.`);
      }
      const found = { presented: presented?.fingerprint, trusted: presented?.trusted };
      await context.print(
        json ? JSON.stringify({ server, ...found, accepted }) + "\n" : [
          `The server's     ${found.presented ?? "none: it doesn't answer"}`,
          `Accepted by you  ${accepted ?? "none"}`,
          verdict(found, accepted),
        ].map((line) => line + "\n").join(""),
      );
    });
}

function verdict(
  { presented, trusted }: { presented?: string; trusted?: boolean },
  accepted: string | undefined,
): string {
  if (accepted !== undefined && presented !== undefined) {
    return accepted === presented ? "They are the same." : "They differ: it is refused.";
  }
  if (accepted !== undefined) return "Only this one will be believed.";
  return trusted ? "An authority vouches for it." : "Nobody vouches for it: you will be asked.";
}

/** As openssl prints it, or without colons, or in small letters. */
function parseFingerprint(given: string): string {
  const digits = given.replace(/^sha-?256[:=]/i, "").replaceAll(":", "").toUpperCase();
  const fingerprint = digits.match(/../g)?.join(":") ?? "";
  if (FINGERPRINT.test(fingerprint)) return fingerprint;
  throw new ParleyError(
    "bad-request",
    `"${given}" is no fingerprint. Expected 32 pairs of hexadecimal digits, as in AB:CD:…`,
  );
}
