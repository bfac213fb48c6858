import { dimensionLabel, dimensionNode } from "@addendum/metrics";
import type { Dialect } from "@addendum/query-fields";
import { type FindTables, queryReads, type TextReads } from "@addendum/reports/readers";
import { graphitePaths, type TargetPath } from "../dashboards/graphite-paths.ts";
import { seriesNames } from "../dashboards/prometheus-names.ts";
import type { Dashboard, DashboardPanel, PanelQuery } from "../dashboards/read-dashboard.ts";
import { isPlain, type Publication, type Publications } from "./publications.ts";

/** How a panel uses a publication. */
export interface PanelUse {
  readonly publication: Publication;
  isCertain: boolean;
  /** Dimension → the values that the panel lists; undefined: it draws whichever there are. */
  readonly grouped: Map<string, Set<string> | undefined>;
}

/** A panel, and what it shows. */
export interface PanelUses {
  readonly dashboard: Dashboard;
  readonly panel: DashboardPanel;
  readonly uses: readonly PanelUse[];
  /** What its SQL reads. */
  readonly reads: TextReads;
  /** Paths that begin like ours, and that no report publishes. */
  readonly missing: readonly string[];
}

/** Determines what the panels of a dashboard show. */
export function panelUses(
  dashboard: Dashboard,
  publications: Publications,
  tables: FindTables,
): readonly PanelUses[] {
  return dashboard.panels.map((panel) => {
    const uses = new Map<Publication, PanelUse>();
    const missing = new Set<string>();
    const reads: TextReads[number][] = [];
    const useOf = (publication: Publication, isCertain: boolean): PanelUse => {
      const known = uses.get(publication) ?? { publication, isCertain, grouped: new Map() };
      known.isCertain ||= isCertain;
      uses.set(publication, known);
      return known;
    };
    for (const query of panel.queries) {
      if (query.kind !== "sql" && query.kind !== "prometheus") {
        for (const path of graphitePaths(query.text)) {
          const matches = publications.matching(path);
          for (const { publication, isCertain } of matches) noteNodes(useOf(publication, isCertain), path);
          if (matches.length === 0 && query.kind === "graphite" && publications.looksOwn(path.nodes))
            missing.add(path.text);
        }
      }
      if (query.kind === "prometheus" || query.kind === "unknown") {
        for (const { name, grouped } of seriesNames(query.text)) {
          for (const publication of publications.named(name)) noteLabels(useOf(publication, true), grouped);
        }
      }
      if (query.kind === "sql" || (query.kind === "unknown" && /\bselect\b/i.test(query.text)))
        reads.push(...queryReads(withoutMacros(query.text), dialectOf(query), tables));
    }
    return { dashboard, panel, uses: [...uses.values()], reads, missing: [...missing] };
  });
}

/** Which dimensions a path tells apart: by a function's nodes, or by a value that is written out. */
function noteNodes({ publication, grouped }: PanelUse, { nodes, grouped: by }: TargetPath): void {
  for (const [index, own] of publication.nodes.entries()) {
    if (!("placeholder" in own)) continue;
    const node = nodes[index] as string;
    if (by.has(index)) grouped.set(own.placeholder, undefined);
    else if (isPlain(node)) {
      if (grouped.has(own.placeholder) && grouped.get(own.placeholder) === undefined) continue;
      grouped.set(own.placeholder, new Set([...(grouped.get(own.placeholder) ?? []), node]));
    }
  }
}

function noteLabels({ publication, grouped }: PanelUse, labels: ReadonlySet<string>): void {
  for (const [index, own] of publication.nodes.entries()) {
    if (!("placeholder" in own)) continue;
    const before = publication.nodes[index - 1];
    const label =
      before !== undefined && "text" in before && /^by[A-Z]/.test(before.text)
        ? dimensionLabel(before.text.slice(2))
        : own.placeholder;
    if (labels.has(label) || labels.has(dimensionNode(own.placeholder)))
      grouped.set(own.placeholder, undefined);
  }
}

/** Macros of Grafana's SQL data sources as functions of what they are given. */
function withoutMacros(sql: string): string {
  return sql.replaceAll(/\$__(\w+)/g, "grafana_$1");
}

function dialectOf({ source }: PanelQuery): Dialect {
  if (/mysql|mariadb/i.test(source)) return "mariadb";
  if (/trino|presto|athena/i.test(source)) return "trino";
  return /hive|spark|databricks/i.test(source) ? "hive" : "duckdb";
}
