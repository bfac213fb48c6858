import type { Declaration } from "@addendum/event-fields";
import {
  Findings,
  type Finding,
  metricInvalidDefinition,
  noMetricPerUser,
  type Settings,
} from "@addendum/schema-repository";
import type { StreamsConfiguration } from "@addendum/streams";
import { type DataObject, own } from "@addendum/json-schema";
import type { Metric } from "../model/metric.ts";
import { readMetric } from "../model/read-metric.ts";
import { checkClashes } from "./check-clashes.ts";
import { checkFields } from "./check-fields.ts";
import { checkPeople } from "./check-people.ts";
import { checkReport } from "./check-report.ts";
import { checkRates, checkSampling } from "./check-sampling.ts";
import { divisorOf, type EventOfStream, eventOf } from "./event-of-stream.ts";
import type { ReportQuery } from "./report-queries.ts";

/** What metrics are checked against. */
export interface MetricsInput {
  /** Files of the catalogue; paths are relative to the repository's root. */
  readonly files: readonly { readonly file: string; readonly text: string }[];
  readonly streams: StreamsConfiguration;
  /** What each version of a title declares, the newest first; empty where it has none. */
  readonly events: (title: string) => readonly Declaration[];
  /** The reports of the repository; undefined if it has none. Asked only if a metric's numbers come from one. */
  readonly reports?: () => ReadonlyMap<string, ReportQuery> | undefined;
  readonly settings: Settings;
  /** The day of the run, YYYY-MM-DD; without it nothing is too late. */
  readonly today?: string | undefined;
}

/** A metric that can be used, with the events of its stream. */
export interface KnownMetric {
  readonly metric: Metric;
  /** Undefined if its numbers do not come from a stream, or where the stream is not known. */
  readonly event: EventOfStream | undefined;
  /** The events of the other stream that it is divided by, if it is. */
  readonly divisor?: EventOfStream | undefined;
}

export interface MetricsExamination {
  /** Those whose files say what a metric is, in the order of their files. */
  readonly metrics: readonly KnownMetric[];
  readonly findings: readonly Finding[];
}

/** Reads the catalogue, and checks it against schemas and streams. */
export function examineMetrics(input: MetricsInput): MetricsExamination {
  const findings = new Findings(input.settings);
  const metrics: KnownMetric[] = [];
  // Which of two is reported must not depend on how the files were found.
  const files = [...input.files].sort((a, b) => (a.file < b.file ? -1 : 1));
  for (const { file, text } of files) {
    const read = readMetric(file, text);
    if (read.kind === "other") continue;
    if (read.kind === "metric") metrics.push(examineMetric(read.metric, read.data, input, findings));
    else {
      for (const { message: problem, ...place } of read.problems) {
        if ("pointer" in place && place.pointer === "/normalization" && isPerUser(read.data))
          findings.add(noMetricPerUser, "normalization", { file, pointer: place.pointer });
        else findings.add(metricInvalidDefinition, "wrong", { file, ...place }, { problem });
      }
    }
  }
  const all = metrics.map(({ metric }) => metric);
  checkClashes(all, findings);
  checkRates(metrics, findings);
  return { metrics, findings: findings.list };
}

function examineMetric(
  metric: Metric,
  data: DataObject,
  input: MetricsInput,
  findings: Findings,
): KnownMetric {
  checkPeople(metric, input.today, findings);
  checkReport(metric, input.reports ?? (() => undefined), findings);
  const event = eventOf(metric, input, findings);
  const divisor = divisorOf(metric, input, findings);
  if (event === undefined) return { metric, event };
  checkFields(metric, data, { event, divisor }, findings);
  checkSampling(metric, { event, divisor }, findings);
  return { metric, event, divisor };
}

function isPerUser(data: DataObject | undefined): boolean {
  const normalization = data && own(data, "normalization");
  return typeof normalization === "string" && /\busers?\b/i.test(normalization);
}
