/**
 * `parley-server top`: how a running server does, again and again.
 * @module
 */
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { askFigures } from "../operator/client.ts";
import { glance } from "../metrics/figures.ts";
import { topPage } from "../metrics/words.ts";
import { adminCommand, dataFolder, examples, type Finish } from "./command.ts";
import { wholeOf } from "./verbs.ts";

/** The alternate screen, and no cursor in it. */
const ENTER = "\x1b[?1049h\x1b[?25l";
const LEAVE = "\x1b[?25h\x1b[?1049l";
const HOME = "\x1b[H";
const CLEAR_REST_OF_LINE = "\x1b[K";
const CLEAR_BELOW = "\x1b[J";

/** Shows pages one over the other until Ctrl-C or `q`. @returns what shows one, and what ends it. */
function screen(end: () => void): { show(lines: string[]): void; leave(): void } {
  const { stdin, stdout } = process;
  const onKey = (keys: Uint8Array) => {
    // Ctrl-C arrives as a key while the terminal is raw.
    if (/[q\x03]/.test(new TextDecoder().decode(keys))) end();
  };
  stdin.setRawMode(true);
  stdin.on("data", onKey);
  stdout.write(ENTER);
  return {
    show(lines) {
      const page = [...lines, "", "q leaves"].slice(0, stdout.rows ?? 24)
        .map((line) => line.slice(0, stdout.columns ?? 80) + CLEAR_REST_OF_LINE);
      stdout.write(HOME + page.join("\r\n") + CLEAR_BELOW);
    },
    leave() {
      stdin.off("data", onKey);
      stdin.setRawMode(false);
      stdout.write(LEAVE);
    },
  };
}

export function topCommand(finish: Finish) {
  return adminCommand("top")
    .option("--once", "show it once: what happened in one interval")
    .option("--json", "print a JSON object a line, one each interval")
    .option("--interval <seconds>", "time between two looks (2)")
    .addHelpText("after", examples("top", "top --once", "top --json --interval 60"))
    .action((options, command) =>
      finish(async () => {
        const interval = wholeOf(options.interval ?? "2", "--interval") * 1000;
        const folder = await dataFolder(command);
        const stopped = new AbortController();
        const stop = () => stopped.abort();
        let before = await askFigures(folder);
        const isScreen = process.stdin.isTTY && process.stdout.isTTY && !options.once &&
          !options.json;
        for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, stop);
        const shown = isScreen ? screen(stop) : undefined;
        try {
          shown?.show(topPage(glance(before), before));
          do {
            await sleep(interval, undefined, { signal: stopped.signal }).catch(() => {});
            if (stopped.signal.aborted) return 0;
            const now = await askFigures(folder);
            const seen = glance(now, before);
            before = now;
            if (options.json) console.log(JSON.stringify(seen));
            else if (shown) shown.show(topPage(seen, now));
            else console.log(topPage(seen, now).join("\n"));
          } while (!options.once);
          return 0;
        } finally {
          shown?.leave();
        }
      })
    );
}
