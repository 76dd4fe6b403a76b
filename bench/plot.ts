/**
 * A bar chart as SVG: groups of bars with their values, readable on light and on dark ground.
 * @module
 */

export interface Bar {
  label: string;
  value: number;
  /** Stands out. */
  ours?: boolean;
}

export interface BarGroup {
  title: string;
  bars: Bar[];
}

const WIDTH = 760;
/** Space for the labels at the left and the values at the right. */
const LABELS = 170;
const VALUES = 90;
const MARGIN = 16;
const BAR = 16;
const ROW = 22;
const TITLE = 34;

const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #1f2328; }
  .title { font-weight: 600; }
  .label { text-anchor: end; }
  .bar { fill: #9aa4af; }
  .ours { fill: #0969da; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .bar { fill: #6e7681; }
    .ours { fill: #4493f8; }
  }`;

export function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** 5,240,000 → `5.24 M`. */
export function shortNumber(value: number): string {
  const [unit, letter] = value >= 1e6 ? [1e6, " M"] : value >= 1e3 ? [1e3, " k"] : [1, ""];
  return `${Number((value / unit).toPrecision(3))}${letter}`;
}

/** All groups have one scale, so that their bars can be compared. */
export function barChart(groups: readonly BarGroup[], description: string): string {
  const most = Math.max(...groups.flatMap(({ bars }) => bars.map(({ value }) => value)));
  const widest = WIDTH - LABELS - VALUES - 2 * MARGIN;
  const left = MARGIN + LABELS;
  const parts: string[] = [];
  let y = MARGIN;
  for (const { title, bars } of groups) {
    parts.push(`<text class="title" x="${left}" y="${y + 20}">${escape(title)}</text>`);
    y += TITLE;
    for (const { label, value, ours } of bars) {
      const width = Math.max(1, Math.round(value / most * widest));
      const baseline = y + BAR - 3;
      parts.push(
        `<text class="label" x="${left - 8}" y="${baseline}">${escape(label)}</text>`,
        `<rect class="${ours ? "ours" : "bar"}" x="${left}" y="${y}" width="${width}" ` +
          `height="${BAR}" rx="2"/>`,
        `<text x="${left + width + 6}" y="${baseline}">${shortNumber(value)}</text>`,
      );
      y += ROW;
    }
  }
  const height = y + MARGIN;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" ` +
    `width="${WIDTH}" height="${height}" role="img" aria-label="${escape(description)}">
<style>${STYLE}
</style>
${parts.join("\n")}
</svg>
`;
}
