/**
 * `parley-server healthcheck`: asks the server of these options, on this machine, whether it is well. For
 * containers, which have no other program to ask with.
 * @module
 */
import { Command, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { get as getPlain } from "node:http";
import { get as getByTls } from "node:https";
import { ParleyError } from "../../shared/errors.ts";
import { limits } from "../../shared/limits.ts";
import { readConfig } from "../config/read.ts";
import { examples, type Finish } from "./command.ts";
import { DESCRIPTIONS } from "./descriptions.ts";

/** @returns what it answers, and with which status. */
function ask(
  secure: boolean,
  host: string,
  port: number,
): Promise<{ status: number; text: string }> {
  // It is this machine that is asked: no certificate has to prove that. Without `ca`, some environments
  // (NODE_EXTRA_CA_CERTS) let Deno look at the system's authorities, which takes a permission of its own.
  const options = { host, port, path: "/healthz", rejectUnauthorized: false, ca: [] };
  return new Promise((resolve, reject) => {
    const request = (secure ? getByTls : getPlain)(options, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (piece: string) => text += piece);
      answer.on("end", () => resolve({ status: answer.statusCode!, text }));
    });
    request.setTimeout(limits.connectTime, () => request.destroy(new Error("no answer in time")));
    request.on("error", reject);
  });
}

export function healthcheckCommand(finish: Finish) {
  return new Command("healthcheck")
    .description(DESCRIPTIONS.healthcheck)
    .allowExcessArguments(false)
    .addHelpText("after", examples("healthcheck", "--port 443 --tls self-signed healthcheck"))
    .action((_options, command) =>
      finish(async () => {
        const config = await readConfig(command as unknown as CommandUnknownOpts);
        const isAny = config.host === "0.0.0.0" || config.host === "::";
        const secure = config.tls !== "off" || config.tlsCert !== undefined ||
          config.acmeDomain.length > 0;
        const host = isAny ? "localhost" : config.host;
        let answer: { status: number; text: string };
        try {
          answer = await ask(secure, host, config.port);
        } catch (error) {
          // Where a name has several addresses, the error of them all says nothing but its code.
          const { message, code } = error as Error & { code?: string };
          throw new ParleyError(
            "unreachable",
            `No server answers at ${host}, port ${config.port}: ${message || code}. ` +
              "Give the options that the server has.",
          );
        }
        console.log(answer.text.trim());
        return answer.status === 200 ? 0 : 1;
      })
    );
}
