import { generatedMark } from "@addendum/metrics";
import { escapeMarkup } from "../texts/escape-markup.ts";
import { type Drawing, fontFamily, fontSize } from "./chart.ts";
import { darkRules, palette } from "./palette.ts";

const namespace = "http://www.w3.org/2000/svg";

/** A drawing as a file of its own, light and dark. */
export function svgFile({ width, height, content }: Drawing, title: string): string {
  return `<svg xmlns="${namespace}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="${fontFamily}" font-size="${fontSize}"><!-- ${generatedMark} --><title>${escapeMarkup(title)}</title><style>${darkRules}</style>${content}</svg>\n`;
}

/** A chart in a picture of several. */
export interface PictureChart {
  readonly title: string;
  readonly drawing: Drawing;
}

const margin = 20;
const titleHeight = 34;

/** Several charts in one picture, two in a row: for a README, where one looks at a dashboard. */
export function drawPicture(title: string, charts: readonly PictureChart[]): Drawing {
  const parts: string[] = [];
  const text = (x: number, y: number, size: number, content: string) =>
    `<text x="${x}" y="${y}" font-size="${size}" font-weight="600" fill="${palette.ink.light}">${escapeMarkup(content)}</text>`;
  let y = margin + 40;
  let width = 0;
  for (let index = 0; index < charts.length; index += 2) {
    let x = margin;
    const row = charts.slice(index, index + 2);
    for (const { title: name, drawing } of row) {
      parts.push(
        text(x, y + 16, 14, name),
        `<svg x="${x}" y="${y + titleHeight - 8}" width="${drawing.width}" height="${drawing.height}">${drawing.content}</svg>`,
      );
      x += drawing.width + margin;
    }
    width = Math.max(width, x);
    y += Math.max(...row.map(({ drawing }) => drawing.height)) + titleHeight + margin;
  }
  const ground = `<rect width="${width}" height="${y}" fill="${palette.surface.light}"/>`;
  return { width, height: y, content: [ground, text(margin, margin + 20, 20, title), ...parts].join("") };
}
