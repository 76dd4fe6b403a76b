/**
 * Control sequences by which a terminal shows a notification or a title, as strings. Whatever they quote
 * is made harmless here, last.
 * @module
 */

type Environment = Readonly<Record<string, string | undefined>>;

export type NotificationSequence = "osc9" | "osc777";

const ESC = "\x1b";
const BEL = "\x07";
/** What could end a sequence or start another: C0, DEL, C1. */
const CONTROLS = /[\x00-\x1f\x7f-\x9f]+/g;

/** Which sequence this terminal is known to show; inside tmux the variables of the one outside stay. */
export function knownSequence(env: Environment): NotificationSequence | undefined {
  const program = `${env.TERM_PROGRAM ?? ""} ${env.LC_TERMINAL ?? ""} ${env.TERM ?? ""}`;
  if (/iTerm|WezTerm|ghostty|kitty/i.test(program)) return "osc9";
  if (env.KITTY_WINDOW_ID || env.WEZTERM_PANE) return "osc9";
  return /\b(foot|rxvt)/.test(program) ? "osc777" : undefined;
}

/** The bytes (as a string) that show a notification. */
export function notificationSequence(
  kind: NotificationSequence,
  title: string,
  text: string,
  env: Environment,
): string {
  // A semicolon ends the title of OSC 777; a text of OSC 9 that begins with digits is a command of ConEmu.
  const body = kind === "osc777"
    ? `777;notify;${harmless(title).replaceAll(";", ",")};${harmless(text)}`
    : `9;Parley: ${harmless(title)}: ${harmless(text)}`;
  return passedThrough(`${ESC}]${body}${BEL}`, env);
}

/** tmux and screen keep what they don't know, unless it is wrapped (tmux: `allow-passthrough on`). */
function passedThrough(sequence: string, { TMUX, STY }: Environment): string {
  if (TMUX) return `${ESC}Ptmux;${sequence.replaceAll(ESC, ESC + ESC)}${ESC}\\`;
  return STY ? `${ESC}P${sequence}${ESC}\\` : sequence;
}

/** The bytes that set the terminal's title (OSC 2). */
export function titleSequence(title: string): string {
  return `${ESC}]2;${harmless(title)}${BEL}`;
}

function harmless(text: string): string {
  return text.replaceAll(CONTROLS, " ");
}
