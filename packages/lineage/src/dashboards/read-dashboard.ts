import { generatedMark } from "@addendum/metrics";
import { type Data, type DataObject, isArray, isObject, own, parseJson } from "@addendum/json-schema";

/** The parts of a Grafana dashboard that show what it reads. */
export interface Dashboard {
  /** Relative to the repository's root. */
  readonly file: string;
  readonly uid: string | undefined;
  readonly title: string;
  /** Whether it is one that the catalogue of metrics generates. */
  readonly isGenerated: boolean;
  readonly panels: readonly DashboardPanel[];
}

export interface DashboardPanel {
  /** `panel`, or what else of a dashboard asks for data. */
  readonly what: "panel" | "variable" | "annotation";
  readonly id: string | undefined;
  readonly title: string;
  readonly queries: readonly PanelQuery[];
}

export interface PanelQuery {
  readonly kind: "graphite" | "prometheus" | "sql" | "unknown";
  readonly text: string;
  /** The type of its data source, where that is known: `mysql`. */
  readonly source: string;
}

/** More objects than a dashboard has. */
const objectLimit = 500_000;

/**
 * Reads a dashboard of any version of Grafana: the classic model with panels, rows or panels inside rows; what the API
 * wraps it in; resources (`dashboard.grafana.app`) of version 1 and 2. Undefined if the text is not a dashboard.
 */
export function readDashboard(file: string, text: string): Dashboard | undefined {
  const root = parseJson(text);
  const model = root === undefined ? undefined : modelOf(root);
  if (model === undefined) return undefined;
  const panels: DashboardPanel[] = [];
  for (const found of objectsIn(model)) {
    const panel = panelOf(found);
    if (panel !== undefined && panel.queries.length > 0) panels.push(panel);
  }
  return {
    file,
    uid: textAt(model, "uid") ?? nameOf(root),
    title: textAt(model, "title") ?? file,
    isGenerated: textAt(model, "description")?.includes(generatedMark) === true,
    panels,
  };
}

/** The dashboard inside what it is wrapped in. */
function modelOf(root: Data): DataObject | undefined {
  if (!isObject(root)) return undefined;
  const inner = own(root, "dashboard") ?? (own(root, "kind") === "Dashboard" ? own(root, "spec") : undefined);
  const model = isObject(inner) ? inner : root;
  const isClassic = isArray(own(model, "panels")) || isArray(own(model, "rows"));
  return isClassic || isObject(own(model, "elements")) ? model : undefined;
}

function nameOf(root: Data | undefined): string | undefined {
  const metadata = isObject(root) ? own(root, "metadata") : undefined;
  return isObject(metadata) ? textAt(metadata, "name") : undefined;
}

/** All objects in a value, the outer ones first, in their order. */
function* objectsIn(root: Data): Generator<DataObject> {
  const waiting: Data[] = [root];
  for (let count = 0; waiting.length > 0 && count < objectLimit; count++) {
    const value = waiting.pop() as Data;
    if (isObject(value)) yield value;
    const members = isArray(value) ? value : isObject(value) ? Object.values(value) : [];
    for (let index = members.length - 1; index >= 0; index--) {
      const member = members[index] as Data;
      if (typeof member === "object" && member !== null) waiting.push(member);
    }
  }
}

function panelOf(found: DataObject): DashboardPanel | undefined {
  const targets = own(found, "targets");
  if (isArray(targets)) {
    const source = sourceOf(own(found, "datasource"));
    return {
      what: "panel",
      id: idOf(found),
      title: titleOf(found),
      queries: targets.flatMap((target) => queriesOf(target, source)),
    };
  }
  const spec = own(found, "spec");
  const kind = own(found, "kind");
  if (typeof kind === "string" && isObject(spec)) {
    const what = { Panel: "panel", QueryVariable: "variable", AnnotationQuery: "annotation" } as const;
    const is = Object.hasOwn(what, kind) ? what[kind as keyof typeof what] : undefined;
    if (is === undefined) return undefined;
    return { what: is, id: idOf(spec), title: titleOf(spec), queries: queriesBelow(spec) };
  }
  const isVariable = own(found, "type") === "query" && typeof own(found, "name") === "string";
  if (isVariable) {
    const source = sourceOf(own(found, "datasource"));
    return { what: "variable", id: undefined, title: titleOf(found), queries: queriesOf(found, source) };
  }
  return undefined;
}

function idOf(panel: DataObject): string | undefined {
  const id = own(panel, "id");
  return typeof id === "number" || typeof id === "string" ? String(id) : undefined;
}

function titleOf(found: DataObject): string {
  return (
    textAt(found, "title") ??
    textAt(found, "name") ??
    `without a title${idOf(found) === undefined ? "" : `, ${idOf(found) ?? ""}`}`
  );
}

function textAt(found: DataObject, name: string): string | undefined {
  const value = own(found, name);
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

/** Of resources: queries are some objects deep, each with the kind of its data source. */
function queriesBelow(spec: DataObject): readonly PanelQuery[] {
  return [...objectsIn(spec)].flatMap((found) => {
    const inner = own(found, "spec");
    const kind = textAt(found, "group") ?? textAt(found, "kind") ?? "";
    return isObject(inner) ? queriesOf(inner, kind) : [];
  });
}

/** How a query is written, by the key that it is under. */
const kinds: Readonly<Record<string, PanelQuery["kind"]>> = {
  target: "graphite",
  targetFull: "graphite",
  expr: "prometheus",
  rawSql: "sql",
  rawSQL: "sql",
  rawQuery: "sql",
  query: "unknown",
  definition: "unknown",
};

function queriesOf(target: Data, panelSource: string): readonly PanelQuery[] {
  if (!isObject(target)) return [];
  const source = sourceOf(own(target, "datasource")) || panelSource;
  return Object.entries(kinds).flatMap(([key, kind]): readonly PanelQuery[] => {
    const value = own(target, key);
    if (isObject(value)) return queriesOf(value, source);
    return typeof value === "string" && value.trim() !== "" ? [{ kind, text: value, source }] : [];
  });
}

function sourceOf(source: Data | undefined): string {
  if (typeof source === "string") return source;
  return isObject(source) ? (textAt(source, "type") ?? "") : "";
}
