/**
 * Times as people read them, in their own zone.
 * @module
 */

export interface Calendar {
  /** `14:03`. */
  time(at: number): string;
  /** `21 Nov 2026 14:03`. */
  stamp(at: number): string;
  /** `Saturday 21 November 2026`. */
  day(at: number): string;
  isSameDay(a: number, b: number): boolean;
}

/** @param timeZone an IANA name; the system's zone if absent. */
export function createCalendar(timeZone?: string): Calendar {
  // The first format of a process takes as long to make as all else until the first screen, which needs none.
  const lazily = (options: Intl.DateTimeFormatOptions) => {
    let format: Intl.DateTimeFormat | undefined;
    return (at: number) =>
      (format ??= new Intl.DateTimeFormat("en-GB", { timeZone, ...options })).format(at);
  };
  const time = lazily({ hour: "2-digit", minute: "2-digit" });
  const day = lazily({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
  const short = lazily({ day: "numeric", month: "short", year: "numeric" });
  const date = lazily({ dateStyle: "short" });
  const atMinute = remember((minute) => time(minute * 60_000));
  const atQuarter = remember((quarter) => date(quarter * 900_000));
  return {
    time: (at) => atMinute(Math.floor(at / 60_000)),
    stamp: (at) => `${short(at)} ${time(at)}`,
    // Versions of ICU differ in the comma.
    day: (at) => day(at).replaceAll(",", ""),
    // Zones are whole quarters of an hour apart: no day changes within one.
    isSameDay: (a, b) => atQuarter(Math.floor(a / 900_000)) === atQuarter(Math.floor(b / 900_000)),
  };
}

const calendars = new Map<string | undefined, Calendar>();

/** The calendar of a zone, made once. */
export function calendarOf(timeZone: string | undefined): Calendar {
  let calendar = calendars.get(timeZone);
  if (!calendar) calendars.set(timeZone, calendar = createCalendar(timeZone));
  return calendar;
}

/** Formatting is slow, and the same minute comes a thousand times: keeps the last answers. */
function remember(format: (key: number) => string): (key: number) => string {
  const answers = new Map<number, string>();
  return (key) => {
    let answer = answers.get(key);
    if (answer === undefined) {
      if (answers.size >= 64) answers.clear();
      answers.set(key, answer = format(key));
    }
    return answer;
  };
}
