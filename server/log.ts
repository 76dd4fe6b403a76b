/**
 * The server's own log, the same in every thread: text on standard error, no message bodies, no secrets.
 * @module
 */
import { configureSync, getTextFormatter, type Sink } from "@logtape/logtape";

export const LOG_LEVELS = ["debug", "info", "warning", "error"] as const;
export type ServerLogLevel = (typeof LOG_LEVELS)[number];

/** Sets up this thread's logging. */
export function configureLog(level: ServerLogLevel): void {
  const format = getTextFormatter({ timestamp: "rfc3339", level: "FULL", category: "." });
  const standardError: Sink = (record) => console.error(format(record).trimEnd());
  configureSync({
    reset: true,
    sinks: { standardError },
    loggers: [
      { category: ["logtape", "meta"], lowestLevel: "warning", sinks: ["standardError"] },
      { category: "parley", lowestLevel: level, sinks: ["standardError"] },
    ],
  });
}
