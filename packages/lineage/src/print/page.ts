import { componentsOf, type LineageGraph, lineageGraph } from "../graph/graph.ts";
import type { LineageRow } from "../graph/rows.ts";
import { cellsOf, columns } from "./cells.ts";
import { escapeMarkup } from "./escape-markup.ts";
import { drawGraph, type LayOut, pictureStyle } from "./picture.ts";

/** A picture with more nodes is unreadable. */
const nodeLimit = 150;
/** More pictures make the page slow. */
const pictureLimit = 60;

const style = `${pictureStyle}:root { color-scheme: light dark; }
body { margin: 0 auto; max-width: 90rem; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif; background: #f4f6f9; color: #1c2430; }
figure { margin: 1rem 0; padding: 0.5rem; overflow-x: auto; background: #ffffff; border: 1px solid #dfe4eb; border-radius: 8px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.875rem; background: #ffffff; }
th, td { padding: 0.4rem 0.6rem; border: 1px solid #dfe4eb; text-align: left; vertical-align: top; overflow-wrap: anywhere; min-width: 7rem; }
tr:target { outline: 3px solid #2057c2; }
a { color: #2057c2; }
@media (prefers-color-scheme: dark) {
  body { background: #0e1218; color: #e8edf4; }
  figure, table { background: #171c24; border-color: #29313d; }
  th, td { border-color: #29313d; }
  a { color: #8bb5ff; }
  tr:target { outline-color: #8bb5ff; }
}
`;

/** What the edge does for a page. */
export interface PageTools {
  readonly layOut: LayOut;
  /** The SHA-256 of a text, in base64: the policy of the page allows its own style alone. */
  readonly hash: (text: string) => string;
}

/** The graph and the table as a page that needs no script: each node leads to its row. */
export async function lineagePage(
  rows: readonly LineageRow[],
  title: string,
  { layOut, hash }: PageTools,
): Promise<string> {
  const { pictures, left } = await lineagePictures(rows, layOut, (row) => `#row-${row}`);
  const figures = pictures.map((picture) => `<figure>${picture}</figure>`);
  const note = left === "" ? "" : `<p>${left}</p>`;
  const policy = `default-src 'none'; style-src 'sha256-${hash(style)}'; base-uri 'none'; form-action 'none'`;
  const heads = columns.map(({ heading }) => `<th scope="col">${escapeMarkup(heading)}</th>`).join("");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escapeMarkup(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escapeMarkup(title)}</h1>
<p>From what is asked, on the left, to what a user does, on the right. Dashed: perhaps. Each box leads to its row of the table.</p>
${figures.join("\n")}
${note}
<div class="scroll" role="region" aria-label="Table" tabindex="0">
<table>
<thead><tr>${heads}</tr></thead>
<tbody>
${rows.map(tableRow).join("\n")}
</tbody>
</table>
</div>
</main>
</body>
</html>
`;
}

/** Pictures of a lineage, as markup. */
export interface LineagePictures {
  /** An SVG for each part that hangs together. Its colours are for a style sheet: {@link pictureStyle}. */
  readonly pictures: readonly string[];
  /** That some parts were not drawn, as a sentence; empty: all were. */
  readonly left: string;
}

/**
 * Draws each connected component of a lineage.
 * @param hrefOf where a box leads, by the place of its row
 */
export async function lineagePictures(
  rows: readonly LineageRow[],
  layOut: LayOut,
  hrefOf: (row: number) => string,
): Promise<LineagePictures> {
  const parts = componentsOf(lineageGraph(rows)).map(drawable);
  const pictures: string[] = [];
  for (const part of parts.slice(0, pictureLimit)) {
    if (part !== undefined) pictures.push(await drawGraph(part, layOut, ({ row }) => hrefOf(row)));
  }
  const left = parts.length - pictures.length;
  return {
    pictures,
    left:
      left === 0
        ? ""
        : `${left} of ${parts.length} pictures are not drawn, being too large or too many. The table has everything.`,
  };
}

/** A part of the graph that can be drawn: without its panels, if these are too many; undefined: it is too large. */
export function drawable(part: LineageGraph): LineageGraph | undefined {
  if (part.nodes.length <= nodeLimit) return part;
  const panels = new Set(part.nodes.filter(({ kind }) => kind === "panel").map(({ id }) => id));
  const nodes = part.nodes.filter(({ id }) => !panels.has(id));
  if (nodes.length > nodeLimit) return undefined;
  const board = new Map(
    part.edges.flatMap(({ from, to }) => (panels.has(from) ? [[from, to] as const] : [])),
  );
  const edges = new Map(
    part.edges.flatMap((edge) => {
      if (panels.has(edge.from)) return [];
      const to = board.get(edge.to) ?? edge.to;
      return panels.has(to) ? [] : [[`${edge.from} ${to}`, { ...edge, to }] as const];
    }),
  );
  return { nodes, edges: [...edges.values()] };
}

function tableRow(row: LineageRow, index: number): string {
  const cells = cellsOf(row);
  const columnsOfRow = columns.map(({ key }, column) => {
    const lines = cells[key].map((line) => escapeMarkup(line));
    const tickets = key === "question" ? row.tickets.map(ticketLink) : [];
    const text = [...lines, ...tickets].join("<br>");
    return column === 0 ? `<th scope="row">${text || escapeMarkup(row.name)}</th>` : `<td>${text}</td>`;
  });
  return `<tr id="row-${index}">${columnsOfRow.join("")}</tr>`;
}

/** Only what is an address of the web becomes a link. */
function ticketLink(ticket: string): string {
  const text = escapeMarkup(ticket);
  return /^https?:\/\/[^\s"'<>\\]+$/.test(ticket)
    ? `<a href="${text}" rel="noopener noreferrer">${text}</a>`
    : text;
}
