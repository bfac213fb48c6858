import { type Data, type DataObject, isArray, isObject, join, own, showJson } from "@addendum/json-schema";
import {
  examineQueries,
  type Findings,
  metricInvalidFieldType,
  metricInvalidNormalization,
  metricMissingValue,
  metricTooWide,
  metricUndeclaredField,
  metricUnknownValue,
  noMetricPersonalData,
  noMetricPerUser,
  type Rule,
  suggest,
} from "@addendum/schema-repository";
import { valuesBeyond } from "@addendum/event-fields";
import {
  type EventField,
  fieldPaths,
  findField,
  isNumber,
  isSingle,
  showType,
} from "../model/event-field.ts";
import type { Dimension, Filter, Metric, StreamSource } from "../model/metric.ts";
import { isBucket, personalKindOf } from "../model/personal.ts";
import type { EventOfStream } from "./event-of-stream.ts";

/** The most combinations of values that a dashboard draws. */
const combinationLimit = 10_000;

/** Values of an enum that a message names. */
const shownValues = 5;

/** Whether every field that a metric reads exists and fits what is done with it. */
export function checkFields(
  metric: Metric,
  data: DataObject,
  events: MetricEvents,
  findings: Findings,
): void {
  if (metric.source.kind !== "stream") return;
  new FieldCheck(metric, metric.source, data, events, findings).check();
}

/** The events that a metric counts, and those of the other stream that it is divided by. */
interface MetricEvents {
  readonly event: EventOfStream;
  readonly divisor: EventOfStream | undefined;
}

class FieldCheck {
  private readonly read: { readonly table: string; readonly path: readonly string[] }[] = [];

  private readonly metric: Metric;
  private readonly source: StreamSource;
  private readonly data: DataObject;
  private readonly event: EventOfStream;
  private readonly divisor: EventOfStream | undefined;
  private readonly findings: Findings;

  constructor(
    metric: Metric,
    source: StreamSource,
    data: DataObject,
    { event, divisor }: MetricEvents,
    findings: Findings,
  ) {
    this.metric = metric;
    this.source = source;
    this.data = data;
    this.event = event;
    this.divisor = divisor;
    this.findings = findings;
  }

  check(): void {
    const { source, metric, event, divisor, findings } = this;
    this.checkAggregation();
    this.checkFilter(source.filter, "/source/filter", event);
    this.checkNormalization();
    for (const dimension of metric.dimensions) this.checkDimension(dimension);
    const counts = metric.dimensions.map(({ fields, values }) => {
      const options = values ?? findField(event.versions, fields[0] as string)?.declaration.values;
      return options?.length ?? 1;
    });
    const count = counts.reduce((product, one) => product * one, 1);
    if (count > combinationLimit) {
      const location = { file: metric.file, pointer: "/dimensions" };
      findings.add(metricTooWide, "wide", location, { count, limit: combinationLimit });
    }
    const newest = new Map(
      [event, ...(divisor === undefined ? [] : [divisor])].flatMap(({ title, versions }) =>
        versions.slice(0, 1).map((version) => [title, version] as const),
      ),
    );
    examineQueries([{ file: metric.file, read: this.read, undeclared: [] }], newest, findings);
  }

  private checkAggregation(): void {
    const { aggregation, fields } = this.source;
    if (aggregation === "count") {
      const [field] = fields;
      if (field !== undefined) this.add(metricInvalidFieldType, "needless", "/source/field", { field });
      return;
    }
    if (fields.length === 0)
      return this.add(metricInvalidFieldType, "missing", "/source/aggregation", { aggregation });
    for (const [field, pointer] of this.pointers(fields, "/source/field")) {
      const found = this.find(field, pointer, this.event);
      if (found === undefined) continue;
      const kind = personalKindOf(found);
      const type = showType(found.declaration);
      if (aggregation === "distinct") {
        if (kind === "user-id" || kind === "ip-address")
          this.add(noMetricPerUser, "distinct", pointer, { field });
        else if (!isSingle(found.declaration))
          this.add(metricInvalidFieldType, "single", pointer, { field, type, use: aggregation });
      } else if (!isNumber(found.declaration)) {
        this.add(metricInvalidFieldType, "number", pointer, { field, type, aggregation });
      } else if (kind !== undefined && !isBucket(found, kind)) {
        this.add(noMetricPersonalData, "value", pointer, { field, kind, aggregation });
      }
    }
  }

  private checkNormalization(): void {
    const { metric, source } = this;
    const { normalization } = metric;
    const { per } = source;
    if (normalization !== "none" && per === undefined)
      this.add(metricInvalidNormalization, "missing", "/normalization", { normalization });
    if (per === undefined) return;
    if (normalization === "none") this.add(metricInvalidNormalization, "needless", "/source/per", {});
    const event = per.stream === undefined ? this.event : this.divisor;
    // A stream that is not known was reported.
    if (event === undefined) return;
    if (per.kind === "filter") return this.checkFilter(per.filter, "/source/per/filter", event);
    const pointer = "/source/per/distinct";
    const found = this.find(per.field, pointer, event);
    if (found === undefined) return;
    const kind = personalKindOf(found);
    const values = { field: per.field, type: showType(found.declaration), use: "distinct" };
    if (kind === "user-id" || kind === "ip-address")
      this.add(noMetricPerUser, "distinct", pointer, { field: per.field });
    else if (!isSingle(found.declaration)) this.add(metricInvalidFieldType, "single", pointer, values);
  }

