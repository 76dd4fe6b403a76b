/**
 * Reads a server's metrics as Prometheus does, with a parser that others wrote.
 * @module
 */
import assert from "node:assert/strict";
import parse from "parse-prometheus-text-format";

export interface Family {
  name: string;
  help: string;
  type: string;
  metrics: {
    value?: string;
    labels?: Record<string, string>;
    buckets?: Record<string, string>;
  }[];
}

/** By name. */
export function parseMetrics(text: string): Map<string, Family> {
  const families = (parse as unknown as (text: string) => Family[])(text);
  return new Map(families.map((family) => [family.name, family]));
}

/** `/metrics` of a server. */
export async function readMetrics(url: string, token: string): Promise<Map<string, Family>> {
  const response = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${token}` } });
  const text = await response.text();
  assert.equal(response.status, 200, text);
  assert.match(response.headers.get("content-type")!, /^text\/plain; version=0\.0\.4/);
  return parseMetrics(text);
}

/** The sum of a metric over threads, of the series with these labels. */
export function total(
  families: Map<string, Family>,
  name: string,
  labels: Record<string, string> = {},
): number {
  const family = families.get(name);
  assert.ok(family, `there is ${name}`);
  return family.metrics
    .filter((each) => Object.entries(labels).every(([key, value]) => each.labels?.[key] === value))
    .reduce((sum, each) => sum + Number(each.value), 0);
}
