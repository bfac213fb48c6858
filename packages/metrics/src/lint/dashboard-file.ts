import { type Data, type DataObject, isArray, isObject, own, type Pointer } from "@addendum/json-schema";
import { findJsonMistake } from "./json-mistake.ts";

/** The checked parts of a hand-made dashboard. */
export interface DashboardFile {
  /** Where it begins in the file: exports of Grafana’s API have something around it. */
  readonly pointer: Pointer;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly links: readonly DataObject[];
  /** Where the list of panels is. */
  readonly panelsPointer: Pointer;
  /** Without headings of rows, from the top to the bottom. */
  readonly panels: readonly PanelFile[];
}

export interface PanelFile {
  readonly pointer: Pointer;
  readonly data: DataObject;
  readonly type: string;
  readonly title: string;
  /** What a text panel says. */
  readonly text: string;
  /** From which row of the grid to which, the second exclusive; undefined if it does not say. */
  readonly rows: readonly [number, number] | undefined;
}

/** What a file contains, or what is wrong with it and where. */
export type ReadDashboard =
  | { readonly kind: "dashboard"; readonly dashboard: DashboardFile }
  | { readonly kind: "syntax"; readonly reason: string; readonly offset: number }
  | { readonly kind: "large"; readonly what: string; readonly limit: string }
  | { readonly kind: "newer"; readonly version: number; readonly known: number; readonly pointer: Pointer }
  | { readonly kind: "other"; readonly reason: string; readonly pointer: Pointer };

/** UTF-16 units; the largest dashboards that people made are a tenth of it. */
const longest = 4 * 1024 * 1024;
const deepest = 100;
const newestSchemaVersion = 42;

/** Reads a dashboard in Grafana’s classic JSON model, also where an API put something around it. */
export function readDashboard(text: string): ReadDashboard {
  if (text.length > longest) return { kind: "large", what: "The file", limit: "4 MB" };
  if (depthOf(text) > deepest) return { kind: "large", what: "The nesting", limit: `${deepest} levels` };
  let data: Data;
  try {
    data = JSON.parse(text) as Data;
  } catch (error) {
    const { message } = error as Error;
    const reason = message.replace(/( in JSON)? at position[^]*$/, "").replace(/, ["'.][^]*$/, "");
    return { kind: "syntax", reason, offset: findJsonMistake(text) };
  }
  if (!isObject(data)) return { kind: "other", reason: "it is not an object", pointer: "" };
  if (/\/v2/.test(textOf(data, "apiVersion")))
    return { kind: "other", reason: "it uses the dashboard model v2", pointer: "/apiVersion" };
  for (const wrapper of ["dashboard", "spec"]) {
    const inner = own(data, wrapper);
    if (isObject(inner) && !Object.hasOwn(data, "panels")) return readClassic(inner, `/${wrapper}`);
  }
  return readClassic(data, "");
}

function readClassic(data: DataObject, pointer: Pointer): ReadDashboard {
  const version = own(data, "schemaVersion");
  if (typeof version === "number" && version > newestSchemaVersion)
    return { kind: "newer", version, known: newestSchemaVersion, pointer: `${pointer}/schemaVersion` };
  if (isObject(own(data, "elements")))
    return { kind: "other", reason: "it uses the dashboard model v2", pointer: `${pointer}/elements` };
  const list = own(data, "panels");
  const rows = own(data, "rows");
  if (!isArray(list) && !isArray(rows)) return { kind: "other", reason: "it has no panels", pointer };
  const panels = [
    ...(isArray(list) ? panelsOf(list, `${pointer}/panels`) : []),
    ...(isArray(rows) ? rowsOf(rows, `${pointer}/rows`) : []),
  ];
  const dashboard = {
    pointer,
    title: textOf(data, "title"),
    description: textOf(data, "description"),
    tags: listOf(data, "tags").filter((tag) => typeof tag === "string" && tag.trim() !== "") as string[],
    links: listOf(data, "links").filter(isObject),
    panelsPointer: isArray(list) ? `${pointer}/panels` : `${pointer}/rows`,
    panels: inOrder(panels),
  };
  return { kind: "dashboard", dashboard };
}

function panelsOf(list: readonly Data[], pointer: Pointer): PanelFile[] {
  return list.flatMap((data, index) => {
    if (!isObject(data)) return [];
    const at = `${pointer}/${index}`;
    const type = textOf(data, "type");
    if (type === "row") return panelsOf(listOf(data, "panels"), `${at}/panels`);
    const options = own(data, "options");
    const content = isObject(options) ? textOf(options, "content") : "";
    return [
      {
        pointer: at,
        data,
        type,
        title: textOf(data, "title"),
        text: type === "text" ? content || textOf(data, "content") : "",
        rows: gridRows(own(data, "gridPos")),
      },
    ];
  });
}

/** The rows of dashboards that are older than the grid. */
function rowsOf(list: readonly Data[], pointer: Pointer): PanelFile[] {
  return list.flatMap((row, index) => {
    if (!isObject(row)) return [];
    const panels = panelsOf(listOf(row, "panels"), `${pointer}/${index}/panels`);
    return panels.map((panel) => ({ ...panel, rows: [index, index + 1] as const }));
  });
}

function gridRows(place: Data | undefined): PanelFile["rows"] {
  if (!isObject(place)) return undefined;
  const [y, h] = [own(place, "y"), own(place, "h")];
  return typeof y === "number" && typeof h === "number" ? [y, y + h] : undefined;
}

/** From the top to the bottom, then from left to right; those without a place stay where they are listed. */
function inOrder(panels: readonly PanelFile[]): readonly PanelFile[] {
  if (panels.some(({ rows }) => rows === undefined)) return panels;
  const left = ({ data }: PanelFile) => {
    const place = own(data, "gridPos");
    const x = isObject(place) ? own(place, "x") : undefined;
    return typeof x === "number" ? x : 0;
  };
  return [...panels].sort((a, b) => (a.rows?.[0] ?? 0) - (b.rows?.[0] ?? 0) || left(a) - left(b));
}

function textOf(data: DataObject, key: string): string {
  const value = own(data, key);
  return typeof value === "string" ? value : "";
}

function listOf(data: DataObject, key: string): readonly Data[] {
  const value = own(data, key);
  return isArray(value) ? value : [];
}

/** How deep lists and objects of a JSON text are nested, whether or not it is right otherwise. */
function depthOf(text: string): number {
  let [depth, most, isText] = [0, 0, false];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (isText) {
      if (code === 0x5c) index++;
      else if (code === 0x22) isText = false;
    } else if (code === 0x22) isText = true;
    else if (code === 0x5b || code === 0x7b) most = Math.max(most, ++depth);
    else if (code === 0x5d || code === 0x7d) depth--;
  }
  return most;
}
