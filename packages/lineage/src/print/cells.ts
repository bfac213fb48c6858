import type { LineageRow } from "../graph/rows.ts";

/** The columns of the table, from right to left in the order of events: what a user does comes last. */
export const columns: readonly { readonly key: keyof Cells; readonly heading: string }[] = [
  { key: "question", heading: "research question" },
  { key: "panels", heading: "← dashboard ▭ panel ▭" },
  { key: "paths", heading: "← aggregate metrics ═" },
  { key: "aggregations", heading: "← aggregation ◯" },
  { key: "fields", heading: "← collected metrics ═" },
  { key: "collector", heading: "← collected by ◯" },
  { key: "initiator", heading: "← initiated by ▭" },
  { key: "status", heading: "status" },
  { key: "history", heading: "history" },
  { key: "deprecation", heading: "deprecation plan" },
];

/** A row as texts, some lines in each cell. Plain: who prints them escapes them. */
export interface Cells {
  readonly question: readonly string[];
  readonly panels: readonly string[];
  readonly paths: readonly string[];
  readonly aggregations: readonly string[];
  readonly fields: readonly string[];
  readonly collector: readonly string[];
  readonly initiator: readonly string[];
  readonly status: readonly string[];
  readonly history: readonly string[];
  readonly deprecation: readonly string[];
}

/** Entries of a cell; more are counted. */
const listed = 20;

export function cellsOf(row: LineageRow): Cells {
  const boards = grouped(row.panels.map((panel) => [panel.dashboard, panelText(panel)]));
  const titles = grouped(row.fields.map((field) => [field.title, fieldText(field)]));
  return {
    question: one(row.question),
    panels: [...boards].map(([dashboard, panels]) => `${dashboard}: ${cut(panels)}`).slice(0, listed),
    paths: row.paths.slice(0, listed),
    aggregations: row.aggregations.map(({ name }) => name),
    fields: [...titles].map(([title, fields]) => `${title}: ${cut(fields)}`),
    collector: one(row.collector),
    initiator: one(row.initiator),
    status: [row.status],
    history: [
      ...(row.baseline === undefined ? [] : [`starts ${row.baseline}`]),
      ...row.history.map(({ date, change }) => `${date}: ${change}`),
    ],
    deprecation: one(row.deprecation),
  };
}

function panelText({ title, what, isCertain }: LineageRow["panels"][number]): string {
  const name = what === "panel" ? title : `${what} ${title}`;
  return isCertain ? name : `${name} (perhaps)`;
}

function fieldText({ path, how }: LineageRow["fields"][number]): string {
  const name = path === "" ? "everything" : path;
  return how === "reads" ? name : `${name} (perhaps)`;
}

function one(text: string | undefined): readonly string[] {
  return text === undefined ? [] : [text];
}

/** A list of which the end is counted. */
function cut(texts: readonly string[]): string {
  const distinct = [...new Set(texts)];
  const more = distinct.length > listed ? `; and ${distinct.length - listed} more` : "";
  return `${distinct.slice(0, listed).join("; ")}${more}`;
}

function grouped(pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const [key, value] of pairs) {
    const list = found.get(key);
    if (list === undefined) found.set(key, [value]);
    else list.push(value);
  }
  return found;
}
