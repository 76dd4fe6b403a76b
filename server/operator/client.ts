/**
 * The command line's end of the operator's socket.
 * @module
 */
import { request } from "node:http";
import { ParleyError } from "../../shared/errors.ts";
import type { Figures } from "../metrics/figures.ts";
import type { OperatorAnswer, OperatorRequest } from "./request.ts";
import { socketPath } from "./socket.ts";

/**
 * Asks the server of a data folder.
 *
 * @throws {ParleyError} the server's reason; `unreachable` if none runs there.
 */
export async function askServer(folder: string, asked: OperatorRequest): Promise<unknown> {
  const answer: OperatorAnswer = JSON.parse(await exchange(folder, "/", JSON.stringify(asked)));
  if (answer.ok) return answer.result;
  throw new ParleyError(answer.code, answer.message);
}

/** How it does. @throws {ParleyError} `unreachable` if none runs there. */
export async function askFigures(folder: string): Promise<Figures> {
  return JSON.parse(await exchange(folder, "/figures"));
}

/** @param body what is asked with POST; without it, GET. */
function exchange(folder: string, url: string, body?: string): Promise<string> {
  const path = socketPath(folder);
  const refused = (reason: string) =>
    new ParleyError(
      "unreachable",
      `No server answers in ${folder} (${reason}). Start one, or name another folder with --data.`,
    );
  if (path === undefined) return Promise.reject(refused("its path is too long for a socket"));
  return new Promise((resolve, reject) => {
    const sent = request({
      socketPath: path,
      path: url,
      method: body === undefined ? "GET" : "POST",
    }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (part: string) => text += part);
      response.on("end", () => resolve(text));
      response.on("error", (error) => reject(refused(error.message)));
    });
    sent.on(
      "error",
      (error: Error & { code?: string }) => reject(refused(error.code ?? error.message)),
    );
    sent.end(body);
  });
}
