/**
 * The socket in the data folder by which the operator's command line reaches the running server. The rights
 * of the file are the whole lock: whoever may open it may read the data anyway.
 * @module
 */
import { getLogger } from "@logtape/logtape";
import { chmodSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import process from "node:process";
import { toParleyError } from "../../shared/errors.ts";
import type { Figures } from "../metrics/figures.ts";
import { PRIVATE_FILE } from "../private_file.ts";
import { serveAt } from "./deno_unix.ts";
import type { OperatorAnswer, OperatorRequest } from "./request.ts";

const logger = getLogger(["parley", "operator"]);

/** Bytes of a path that sockets may have on every system (`sun_path`). */
const LONGEST_PATH = 103;
/** Characters of a request. */
const LONGEST_REQUEST = 100_000;

/** The socket of a data folder; undefined where no path to it is short enough. */
export function socketPath(folder: string): string | undefined {
  // Named pipes have no rights that this could set.
  if (process.platform === "win32") return undefined;
  const path = join(folder, "operator.sock");
  return [path, relative(process.cwd(), path)].find((each) =>
    new TextEncoder().encode(each).length <= LONGEST_PATH
  );
}

export interface Operator {
  /** @throws {ParleyError} the reason of a refusal. */
  carryOut(request: OperatorRequest): Promise<unknown>;
  /** The metrics, as text for Prometheus, and as `parley-server top` reads them. */
  metrics(): string;
  figures(): Figures;
}

/**
 * Listens in a data folder. Where that can't be, the server goes on without, and the log says so.
 *
 * @returns what ends it.
 */
export function hearOperator(folder: string, operator: Operator): () => void {
  const path = socketPath(folder);
  if (path === undefined) {
    logger.info("There is no socket for the operator's command line on this system or path");
    return () => {};
  }
  try {
    return listen(path, operator);
  } catch (error) {
    logger.error("The operator's command line can't reach this server: {error}", { error });
    return () => {};
  }
}

function listen(path: string, operator: Operator): () => void {
  // One of a server that was killed: the folder is this one's now.
  rmSync(path, { force: true });
  const end = serveAt(path, (request) => respond(request, operator));
  const close = () => {
    end();
    rmSync(path, { force: true });
  };
  try {
    chmodSync(path, PRIVATE_FILE);
  } catch (error) {
    // What others may be able to open is worse than none.
    close();
    throw error;
  }
  return close;
}

async function respond(request: Request, operator: Operator): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (pathname === "/metrics") return new Response(operator.metrics());
  if (pathname === "/figures") return Response.json(operator.figures());
  return Response.json(await answerTo(request, operator));
}

async function answerTo(request: Request, operator: Operator): Promise<OperatorAnswer> {
  try {
    const text = await readText(request);
    return { ok: true, result: await operator.carryOut(JSON.parse(text)) };
  } catch (error) {
    const { code, message } = toParleyError(error);
    return { ok: false, code, message };
  }
}

async function readText({ body }: Request): Promise<string> {
  let text = "";
  for await (const part of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += part;
    if (text.length > LONGEST_REQUEST) throw new Error("The request is too long.");
  }
  return text;
}
