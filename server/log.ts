/**
 * The server's own log, the same in every thread, on standard error: text for people, JSON lines for
 * programs; no message bodies, no secrets.
 * @module
 */
import {
  configureSync,
  getJsonLinesFormatter,
  getTextFormatter,
  type LogRecord,
  type Sink,
  type TextFormatter,
} from "@logtape/logtape";

export const LOG_LEVELS = ["debug", "info", "warning", "error"] as const;
export type ServerLogLevel = (typeof LOG_LEVELS)[number];

export interface LogSettings {
  level: ServerLogLevel;
  /** `live`: text above the line that the server's terminal shows. */
  format: "text" | "json" | "live";
}

/** To the start of the line, and without what stands there. */
const OVER_LIVE_LINE = "\r\x1b[K";

function textFormatter(): TextFormatter {
  return getTextFormatter({ timestamp: "rfc3339", level: "FULL", category: "." });
}

/** Errors as what they say and where they come from: JSON knows nothing of them. */
function withErrors(record: LogRecord): LogRecord {
  const properties = Object.entries(record.properties).map(([name, value]) => [
    name,
    value instanceof Error
      ? { name: value.name, message: value.message, stack: value.stack }
      : value,
  ]);
  return { ...record, properties: Object.fromEntries(properties) };
}

const FORMATTERS: Record<LogSettings["format"], () => TextFormatter> = {
  text: textFormatter,
  json: () => {
    const format = getJsonLinesFormatter({ categorySeparator: "." });
    return (record) => format(withErrors(record));
  },
  live: () => {
    const format = textFormatter();
    return (record) => OVER_LIVE_LINE + format(record);
  },
};

/** Sets up this thread's logging. */
export function configureLog({ level, format }: LogSettings): void {
  const formatted = FORMATTERS[format]();
  const standardError: Sink = (record) => console.error(formatted(record).trimEnd());
  configureSync({
    reset: true,
    sinks: { standardError },
    loggers: [
      { category: ["logtape", "meta"], lowestLevel: "warning", sinks: ["standardError"] },
      { category: "parley", lowestLevel: level, sinks: ["standardError"] },
    ],
  });
}
