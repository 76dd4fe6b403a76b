/**
 * Programs that show a notification: which one there is, and its arguments. No shell ever sees a message:
 * it is an argument of its own, or in the environment.
 * @module
 */

type Environment = Readonly<Record<string, string | undefined>>;

export interface Program {
  /** The program and its arguments. */
  readonly command: readonly string[];
  /** What it gets besides our own environment. */
  readonly env: Readonly<Record<string, string>>;
}

const APPLESCRIPT = "display notification (item 2 of argv) with title (item 1 of argv)";

/** A toast, with texts out of the environment as text nodes. */
const POWERSHELL = [
  "[Windows.UI.Notifications.ToastNotificationManager,Windows.UI.Notifications,ContentType=WindowsRuntime]>$null",
  "$x=[Windows.UI.Notifications.ToastNotificationManager]::GetTemplateContent(1)",
  "$t=$x.GetElementsByTagName('text')",
  "$t.Item(0).AppendChild($x.CreateTextNode($env:PARLEY_TITLE))>$null",
  "$t.Item(1).AppendChild($x.CreateTextNode($env:PARLEY_TEXT))>$null",
  "$n=[Windows.UI.Notifications.ToastNotification]::new($x)",
  "[Windows.UI.Notifications.ToastNotificationManager]::CreateToastNotifier('Parley').Show($n)",
].join(";");

/**
 * What a system usually has to show a notification; `undefined` where there is no desktop, as over ssh.
 *
 * @param platform as `process.platform` names it.
 */
export function usualCommand(platform: string, env: Environment): readonly string[] | undefined {
  if (env.SSH_CONNECTION) return undefined;
  switch (platform) {
    case "darwin":
      return ["osascript", "-e", "on run argv", "-e", APPLESCRIPT, "-e", "end run", ...TEXTS];
    case "win32":
      return ["powershell.exe", "-NoProfile", "-NonInteractive", "-Command", POWERSHELL];
    default:
      if (!env.DISPLAY && !env.WAYLAND_DISPLAY) return undefined;
      return ["notify-send", "--app-name=Parley", ...TEXTS];
  }
}

const TEXTS = ["--", "{title}", "{text}"];

/** The command with the texts in their places. */
export function notifying(command: readonly string[], title: string, text: string): Program {
  // Desktops take the text of notify-send as markup.
  const shown = /notify-send$/.test(command[0]) ? escapeMarkup(text) : text;
  const values: Record<string, string> = { "{title}": title, "{text}": shown };
  return {
    command: command.map((word, index) =>
      index === 0 ? word : word.replaceAll(/\{(?:title|text)\}/g, (place) => values[place])
    ),
    env: { PARLEY_TITLE: title, PARLEY_TEXT: text },
  };
}

function escapeMarkup(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** The program and arguments that `$VISUAL` or `$EDITOR` names; words with spaces in quotes. */
export function editorCommand(env: Environment, platform: string): string[] {
  const named = env.VISUAL || env.EDITOR || (platform === "win32" ? "notepad" : "vi");
  return [...named.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)]
    .map(([, double, single, bare]) => double ?? single ?? bare);
}
