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

/**
 * Puts errors into the message as text. A logger would show all that hangs on one: of the database's, that is
 * the whole connection.
 *
 * @param shown what of an error.
 */
function withErrors(record: LogRecord, shown: (error: Error) => string): LogRecord {
  // Texts and values take turns.
  const message: unknown[] = [""];
  for (const [index, part] of record.message.entries()) {
    const isText = index % 2 === 0 || part instanceof Error;
    if (!isText) message.push(part, "");
    else message[message.length - 1] += part instanceof Error ? shown(part) : `${part}`;
  }
  return { ...record, message };
}

/** Errors as what they say and where they come from: JSON knows nothing of them. */
function forPrograms(record: LogRecord): LogRecord {
  const properties = Object.entries(record.properties).map(([name, value]) => [
    name,
    value instanceof Error
      ? { name: value.name, message: value.message, stack: value.stack }
      : value,
  ]);
  const written = withErrors(record, ({ name, message }) => `${name}: ${message}`);
  return { ...written, properties: Object.fromEntries(properties) };
}

function textFormatter(): TextFormatter {
  const format = getTextFormatter({ timestamp: "rfc3339", level: "FULL", category: "." });
  return (record) => format(withErrors(record, (error) => error.stack ?? `${error}`));
}

const FORMATTERS: Record<LogSettings["format"], () => TextFormatter> = {
  text: textFormatter,
  json: () => {
    const format = getJsonLinesFormatter({ categorySeparator: "." });
    return (record) => format(forPrograms(record));
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
