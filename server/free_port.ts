/**
 * Whether a port is anybody's: gateways that share one would share it with another server's, too.
 * @module
 */
import { createServer } from "node:net";
import { ParleyError } from "../shared/errors.ts";

/** @throws {ParleyError} `conflict` if somebody listens there. */
export async function checkPortIsFree(host: string, port: number): Promise<void> {
  const probe = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      probe.once("error", reject);
      probe.listen(port, host, resolve);
    });
  } catch (error) {
    // Any other trouble shows, with its own message, when the gateway listens.
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") return;
    throw new ParleyError(
      "conflict",
      `Port ${port} is already in use. Stop the other program or choose another port with --port.`,
    );
  } finally {
    await new Promise((resolve) => probe.close(resolve));
  }
}