  private checkDimension({ name, fields, values }: Dimension): void {
    const pointer = join("/dimensions", name);
    const written = own(this.data, "dimensions") as DataObject;
    const hasField = Object.hasOwn(own(written, name) as DataObject, "field");
    const places: readonly (readonly [string, string])[] = hasField
      ? this.pointers(fields, `${pointer}/field`)
      : [[name, pointer]];
    for (const [field, place] of places) {
      const found = this.find(field, place, this.event);
      if (found === undefined) continue;
      const divided = this.divisor && findField(this.divisor.versions, field);
      const kind = heldKind(found) ?? (divided && heldKind(divided));
      if (kind !== undefined) {
        this.add(noMetricPersonalData, "dimension", place, { dimension: name, field, kind });
        continue;
      }
      if (!isSingle(found.declaration)) {
        const type = showType(found.declaration);
        this.add(metricInvalidFieldType, "single", place, { field, type, use: "a dimension" });
        continue;
      }
      if (values === undefined) continue;
      for (const [index, value] of values.entries())
        this.checkValue(value, field, found, `${pointer}/values/${index}`);
      const options = found.declaration.values;
      const missing =
        options === undefined ? [] : valuesBeyond(options, values).filter((one) => one !== null);
      // Where nothing of what is listed is right, what is missing says no more.
      if (missing.length === 0 || missing.length === options?.length) continue;
      const shown = missing.slice(0, shownValues).map(showJson).join(", ");
      const more = missing.length > shownValues ? ` and ${missing.length - shownValues} more` : "";
      this.add(metricMissingValue, "missing", `${pointer}/values`, {
        dimension: name,
        field,
        values: `${shown}${more}`,
      });
    }
  }

  private checkFilter(filter: Filter, pointer: string, event: EventOfStream): void {
    const written = pointer
      .split("/")
      .slice(1)
      .reduce<Data | undefined>(
        (holder, name) => (isObject(holder) ? own(holder, name) : undefined),
        this.data,
      );
    for (const [field, values] of filter) {
      const place = join(pointer, field);
      const found = this.find(field, place, event);
      if (found === undefined) continue;
      const kind = heldKind(found);
      if (kind !== undefined) {
        this.add(noMetricPersonalData, "filter", place, { field, kind });
        continue;
      }
      if (!isSingle(found.declaration) && !isNumber(found.declaration)) {
        const type = showType(found.declaration);
        this.add(metricInvalidFieldType, "single", place, { field, type, use: "a filter" });
        continue;
      }
      const isList = isObject(written) && isArray(own(written, field));
      for (const [index, value] of values.entries())
        this.checkValue(value, field, found, isList ? `${place}/${index}` : place);
    }
  }

  /** Whether a field may have a value. */
  private checkValue(value: Data, field: string, { declaration }: EventField, pointer: string): void {
    const { types, values: options } = declaration;
    const type = typeof value === "number" && Number.isInteger(value) ? "integer" : typeof value;
    const fits = types === undefined || types.has(type) || (type === "integer" && types.has("number"));
    if (!fits) {
      const shown = showJson(value);
      return this.add(metricInvalidFieldType, "value", pointer, {
        field,
        type: showType(declaration),
        value: shown,
      });
    }
    if (options === undefined || options.includes(value)) return;
    const names = options.filter((option) => typeof option === "string");
    const meant = typeof value === "string" ? suggest(value, names) : undefined;
    const known = options.slice(0, shownValues).map(showJson).join(", ");
    const more = options.length > shownValues ? `, and ${options.length - shownValues} more` : "";
    const hint = meant === undefined ? `The options are ${known}${more}.` : `Did you mean “${meant}”?`;
    this.add(metricUnknownValue, "unknown", pointer, { value: showJson(value), field, hint });
  }

  private find(field: string, pointer: string, { versions, title }: EventOfStream): EventField | undefined {
    const found = findField(versions, field);
    if (found === undefined) {
      const meant = suggest(field, fieldPaths(versions));
      const hint =
        meant === undefined
          ? "Correct the name, or add the field to the schema first."
          : `Did you mean “${meant}”?`;
      // A filter's field is a key of the file, and so is a dimension that is named after its field.
      const isKey = !/^\/source\/(field|per\/distinct)|\/field(\/\d+)?$/.test(pointer);
      const location = { file: this.metric.file, pointer, isKey };
      this.findings.add(metricUndeclaredField, "undeclared", location, { title, field, hint });
      return undefined;
    }
    const path = found.steps.map(({ name, isMember }) => (isMember ? "*" : name));
    this.read.push({ table: title, path });
    return found;
  }

  /** Fields with their pointers: one that is alone is not in a list. */
  private pointers(fields: readonly string[], pointer: string): readonly (readonly [string, string])[] {
    const isList = fields.length > 1;
    return fields.map((field, index) => [field, isList ? `${pointer}/${index}` : pointer]);
  }

  private add<Messages extends string>(
    rule: Rule<Messages>,
    messageId: Messages,
    pointer: string,
    values: Readonly<Record<string, string | number>>,
  ): void {
    this.findings.add(rule, messageId, { file: this.metric.file, pointer }, values);
  }
}

/** The kind of personal data that a field contains, unless it contains no more than buckets of it. */
function heldKind(field: EventField): ReturnType<typeof personalKindOf> {
  const kind = personalKindOf(field);
  return kind === undefined || isBucket(field, kind) ? undefined : kind;
}
