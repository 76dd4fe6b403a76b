/**
 * Times as people write them in commands (`90s`, `10m`, `2h`, `7d`, `4w`) and read them.
 * @module
 */

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** @returns seconds, 1 or more; `undefined` for what is no time. */
export function parseTime(word: string): number | undefined {
  const [, count, unit] = /^(\d{1,6})([smhdw])$/.exec(word) ?? [];
  return count === undefined || Number(count) === 0 ? undefined : Number(count) * UNITS[unit];
}

const NAMES = [[86_400, "day"], [3600, "hour"], [60, "minute"], [1, "second"]] as const;

/** `2 hours`, `90 seconds`: in the largest unit that is exact. @param seconds 1 or more, whole. */
export function describeTime(seconds: number): string {
  const [size, name] = NAMES.find(([size]) => seconds % size === 0) ?? NAMES[3];
  const count = seconds / size;
  return `${count} ${name}${count === 1 ? "" : "s"}`;
}
