import { join } from "@addendum/json-schema";
import { type Findings, noMetricClash } from "@addendum/schema-repository";
import type { Metric } from "../model/metric.ts";
import { companionsOf, dimensionLabel, prometheusName } from "../names/metric-names.ts";

/** Whether two metrics, or two dimensions of one, have a name in common. The second of two is reported. */
export function checkClashes(metrics: readonly Metric[], findings: Findings): void {
  const names = new Map<string, Metric>();
  const paths = new Map<string, Metric>();
  const series = new Map<string, Metric>();
  for (const metric of metrics) {
    const { file, name, dimensions } = metric;
    const namesake = take(names, name.toLowerCase(), metric);
    if (namesake !== undefined)
      findings.add(noMetricClash, "name", { file, pointer: "/name" }, { name, other: namesake.file });
    checkPaths(metric, paths, series, findings);
    const labels = new Map<string, string>();
    for (const dimension of dimensions) {
      const label = dimensionLabel(dimension.name);
      const other = labels.get(label);
      labels.set(label, dimension.name);
      if (other === undefined) continue;
      const pointer = join("/dimensions", dimension.name);
      findings.add(noMetricClash, "dimension", { file, pointer, isKey: true }, { other, label });
    }
  }
}

function checkPaths(
  metric: Metric,
  paths: Map<string, Metric>,
  series: Map<string, Metric>,
  findings: Findings,
): void {
  const location = { file: metric.file, pointer: "/path" };
  const ends = ["", ...companionsOf(metric).map((companion) => `_${companion}`)];
  const taken = ends.map((end) => {
    const path = `${metric.path}${end}`;
    const name = prometheusName({ ...metric, path });
    // Whisper stores a path in files, whose names some file systems fold.
    const samePath = take(paths, path.toLowerCase(), metric);
    return { path, samePath, name, sameName: take(series, name, metric) };
  });
  const path = taken.find(({ samePath }) => samePath !== undefined);
  if (path?.samePath !== undefined) {
    findings.add(noMetricClash, "path", location, { path: path.path, other: path.samePath.file });
    return;
  }
  const name = taken.find(({ sameName }) => sameName !== undefined);
  if (name?.sameName !== undefined)
    findings.add(noMetricClash, "prometheus", location, { path: name.name, other: name.sameName.file });
}

/** The other metric that has a key; undefined if it is this one's now. */
function take(known: Map<string, Metric>, key: string, metric: Metric): Metric | undefined {
  const other = known.get(key);
  if (other === undefined) known.set(key, metric);
  return other;
}
