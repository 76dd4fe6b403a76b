/**
 * Writes the table of the server's metrics into docs/operations.md, as the catalogue has it.
 * @module
 */
import { fileURLToPath } from "node:url";
import { type Metric, PROCESS_METRICS, THREAD_METRICS } from "../server/metrics/catalogue.ts";
import { withPart } from "./generated_part.ts";

const PATH = fileURLToPath(new URL("../docs/operations.md", import.meta.url));

/** The document with the metrics as they are now. */
export function currentOperations(): string {
  const all: [string, Metric][] = Object.entries({ ...THREAD_METRICS, ...PROCESS_METRICS });
  const rows = all.map(([name, { type, help, label }]) => {
    const labels = label ? ` By \`${label.name}\`.` : "";
    return `| \`${name}\` | ${type} | ${help}${labels} |`;
  });
  const table = ["| metric | type | what it tells |", "| --- | --- | --- |", ...rows].join("\n");
  return withPart(Deno.readTextFileSync(PATH), "metrics", table);
}

if (import.meta.main) Deno.writeTextFileSync(PATH, currentOperations());
