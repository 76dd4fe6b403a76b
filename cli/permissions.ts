/**
 * What the compiled client may do, and what for.
 * @module
 */
import type { Permission } from "../shared/permissions.ts";

export const CLIENT_PERMISSIONS: readonly Permission[] = [
  { kind: "net", why: "It connects to the server that you name." },
  {
    kind: "read",
    why: "It reads your sessions, drafts and configuration, and the files that you name.",
  },
  {
    kind: "write",
    why:
      "It keeps your sessions, drafts and unsent messages, and writes the exports that you ask for.",
  },
  {
    kind: "run",
    why:
      "It starts your editor for a draft and the program that shows notifications; it stops itself at " +
      "Ctrl-Z; parley host starts the server.",
  },
  {
    kind: "sys",
    only: ["networkInterfaces"],
    why: "With parley host it shows the addresses of this machine to those whom it lets in.",
  },
  { kind: "env", only: ["PARLEY_*"], why: "Its options." },
  {
    kind: "env",
    only: ["HOME", "USERPROFILE", "APPDATA", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "LOCALAPPDATA"],
    why: "Where your sessions, drafts and configuration are.",
  },
  {
    kind: "env",
    only: ["NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "COLORFGBG"],
    why: "Whether there is colour, and how light the background is.",
  },
  {
    kind: "env",
    only: [
      ...["TERM", "COLORTERM", "TERM_PROGRAM", "TMUX", "STY", "XTERM_VERSION", "WT_SESSION"],
      ...["LC_TERMINAL", "KITTY_WINDOW_ID", "WEZTERM_PANE"],
      ...["TERMINUS_SUBLIME", "ConEmuTask", "TERMINAL_EMULATOR"],
    ],
    why: "What the terminal can show.",
  },
  {
    kind: "env",
    only: ["DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION"],
    why: "Who shows notifications.",
  },
  {
    kind: "env",
    only: ["VISUAL", "EDITOR", "TMPDIR", "TMP", "TEMP"],
    why: "Your editor, and where it finds the draft.",
  },
  {
    kind: "env",
    only: ["WS_NO_BUFFER_UTIL", "WS_NO_UTF_8_VALIDATE"],
    why: "The WebSocket library looks for them; nobody sets them.",
  },
];
