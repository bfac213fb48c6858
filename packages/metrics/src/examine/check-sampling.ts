import { type Findings, metricInvalidSampling, metricSamplingDiffers } from "@addendum/schema-repository";
import { findField } from "../model/event-field.ts";
import type { Metric } from "../model/metric.ts";
import { personalKindOf } from "../model/personal.ts";
import type { EventOfStream } from "./event-of-stream.ts";

type Sample = NonNullable<EventOfStream["sample"]>;

/** Checks whether distinct values can be counted in the sampled streams. */
export function checkSampling(
  { file, source, normalization }: Metric,
  { event, divisor }: { readonly event: EventOfStream; readonly divisor: EventOfStream | undefined },
  findings: Findings,
): void {
  if (source.kind !== "stream") return;
  const counted: (readonly [field: string, pointer: string, event: EventOfStream | undefined])[] = [];
  if (source.aggregation === "distinct") {
    const isList = source.fields.length > 1;
    for (const [index, field] of source.fields.entries())
      counted.push([field, isList ? `/source/field/${index}` : "/source/field", event]);
  }
  const { per } = source;
  if (per?.kind === "distinct")
    counted.push([per.field, "/source/per/distinct", per.stream === undefined ? event : divisor]);
  for (const [path, pointer, holder] of counted) {
    if (holder?.sample === undefined || holder.sample.rate === 1) continue;
    const { sample, stream, versions } = holder;
    const found = findField(versions, path);
    if (found === undefined) continue;
    const location = { file, pointer };
    const name = found.steps.at(-1)?.name ?? "";
    const isPageView = /page_?view/i.test(name);
    if (personalKindOf(found) !== "session-token" && !isPageView)
      findings.add(metricInvalidSampling, "distinct", location, {
        field: path,
        stream,
        rate: showSample(sample),
      });
    else if (sample.unit === "pageview" && !isPageView && normalization !== "per page view")
      findings.add(metricInvalidSampling, "sessions", location, { field: path, stream });
  }
}

/** Metrics whose paths differ in the last node only should come from samples of one kind. */
export function checkRates(
  metrics: readonly { readonly metric: Metric; readonly event: EventOfStream | undefined }[],
  findings: Findings,
): void {
  const features = new Map<string, EventOfStream>();
  const reported = new Set<string>();
  for (const { metric, event } of metrics) {
    if (event === undefined) continue;
    const feature = metric.path.split(".").slice(0, -1).join(".");
    const first = features.get(feature);
    if (first === undefined) features.set(feature, event);
    else if (!isSame(first.sample, event.sample) && !reported.has(`${feature} ${event.stream}`)) {
      reported.add(`${feature} ${event.stream}`);
      findings.add(
        metricSamplingDiffers,
        "differs",
        { file: metric.file, pointer: "/source/stream" },
        {
          stream: event.stream,
          rate: showSample(event.sample),
          other: first.stream,
          otherRate: showSample(first.sample),
        },
      );
    }
  }
}

function isSame(a: Sample | undefined, b: Sample | undefined): boolean {
  const [one, other] = [a ?? whole, b ?? whole];
  return one.rate === other.rate && (one.rate === 1 || one.unit === other.unit);
}

const whole: Sample = { unit: "session", rate: 1 };

function showSample(sample: Sample | undefined): string {
  if (sample === undefined || sample.rate === 1) return "everything";
  return `${sample.rate} of ${sample.unit === "session" ? "sessions" : "page views"}`;
}
