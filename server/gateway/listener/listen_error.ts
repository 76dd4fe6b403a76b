/**
 * What can go wrong when a port is opened, in words for the operator.
 * @module
 */
import { ParleyError } from "../../../shared/errors.ts";

/**
 * The {@linkcode ParleyError} for an operating system's error; any other error as it is.
 *
 * @param option which says the port, and what else has to be so then.
 */
export function listenError(
  error: unknown,
  host: string,
  port: number,
  option = "--port",
): unknown {
  const code = isLookupFailure(error) ? "ENOTFOUND" : (error as { code?: unknown } | null)?.code;
  const say = (code: ParleyError["code"], message: string) =>
    new ParleyError(code, message, undefined, { cause: error });
  switch (code) {
    case "EADDRINUSE":
      return say(
        "conflict",
        `Port ${port} is already in use. Stop the other program or choose another port with ${option}.`,
      );
    case "EACCES":
      return say(
        "forbidden",
        `This user may not listen on port ${port}. Choose a port above 1023 with ${option}.`,
      );
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
    case "EINVAL":
      return say(
        "bad-request",
        `${JSON.stringify(host)} is not an address of this computer. ` +
          `Choose another with --host: 127.0.0.1 for this computer only, 0.0.0.0 for all addresses.`,
      );
    default:
      return error;
  }
}

/** Deno's own failure to look a name up carries no code. */
function isLookupFailure(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith("failed to lookup address");
}
