import { type Findings, metricUnknownReport, suggest } from "@addendum/schema-repository";
import type { Metric } from "../model/metric.ts";
import type { ReportQuery } from "./report-queries.ts";

/**
 * Whether the report that a metric's numbers come from exists, and its query has the column.
 * @param reports undefined if the repository has none
 */
export function checkReport(
  { file, source }: Metric,
  reports: () => ReadonlyMap<string, ReportQuery> | undefined,
  findings: Findings,
): void {
  if (source.kind !== "report") return;
  const known = reports();
  if (known === undefined) return;
  const { report, column } = source;
  const query = known.get(report);
  if (query === undefined) {
    const hint = hintOf(report, [...known.keys()], "Add it to a config.yaml below reports/.");
    findings.add(metricUnknownReport, "report", { file, pointer: "/source/report" }, { report, hint });
    return;
  }
  if (query.sql === undefined) return;
  const code = query.sql.replaceAll(/--[^\n]*|\/\*[^]*?\*\//g, " ");
  // The text does not show which columns a star selects.
  if (/\*\s*(?:,|\bfrom\b|\bexcept\b|\bexclude\b|\breplace\b|$)/i.test(code) || hasWord(code, column)) return;
  const names = [...code.matchAll(/\bAS\s+["`]?([\w-]+)/gi)].map(([, name = ""]) => name);
  const hint = hintOf(
    column,
    names,
    names.length === 0 ? "Name a column of its SELECT." : `It has: ${[...new Set(names)].join(", ")}.`,
  );
  findings.add(metricUnknownReport, "column", { file, pointer: "/source/column" }, { report, column, hint });
}

function hintOf(name: string, known: readonly string[], otherwise: string): string {
  const meant = suggest(name, known);
  return meant === undefined ? otherwise : `Did you mean “${meant}”?`;
}

function hasWord(text: string, word: string): boolean {
  const escaped = word.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?<!\\w)${escaped}(?!\\w)`, "i").test(text);
}
