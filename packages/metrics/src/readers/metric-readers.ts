import { type Data, showJson } from "@addendum/json-schema";
import type { NewOption, Reader } from "@addendum/schema-repository";
import type { KnownMetric } from "../examine/examine-metrics.ts";
import { findField } from "../model/event-field.ts";
import type { Aggregation, Filter } from "../model/metric.ts";

/** A field of a stream's events that a metric reads. */
export interface MetricField {
  /** Names of properties; `*` is a member of a map. */
  readonly path: readonly string[];
  readonly how: Reader["how"];
  /** What it does with the field, as the rest of a sentence. */
  readonly does: string;
  readonly newOption?: NewOption;
  /** The dimension that it is told apart by. */
  readonly dimension?: string;
}

/** The fields that a metric reads, as its query does, too. Metrics that ended read nothing. */
export function metricFields({ metric, event }: KnownMetric): readonly MetricField[] {
  const { source, dimensions, status, normalization } = metric;
  if (source.kind !== "stream" || event === undefined || status === "ended") return [];
  const found: MetricField[] = [];
  const add = (field: string, does: (shown: string) => string, more: Partial<MetricField> = {}) => {
    const steps = findField(event.versions, field)?.steps;
    if (steps === undefined) return;
    const path = steps.map(({ name, isMember }) => (isMember ? "*" : name));
    const planned = status === "planned" ? { how: "may read" as const, does: "it is planned" } : {};
    found.push({ path, how: "reads", does: does(`“${field}”`), ...more, ...planned });
  };
  const addFilter = (filter: Filter, begin: string) => {
    for (const [field, values] of filter) {
      const known: NewOption = { kind: "left out", known: values };
      add(field, (shown) => `${begin} ${shown} is ${listed(values)}`, { newOption: known });
    }
  };
  for (const { name, fields, values } of dimensions) {
    const newOption: NewOption =
      values === undefined ? { kind: "line" } : { kind: "left out", known: values };
    for (const field of fields) add(field, (shown) => `groups by ${shown}`, { newOption, dimension: name });
  }
  if (source.aggregation !== "count") {
    for (const field of source.fields) add(field, aggregationWords[source.aggregation]);
  }
  addFilter(source.filter, "counts only events whose");
  if (normalization !== "none" && source.per?.kind === "distinct")
    add(source.per.field, (shown) => `divides by the number of different values of ${shown}`);
  if (normalization !== "none" && source.per?.kind === "filter")
    addFilter(source.per.filter, "divides by the events whose");
  add("meta.domain", (shown) => `leaves out canaries by ${shown}`);
  add("meta.stream", () => "where several streams share a table, it finds its own by this field", {
    how: "may read",
  });
  add("sample.rate", (shown) => `multiplies by one over ${shown}`);
  return found;
}

const aggregationWords: Readonly<Record<Exclude<Aggregation, "count">, (field: string) => string>> = {
  sum: (field) => `adds up ${field}`,
  mean: (field) => `averages ${field}`,
  min: (field) => `takes the least ${field}`,
  max: (field) => `takes the greatest ${field}`,
  distinct: (field) => `counts the different values of ${field}`,
};

function listed(values: readonly Data[]): string {
  const shown = values.slice(0, 3).map(showJson).join(" or ");
  return values.length > 3 ? `${shown} or one of ${values.length - 3} more` : shown;
}

/** Metrics as readers of the fields that they count. */
export function metricReaders(metrics: readonly KnownMetric[]): readonly Reader[] {
  return metrics.flatMap((known) => {
    const { metric, event } = known;
    if (event === undefined) return [];
    return metricFields(known).map(({ path, how, does, newOption }): Reader => ({
      kind: "metric",
      name: `metric “${metric.name}”`,
      file: metric.file,
      title: event.title,
      major: undefined,
      path,
      how,
      does,
      ...(newOption && { newOption }),
    }));
  });
}
