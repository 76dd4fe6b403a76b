/**
 * A glance at a server in words: the line of its own terminal, and the page of `parley-server top`.
 * @module
 */
import type { Figures, Glance } from "./figures.ts";

function rate(perSecond: number): string {
  return perSecond >= 10 || perSecond === 0 ? perSecond.toFixed(0) : perSecond.toFixed(1);
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}

function counted(number: number, one: string, several: string): string {
  return `${number} ${number === 1 ? one : several}`;
}

function milliseconds(time: number | undefined): string {
  if (time === undefined) return "–";
  return time === Infinity ? "more than 2.5 s" : `≤ ${time} ms`;
}

function duration(seconds: number): string {
  const parts = [[86_400, "d"], [3_600, "h"], [60, "min"], [1, "s"]] as const;
  const from = parts.findIndex(([size]) => seconds >= size);
  if (from < 0) return "0 s";
  const [size, unit] = parts[from];
  const rest = parts[from + 1];
  const first = `${Math.floor(seconds / size)} ${unit}`;
  return rest ? `${first} ${Math.floor(seconds % size / rest[0])} ${rest[1]}` : first;
}

/** People, rooms, messages, memory, in one short line. */
export function liveLine(glance: Glance): string {
  return [
    ...(glance.well ? [] : ["NOTHING CAN BE SAVED"]),
    counted(glance.people, "person", "people"),
    counted(glance.rooms, "room", "rooms"),
    `${rate(glance.messagesPerSecond)} messages/s`,
    megabytes(glance.memory),
  ].join(" · ");
}

/** The page of `parley-server top`, a line each. */
export function topPage(glance: Glance, { threads }: Figures): string[] {
  const { hooks, pushes } = glance;
  const rows: [string, string][] = [
    ["people", `${glance.people}, ${counted(glance.connections, "connection", "connections")}`],
    ["rooms followed", `${glance.rooms}`],
    ["messages", `${rate(glance.messagesPerSecond)}/s`],
    ["deliveries", `${rate(glance.deliveriesPerSecond)}/s`],
    ["refusals", `${rate(glance.refusalsPerSecond)}/s`],
    [
      "commits",
      `half ${milliseconds(glance.commitP50)}, 99 % ${milliseconds(glance.commitP99)}`,
    ],
    ["waiting writes", `${glance.waitingWrites}`],
    ["slow readers cut", `${glance.slowReaders}`],
    ["gaps repaired", `${glance.gapRepairs}`],
    ["webhooks", `${hooks.ok} delivered, ${hooks.failed} failed`],
    ["pushes", `${pushes.ok} delivered, ${pushes.failed} failed`],
    ["memory", megabytes(glance.memory)],
    ["processor", `${Math.round(glance.cpu * 100)} % of a core`],
  ];
  const ofThreads = Object.entries(threads).map(([name, values]) => {
    const lag = (values.parley_event_loop_lag_seconds?.[0] ?? 0) * 1000;
    const heap = megabytes(values.parley_heap_bytes?.[0] ?? 0);
    const connections = values.parley_connections?.[0];
    return `${name.padEnd(12)} ${heap.padStart(8)} ${`${lag.toFixed(0)} ms`.padStart(9)} ${
      connections === undefined ? "" : String(connections).padStart(12)
    }`.trimEnd();
  });
  return [
    `Parley ${glance.version}, up ${duration(glance.up)}: ${
      glance.well ? "all is well" : "NOTHING CAN BE SAVED"
    }`,
    "",
    ...rows.map(([what, value]) => `${what.padEnd(18)} ${value}`),
    "",
    `${"thread".padEnd(12)} ${"heap".padStart(8)} ${"lag".padStart(9)} ${
      "connections".padStart(12)
    }`,
    ...ofThreads,
  ];
}
