/**
 * A QR code as lines for a terminal, two rows of it to a line.
 * @module
 */
import { encode } from "uqr";

/** Black on white whatever the terminal's colours are: few cameras read the negative. */
const COLOURS = ["\x1b[30;107m", "\x1b[0m"] as const;

/** Modules of white around it: QR readers need them to find it (ISO/IEC 18004 asks for 4; 2 do). */
const BORDER = 2;

export function qrCode(text: string): string[] {
  const { data } = encode(text, { border: BORDER });
  const lines: string[] = [];
  for (let row = 0; row < data.length; row += 2) {
    const cells = data[row].map((upper, column) => {
      const lower = data[row + 1]?.[column] ?? false;
      if (upper) return lower ? "█" : "▀";
      return lower ? "▄" : " ";
    });
    lines.push(COLOURS.join(cells.join("")));
  }
  return lines;
}
