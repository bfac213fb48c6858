import type { LineageGraph, LineageNode, NodeKind } from "../graph/graph.ts";
import { escapeMarkup } from "./escape-markup.ts";

/** What a layout is asked for: boxes and the arrows between them. */
export interface LayoutRequest {
  readonly nodes: readonly { readonly id: string; readonly width: number; readonly height: number }[];
  readonly edges: readonly { readonly id: string; readonly from: string; readonly to: string }[];
}

/** Where boxes and arrows are, in pixels. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly places: ReadonlyMap<string, { readonly x: number; readonly y: number }>;
  readonly lines: ReadonlyMap<string, readonly { readonly x: number; readonly y: number }[]>;
}

/** Lays a graph out, what comes first to the right. The edge hands it in. */
export type LayOut = (request: LayoutRequest) => Promise<Layout>;

const lineLength = 26;
const lineHeight = 16;
const width = 196;
const margin = 12;

interface Box extends LineageNode {
  readonly lines: readonly string[];
  readonly height: number;
}

/** The colours and shapes of pictures, light and dark. */
export const pictureStyle = `.lineage { color-scheme: light dark; font: 12px system-ui, sans-serif; }
.lineage text { fill: #1c2430; }
.lineage .box { fill: #ffffff; stroke: #586374; }
.lineage .bar { stroke: #2057c2; stroke-width: 2; }
.lineage .edge { fill: none; stroke: #8892a0; }
.lineage .perhaps { stroke-dasharray: 4 3; }
.lineage .tip { fill: #8892a0; }
.lineage .question { stroke-width: 2; }
.lineage a:focus .box, .lineage a:hover .box { stroke: #2057c2; stroke-width: 2; }
@media (prefers-color-scheme: dark) {
  .lineage text { fill: #e8edf4; }
  .lineage .box { fill: #171c24; stroke: #a3afbf; }
  .lineage .bar { stroke: #8bb5ff; }
  .lineage .edge { stroke: #6c7787; }
  .lineage .tip { fill: #6c7787; }
  .lineage a:focus .box, .lineage a:hover .box { stroke: #8bb5ff; }
}
`;

/**
 * A graph as SVG, each node a link to its row. Rejects where the layout does.
 * @param hrefOf where a node leads
 * @param isAlone whether it is a file of its own, and has its style within
 */
export async function drawGraph(
  graph: LineageGraph,
  layOut: LayOut,
  hrefOf: (node: LineageNode) => string,
  isAlone = false,
): Promise<string> {
  const boxes = graph.nodes.map((node): Box => {
    const lines = wrapped(node.label);
    return { ...node, lines, height: 16 + lineHeight * lines.length };
  });
  const edges = graph.edges.map((edge, index) => ({ ...edge, id: `e${index}` }));
  const layout = await layOut({ nodes: boxes.map(({ id, height }) => ({ id, width, height })), edges });
  const [w, h] = [Math.ceil(layout.width) + 2 * margin, Math.ceil(layout.height) + 2 * margin];
  const lines = edges.map(({ id, isCertain }) => {
    const points = layout.lines.get(id) ?? [];
    const [last, before] = [points.at(-1), points.at(-2)];
    if (last === undefined || before === undefined) return "";
    const path = points.map(({ x, y }, index) => `${index === 0 ? "M" : "L"}${at(x)} ${at(y)}`).join("");
    const dash = isCertain ? "" : " perhaps";
    return `<path class="edge${dash}" d="${path}"/><path class="tip" d="${tip(before, last)}"/>`;
  });
  const nodes = boxes.map((box) => {
    const place = layout.places.get(box.id) ?? { x: 0, y: 0 };
    return drawBox(box, place, hrefOf(box));
  });
  const style = isAlone ? `<style>${pictureStyle}</style>` : "";
  return `<svg class="lineage" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${w} ${h}" width="${w}" height="${h}" role="group" aria-label="Lineage">${style}${lines.join("")}${nodes.join("")}</svg>`;
}

function drawBox(
  { kind, label, lines, height }: Box,
  place: { readonly x: number; readonly y: number },
  href: string,
): string {
  const [x, y] = [at(place.x), at(place.y)];
  const text = lines
    .map(
      (line, index) =>
        `<tspan x="${x + 12}" y="${y + 20 + lineHeight * index}">${escapeMarkup(line)}</tspan>`,
    )
    .join("");
  const title = `${names[kind]}: ${label}`;
  return `<a href="${escapeMarkup(href)}"><title>${escapeMarkup(title)}</title>${shapeOf(kind, x, y, height)}<text>${text}</text></a>`;
}

const names: Readonly<Record<NodeKind, string>> = {
  question: "research question",
  dashboard: "dashboard",
  panel: "panel",
  path: "aggregate metric",
  aggregation: "aggregation",
  field: "collected metric",
  collector: "collected by",
  initiator: "initiated by",
};

/** Rectangles are what people see, round ones are programs, and bars are numbers. */
function shapeOf(kind: NodeKind, x: number, y: number, height: number): string {
  const box = (radius: number) =>
    `<rect class="box ${kind}" x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}"/>`;
  if (kind === "aggregation" || kind === "collector") return box(Math.min(16, height / 2));
  if (kind !== "path" && kind !== "field") return box(3);
  const bar = (level: number) => `<path class="bar" d="M${x} ${level}H${x + width}"/>`;
  return `${box(0)}${bar(y + 1)}${bar(y + height - 1)}`;
}

function at(value: number): number {
  return Math.round(value) + margin;
}

/** The tip of an arrow that ends at a point. */
function tip(
  from: { readonly x: number; readonly y: number },
  to: { readonly x: number; readonly y: number },
): string {
  const [dx, dy] = [Math.sign(to.x - from.x), Math.sign(to.y - from.y)];
  const [x, y] = [at(to.x), at(to.y)];
  const [bx, by] = [x - 6 * dx, y - 6 * dy];
  return `M${x} ${y}L${bx - 3 * dy} ${by - 3 * dx}L${bx + 3 * dy} ${by + 3 * dx}Z`;
}

/** A label in at most three lines; the whole of it is in the title. */
function wrapped(label: string): readonly string[] {
  const lines: string[] = [""];
  for (const word of label.split(/\s+|(?<=[./_])(?=.)/u)) {
    const last = lines.at(-1) as string;
    const joint = /[./_]$/.test(last) || last === "" ? "" : " ";
    if ((last + joint + word).length <= lineLength) lines[lines.length - 1] = last + joint + word;
    else lines.push(word);
  }
  const found = lines
    .filter((line) => line !== "")
    .map((line) => (line.length > lineLength ? `${line.slice(0, lineLength - 1)}…` : line));
  return found.length > 3
    ? [...found.slice(0, 2), `${(found[2] as string).slice(0, lineLength - 1)}…`]
    : found;
}
