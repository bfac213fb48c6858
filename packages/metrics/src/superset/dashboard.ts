import type { DataObject } from "@addendum/json-schema";
import type { DashboardModel, GraphPanel, PanelModel, VariableModel } from "../dashboard/model.ts";
import type { Uuids } from "./uuids.ts";

/** Superset's grid has 12 columns and counts heights in units of 8 pixels; a row of a model is some 30 pixels high. */
const columnsPerColumn = 2;
const unitsPerRow = 4;

/** A dashboard with its layout and its filters. Charts are numbered by panel; the import puts their own numbers there. */
export function dashboard(model: DashboardModel, uuids: Uuids): DataObject {
  const { title, introduction, variables } = model;
  return {
    dashboard_title: title,
    description: introduction,
    css: "",
    slug: null,
    certified_by: null,
    certification_details: null,
    published: true,
    uuid: uuids.dashboard(model),
    position: layout(model, uuids),
    metadata: {
      native_filter_configuration: [
        timeFilter(uuids.filter(model, "time")),
        ...variables.map((one) => valueFilter(one, model, uuids)),
      ],
      cross_filters_enabled: false,
      refresh_frequency: 0,
    },
    version: "1.0.0",
  };
}

function layout(model: DashboardModel, uuids: Uuids): DataObject {
  const { title, panels } = model;
  const rows = new Map<number, PanelModel[]>();
  for (const panel of panels) {
    const row = rows.get(panel.place.y);
    if (row === undefined) rows.set(panel.place.y, [panel]);
    else row.push(panel);
  }
  const grid = ["ROOT_ID", "GRID_ID"];
  const position: Record<string, DataObject | string> = {
    DASHBOARD_VERSION_KEY: "v2",
    ROOT_ID: { id: "ROOT_ID", type: "ROOT", children: ["GRID_ID"] },
    GRID_ID: {
      id: "GRID_ID",
      type: "GRID",
      parents: ["ROOT_ID"],
      children: [...rows.keys()].map((y) => `ROW-${y}`),
    },
    HEADER_ID: { id: "HEADER_ID", type: "HEADER", meta: { text: title } },
  };
  for (const [y, row] of rows) {
    const id = `ROW-${y}`;
    position[id] = {
      id,
      type: "ROW",
      parents: grid,
      children: row.map(nodeOf),
      meta: { background: "BACKGROUND_TRANSPARENT" },
    };
    for (const panel of row) {
      const { w, h } = panel.place;
      const size = { width: w / columnsPerColumn, height: h * unitsPerRow };
      position[nodeOf(panel)] = {
        id: nodeOf(panel),
        type: panel.kind === "text" ? "MARKDOWN" : "CHART",
        parents: [...grid, id],
        children: [],
        meta:
          panel.kind === "text"
            ? { ...size, code: panel.markdown }
            : { ...size, chartId: panel.id, sliceName: panel.title, uuid: uuids.chart(model, panel) },
      };
    }
  }
  return position;
}

function nodeOf({ kind, id }: PanelModel): string {
  return `${kind === "text" ? "MARKDOWN" : "CHART"}-${id}`;
}

function timeFilter(uuid: string): DataObject {
  return {
    ...filterOf("Time", "filter_time", uuid, []),
    targets: [{}],
    defaultDataMask: {
      extraFormData: { time_range: "Last quarter" },
      filterState: { value: "Last quarter" },
    },
  };
}

/** A dimension of which people choose values. Its first metric says which there are. */
function valueFilter(
  { name, label, metrics: [first] }: VariableModel,
  model: DashboardModel,
  uuids: Uuids,
): DataObject {
  const lacks = ({ known: { metric } }: GraphPanel) =>
    !metric.dimensions.some((dimension) => dimension.name === name);
  const without = model.panels.flatMap((panel) => (panel.kind === "graph" && lacks(panel) ? [panel.id] : []));
  return {
    ...filterOf(label, "filter_select", uuids.filter(model, `dimension ${name}`), without),
    targets: first === undefined ? [] : [{ datasetUuid: uuids.dataset(first.metric), column: { name } }],
    defaultDataMask: { extraFormData: {}, filterState: {} },
    controlValues: {
      multiSelect: true,
      enableEmptyFilter: false,
      defaultToFirstItem: false,
      inverseSelection: false,
      searchAllOptions: false,
    },
  };
}

/** @param excluded the numbers of charts that it leaves alone */
function filterOf(name: string, filterType: string, uuid: string, excluded: readonly number[]): DataObject {
  return {
    id: `NATIVE_FILTER-${uuid}`,
    name,
    filterType,
    type: "NATIVE_FILTER",
    description: "",
    cascadeParentIds: [],
    scope: { rootPath: ["ROOT_ID"], excluded },
    controlValues: { enableEmptyFilter: false },
  };
}
