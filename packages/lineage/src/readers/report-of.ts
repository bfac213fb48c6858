import type { KnownMetric } from "@addendum/metrics";
import type { DescribedReport } from "@addendum/reports/readers";

/** Whether a report computes a metric: it has its name or is named by it, or publishes its path or what is below that. */
export function isReportOf({ key, paths }: DescribedReport, { metric }: KnownMetric): boolean {
  const { source, path } = metric;
  if (source.kind === "report") return source.report === key;
  return paths.some(({ metric: name }) => name === path || name.startsWith(`${path}.`));
}
