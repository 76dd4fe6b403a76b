/**
 * Makes the pictures of the terminal client for the README, docs/images: the client itself in a real
 * terminal (tmux), with a server and people that are there; what the terminal shows becomes an SVG.
 * @module
 */
import graphemes from "@xterm/addon-unicode-graphemes";
import xterm from "@xterm/headless";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { register } from "../tests/support/http.ts";
import { startServer } from "../tests/support/server.ts";
import { hasTmux, type Size, Tmux } from "../tests/support/tmux.ts";
import { gather, part, talk } from "./scene.ts";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const FOLDER = join(ROOT, "docs", "images");
const SIZE: Size = { columns: 104, rows: 26 };
/** Of a cell, in the SVG's units. */
const [WIDTH, HEIGHT, FONT] = [8.4, 18, 14];
const [FOREGROUND, BACKGROUND] = ["#d8d8d8", "#1c1c1c"];

type Cell = NonNullable<ReturnType<NonNullable<ReturnType<xterm.IBuffer["getLine"]>>["getCell"]>>;

function colourOf(cell: Cell): string {
  const hex = cell.getFgColor().toString(16).padStart(6, "0");
  return cell.isFgRGB() ? `#${hex}` : FOREGROUND;
}

/** One cell, at its place: so that no font's idea of a width moves what stands beside it. */
function cellSvg(cell: Cell, column: number, row: number): string {
  const chars = cell.getChars();
  const [x, y] = [column * WIDTH, row * HEIGHT];
  const inverse = cell.isInverse() !== 0;
  const colour = colourOf(cell);
  const box = inverse
    ? `<rect x="${x}" y="${y}" width="${
      WIDTH * cell.getWidth()
    }" height="${HEIGHT}" fill="${colour}"/>`
    : "";
  if (chars.trim() === "") return box;
  const escaped = chars.replace(/[&<>]/g, (char) => `&#${char.charCodeAt(0)};`);
  const style = [
    cell.isBold() ? ' font-weight="bold"' : "",
    cell.isItalic() ? ' font-style="italic"' : "",
    cell.isUnderline() ? ' text-decoration="underline"' : "",
    cell.isDim() ? ' opacity="0.6"' : "",
  ].join("");
  const fill = inverse ? BACKGROUND : colour;
  return `${box}<text x="${x}" y="${y + FONT}" fill="${fill}"${style}>${escaped}</text>`;
}

async function svgOf(coloured: string, { columns, rows }: Size): Promise<string> {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  terminal.loadAddon(new graphemes.UnicodeGraphemesAddon());
  const text = coloured.trimEnd().replaceAll("\n", "\r\n");
  await new Promise<void>((resolve) => terminal.write(text, resolve));
  const cells: string[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const cell = terminal.buffer.active.getLine(row)?.getCell(column);
      if (cell && cell.getWidth() > 0) cells.push(cellSvg(cell, column, row));
    }
  }
  terminal.dispose();
  const [width, height, edge] = [columns * WIDTH, rows * HEIGHT, 12];
  const view = `${-edge} ${-edge} ${width + 2 * edge} ${height + 2 * edge}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${view}" font-size="${FONT}" ` +
    `font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace">\n` +
    `<rect x="${-edge}" y="${-edge}" width="100%" height="100%" rx="8" fill="${BACKGROUND}"/>\n` +
    `${cells.filter((cell) => cell !== "").join("\n")}\n</svg>\n`;
}

if (!hasTmux()) {
  console.error("terminal_screenshots: tmux is not installed");
  process.exit(1);
}

/** Ends server and terminals with it, whatever happens. */
async function draw(): Promise<void> {
  const home = await Deno.makeTempDir({ prefix: "parley-pictures-" });
  await using server = await startServer();
  await using terminals = new Tmux();
  const anna = await register(server.url, "anna");
  const scene = await gather(server.url);
  const { mira, yusuf } = scene;
  await mira.request("create-room", { name: "harbour", kind: "public" });

  /** Shows the client in this view, and keeps what the terminal shows. */
  async function picture(view: string, file: string, last: RegExp, act: () => Promise<void>) {
    const main = join(ROOT, "cli", "main.ts");
    const command = [Deno.execPath(), "run", "--quiet", "--no-check", "--allow-all", main];
    await terminals.start(view, [...command, "--room", "boats", "--view", view], {
      ...Object.fromEntries(
        ["HOME", "PATH", "DENO_DIR"].map((name) => [name, process.env[name]!])
          .filter(([, value]) => value),
      ),
      TERM: "tmux-256color",
      COLORTERM: "truecolor",
      LANG: "C.UTF-8",
      PARLEY_SERVER: server.url,
      PARLEY_TOKEN: anna.token,
      PARLEY_CONFIG: join(home, "config.jsonc"),
      XDG_STATE_HOME: join(home, view),
    }, SIZE);
    await terminals.shows(view, /● online/);
    await act();
    await terminals.shows(view, last);
    await Deno.writeTextFile(join(FOLDER, file), await svgOf(await terminals.coloured(view), SIZE));
  }

  await picture("fullscreen", "terminal-fullscreen.svg", /> I will be at the jetty/, async () => {
    await talk(scene);
    const { room: { id: direct } } = await mira.request("direct", { people: ["anna"] });
    await mira.say(direct, "Are you coming on Saturday?");
    await yusuf.say(yusuf.room("lobby"), "New here? Say hello, @anna.");
    await terminals.shows("fullscreen", /@mira +@?1/);
    await terminals.type("fullscreen", "I will be at the jetty by nine");
  });
  await picture("inline", "terminal-inline.svg", /:sailb/, async () => {
    await terminals.shows("inline", /Then I bring the tea/);
    await terminals.type("inline", "I take the :sail");
    await terminals.type("inline", "b");
  });
  await part(scene);
  await Deno.remove(home, { recursive: true });
  console.log("docs/images: terminal-fullscreen.svg, terminal-inline.svg");
}

await draw();
process.exit(0);
