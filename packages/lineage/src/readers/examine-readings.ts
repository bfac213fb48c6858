import {
  type Finding,
  Findings,
  noLineageCircle,
  panelReadsNothing,
  type Settings,
} from "@addendum/schema-repository";
import type { Readings } from "./find-readers.ts";
import { panelName } from "./panel-readers.ts";

/** Findings about how numbers are computed: what nothing computes or publishes, and what is computed from itself. */
export function examineReadings(
  { files, sources, panels }: Readings,
  settings: Settings,
): readonly Finding[] {
  const findings = new Findings(settings);
  const { metrics, reports } = files;
  for (const one of panels) {
    const { dashboard, missing } = one;
    if (missing.length === 0) continue;
    const text = files.dashboards.find(({ file }) => file === dashboard.file)?.text ?? "";
    for (const path of missing) {
      const offset = Math.max(0, text.indexOf(JSON.stringify(path).slice(1, -1)));
      findings.add(
        panelReadsNothing,
        "nothing",
        { file: dashboard.file, offset },
        { panel: capital(panelName(one)), path },
      );
    }
  }
  for (const report of reports) sources.ofReport(report);
  for (const { metric, event } of metrics) sources.ofMetric({ metric, event });
  const told = new Set<string>();
  for (const circle of sources.circles) {
    const key = [...circle].sort().join(" ");
    if (told.has(key)) continue;
    told.add(key);
    const first = reports.find(({ key: name }) => circle.includes(name));
    const metric = metrics.find(({ metric: { name } }) => circle.includes(name))?.metric;
    const location =
      first === undefined
        ? { file: metric?.file ?? "", pointer: "/source" }
        : { file: first.file, pointer: first.pointer, isKey: true };
    findings.add(noLineageCircle, "circle", location, { circle: [...circle, circle[0] ?? ""].join(" → ") });
  }
  return findings.list;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
