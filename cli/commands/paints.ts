/**
 * The palette for this terminal and configuration, made again only when one of them changes.
 * @module
 */
import type { Config } from "../config/options.ts";
import { parseXColour, type Rgb } from "../view/colour.ts";
import {
  backgroundOf,
  createPalette,
  type Depth,
  detectDepth,
  type Palette,
} from "../view/theme.ts";

export class Paints {
  readonly #env: Readonly<Record<string, string | undefined>>;
  #background: Rgb | undefined;
  #made: { config: Config; palette: Palette } | undefined;

  constructor(env: Readonly<Record<string, string | undefined>>) {
    this.#env = env;
    this.#background = backgroundOf(env);
  }

  /** The terminal's colour is worth asking for. */
  wantsBackground(config: Config): boolean {
    return this.#depth(config) !== "none" && config.theme !== "monochrome";
  }

  /** What the terminal answered, if it did. */
  background(colour: string | undefined): void {
    this.#background = (colour && parseXColour(colour)) || this.#background;
    this.#made = undefined;
  }

  palette(config: Config): Palette {
    if (this.#made?.config !== config) {
      const theme = config.theme === "auto" ? undefined : config.theme;
      const options = { theme, depth: this.#depth(config), background: this.#background };
      this.#made = { config, palette: createPalette(options) };
    }
    return this.#made.palette;
  }

  #depth({ colours }: Config): Depth {
    switch (colours) {
      case "auto":
        return detectDepth(this.#env);
      case "16":
        return 16;
      case "256":
        return 256;
      default:
        return colours;
    }
  }
}
