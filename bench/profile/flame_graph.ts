/**
 * Profiles of CPU time as flame graphs, in SVG: the wider a function, the longer it or what it called was
 * running; what it called lies below it.
 * @module
 */
import { escape } from "../plot.ts";

/** A profile as V8 takes it (Chrome DevTools Protocol, `Profiler.Profile`): times in microseconds. */
export interface CpuProfile {
  nodes: {
    id: number;
    callFrame: { functionName: string; url: string; lineNumber: number };
    children?: number[];
  }[];
  startTime: number;
  endTime: number;
  samples: number[];
  timeDeltas: number[];
}

/** A function in its place in the tree of calls. */
export interface Call {
  name: string;
  /** Where it is: a file of ours, or what of the runtime or a package. */
  file: string;
  /** Share of the profile's time, with what it called. */
  share: number;
  calls: Call[];
}

const WIDTH = 1000;
const ROW = 17;
const MARGIN = 12;
const TITLE = 28;
/** Shares below it are not drawn. */
const LEAST = 0.004;
/** Pixels of a letter, about. */
const LETTER = 6.6;
/** In which nothing runs. */
const NOT_RUNNING = new Set(["(idle)", "(program)"]);
/** What starts and ends the profile. */
const PROFILER = "/bench/profile/thread.ts";

const STYLE = `
  text { font: 11px ui-monospace, monospace; fill: #1f2328; pointer-events: none; }
  .title { font: 600 13px system-ui, sans-serif; }
  rect { stroke: #fff; stroke-width: .6; }
  .own { fill: #8ec3ff; } .else { fill: #d0d7de; }
  @media (prefers-color-scheme: dark) {
    .title { fill: #e6edf3; }
    rect { stroke: #0d1117; }
  }`;

/** The calls of a thread, the longest ones first. The same function called from the same place is one. */
export function callsOf({ nodes, samples, timeDeltas, startTime, endTime }: CpuProfile): Call[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const own = new Map<number, number>();
  samples.forEach((id, n) => own.set(id, (own.get(id) ?? 0) + Math.max(0, timeDeltas[n])));
  const time = endTime - startTime;
  const join = (ids: readonly number[]): Call[] => {
    const byPlace = new Map<string, { call: Call; children: number[] }>();
    for (const id of ids) {
      const { callFrame: { functionName, url, lineNumber }, children = [] } = byId.get(id)!;
      if (NOT_RUNNING.has(functionName) || url.endsWith(PROFILER)) continue;
      const place = `${functionName} ${url}:${lineNumber}`;
      let joined = byPlace.get(place);
      if (!joined) {
        const call = { name: functionName || "(anonymous)", file: url, share: 0, calls: [] };
        byPlace.set(place, joined = { call, children: [] });
      }
      joined.call.share += (own.get(id) ?? 0) / time;
      joined.children.push(...children);
    }
    return [...byPlace.values()].map(({ call, children }) => {
      const calls = join(children);
      return { ...call, calls, share: calls.reduce((sum, { share }) => sum + share, call.share) };
    }).sort((a, b) => b.share - a.share);
  };
  return join(nodes[0].children ?? []);
}

function isOwn(file: string): boolean {
  return /\/(server|shared)\//.test(file) && !file.includes("registry.npmjs.org");
}

/** @param threads their names, and what they did. */
export function flameGraph(threads: readonly { name: string; calls: Call[] }[]): string {
  const parts: string[] = [];
  let y = MARGIN;
  for (const { name, calls } of threads) {
    const busy = calls.reduce((sum, { share }) => sum + share, 0);
    const title = `${name}: busy ${Math.round(100 * busy)} % of the time`;
    parts.push(`<text class="title" x="${MARGIN}" y="${y + 16}">${escape(title)}</text>`);
    y = TITLE + drawCalls(parts, calls, MARGIN, y + TITLE, (WIDTH - 2 * MARGIN) / busy);
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" role="img">` +
    `<style>${STYLE}</style>\n${parts.join("\n")}\n</svg>\n`;
}

/** @param scale pixels of a share of 1. @returns where the lowest row ends. */
function drawCalls(parts: string[], calls: Call[], x: number, y: number, scale: number): number {
  let end = y;
  for (const { name, file, share, calls: below } of calls) {
    if (share < LEAST) continue;
    const width = share * scale;
    const label = name.slice(0, Math.max(0, Math.floor((width - 6) / LETTER)));
    const place = file === "" ? "runtime" : file.split("/").slice(-2).join("/");
    const about = escape(`${name}, ${place}: ${(100 * share).toFixed(1)} %`);
    parts.push(
      `<rect class="${isOwn(file) ? "own" : "else"}" x="${x.toFixed(1)}" y="${y}" ` +
        `width="${width.toFixed(1)}" height="${ROW}"><title>${about}</title></rect>`,
    );
    if (label.length > 2) {
      parts.push(`<text x="${(x + 3).toFixed(1)}" y="${y + 12}">${escape(label)}</text>`);
    }
    end = Math.max(end, y + ROW, drawCalls(parts, below, x, y + ROW, scale));
    x += width;
  }
  return end;
}
