import { type Data, showJson } from "@addendum/json-schema";
import type { NewOption, Reader } from "@addendum/schema-repository";
import type { KnownMetric } from "../examine/examine-metrics.ts";
import { findField } from "../model/event-field.ts";
import type { EventOfStream } from "../examine/event-of-stream.ts";
import type { Aggregation, Dimension, Filter } from "../model/metric.ts";
import { sharedDimensions } from "../model/shared-dimensions.ts";

/** A field of a stream's events that a metric reads. */
export interface MetricField {
  /** Of the events. */
  readonly title: string;
  /** Names of properties; `*` is a member of a map. */
  readonly path: readonly string[];
  readonly how: Reader["how"];
  /** What it does with the field, as the rest of a sentence. */
  readonly does: string;
  readonly newOption?: NewOption;
  /** The dimension that it is broken down by. */
  readonly dimension?: string;
}

/** The fields that a metric reads, as its query does, too. Metrics that ended read nothing. */
export function metricFields({ metric, event, divisor }: KnownMetric): readonly MetricField[] {
  const { source, dimensions, status, normalization } = metric;
  if (source.kind !== "stream" || event === undefined || status === "ended") return [];
  const found: MetricField[] = [];
  const add: AddField = ({ title, versions }, field, does, more = {}) => {
    const steps = findField(versions, field)?.steps;
    if (steps === undefined) return;
    const path = steps.map(({ name, isMember }) => (isMember ? "*" : name));
    const planned = status === "planned" ? { how: "may read" as const, does: "it is planned" } : {};
    found.push({ title, path, how: "reads", does: does(`“${field}”`), ...more, ...planned });
  };
  addDimensions(dimensions, event, add);
  if (source.aggregation !== "count") {
    for (const field of source.fields) add(event, field, aggregationWords[source.aggregation]);
  }
  addFilter(source.filter, event, "counts only events whose", add);
  addOwn(event, add);
  const per = normalization === "none" ? undefined : source.per;
  const units = per?.stream === undefined ? event : divisor;
  if (per === undefined || units === undefined) return found;
  if (per.kind === "filter") addFilter(per.filter, units, "divides by the events whose", add);
  else add(units, per.field, (shown) => `divides by the number of different values of ${shown}`);
  if (units !== event) {
    addDimensions(sharedDimensions(dimensions, units.versions), units, add);
    addOwn(units, add);
  }
  return found;
}

type AddField = (
  event: EventOfStream,
  field: string,
  does: (shown: string) => string,
  more?: Partial<MetricField>,
) => void;

function addDimensions(dimensions: readonly Dimension[], event: EventOfStream, add: AddField): void {
  for (const { name, fields, values } of dimensions) {
    const newOption: NewOption =
      values === undefined ? { kind: "line" } : { kind: "left out", known: values };
    for (const field of fields)
      add(event, field, (shown) => `groups by ${shown}`, { newOption, dimension: name });
  }
}

function addFilter(filter: Filter, event: EventOfStream, begin: string, add: AddField): void {
  for (const [field, values] of filter) {
    const newOption: NewOption = { kind: "left out", known: values };
    add(event, field, (shown) => `${begin} ${shown} is ${listed(values)}`, { newOption });
  }
}

/** What queries read of every event. */
function addOwn(event: EventOfStream, add: AddField): void {
  add(event, "meta.domain", (shown) => `leaves out canaries by ${shown}`);
  add(event, "meta.stream", () => "if several streams share the table, it selects its stream by this field", {
    how: "may read",
  });
  add(event, "sample.rate", (shown) => `multiplies by one over ${shown}`);
}

const aggregationWords: Readonly<Record<Exclude<Aggregation, "count">, (field: string) => string>> = {
  sum: (field) => `adds up ${field}`,
  mean: (field) => `averages ${field}`,
  min: (field) => `takes the smallest ${field}`,
  max: (field) => `takes the largest ${field}`,
  distinct: (field) => `counts the different values of ${field}`,
};

function listed(values: readonly Data[]): string {
  const shown = values.slice(0, 3).map(showJson).join(" or ");
  return values.length > 3 ? `${shown} or one of ${values.length - 3} more` : shown;
}

/** Metrics as readers of the fields that they count. */
export function metricReaders(metrics: readonly KnownMetric[]): readonly Reader[] {
  return metrics.flatMap((known) => {
    const { metric } = known;
    return metricFields(known).map(({ title, path, how, does, newOption }): Reader => ({
      kind: "metric",
      name: `metric “${metric.name}”`,
      file: metric.file,
      title,
      major: undefined,
      path,
      how,
      does,
      ...(newOption && { newOption }),
    }));
  });
}
