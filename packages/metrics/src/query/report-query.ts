import type { Declaration } from "@addendum/event-fields";
import { foldedName } from "@addendum/event-fields";
import { generatedMark } from "../model/generated-mark.ts";
import { type EventField, findField } from "../model/event-field.ts";
import type { Dimension, Filter, Metric, StreamSource } from "../model/metric.ts";
import { type Companion, companionsOf } from "../names/metric-names.ts";
import { dayOfReport, type Days, type DaySpan, daysOfSpan } from "./days.ts";
import { type Dialect, dialects, kindOf, literal, type QueryType, textOf } from "./dialect.ts";
import { type SamplingPeriod, weightOf } from "./weight.ts";

/** A table that holds events of a metric's stream. */
export interface EventTable {
  /** Catalog, database or schema, then the table. */
  readonly name: readonly string[];
  /** What each version of its major declares, the newest first. */
  readonly versions: readonly Declaration[];
  /** The stream whose events are meant, where others are in the table as well. */
  readonly stream: string | undefined;
}

/** The query of a metric, or why there is none. */
export type QueryResult =
  | { readonly kind: "query"; readonly sql: string; readonly columns: readonly ("value" | Companion)[] }
  | { readonly kind: "none"; readonly reason: string };

/** A metric, and where its events are. */
export interface QueriedMetric {
  readonly metric: Metric;
  /** One for each major of its stream's schema, the newest first. */
  readonly tables: readonly EventTable[];
  /** What its stream's sample was, the earliest first. */
  readonly periods: readonly SamplingPeriod[];
}

/**
 * The query that computes a metric for one day, as the template of a report: a row for each combination of its
 * dimensions, with `value` and what comes with it. Canaries are left out, and what was sampled is multiplied by one over
 * its rate.
 */
export function reportQuery(queried: QueriedMetric, type: QueryType): QueryResult {
  const dialect = dialects[type];
  return query(queried, dialect, dayOfReport(dialect));
}

/**
 * The query that computes a metric for each day of a span, in one go: a row for each day and combination of its
 * dimensions. Its columns are `date` (a date; in Hive a text, YYYY-MM-DD), each dimension by its name (a text, `unknown`
 * where events lack it), then `value` and what comes with it, as in {@link reportQuery}: `total` and `sessions` or
 * `page_views`, or `events`. Days without events have no rows. The text has no placeholders and no end, so it can stand
 * as a subquery. {@link panelSeries} makes lines of its rows.
 */
export function spanQuery(queried: QueriedMetric, type: QueryType, span: DaySpan = {}): QueryResult {
  return spanQueryIn(queried, dialects[type], span);
}

/** {@link spanQuery} in the words of a dialect that is not one of the four. */
export function spanQueryIn(queried: QueriedMetric, dialect: Dialect, span: DaySpan): QueryResult {
  const result = query(queried, dialect, daysOfSpan(dialect, span));
  // Dialects write templates, with each brace of a text twice.
  return result.kind === "none" ? result : { ...result, sql: result.sql.replaceAll(/([{}])\1/g, "$1") };
}

function query({ metric, tables, periods }: QueriedMetric, dialect: Dialect, days: Days): QueryResult {
  const { source, normalization } = metric;
  if (source.kind !== "stream") return { kind: "none", reason: "its numbers do not come from a stream" };
  const per = normalization === "none" ? undefined : source.per;
  const { aggregation } = source;
  if (normalization !== "none" && per === undefined)
    return { kind: "none", reason: `its source does not say what “${normalization}” is` };
  if (per !== undefined && !["count", "sum", "distinct"].includes(aggregation))
    return { kind: "none", reason: `a ${aggregation} is not divided by anything` };
  const isRecorded = tables.some(({ versions }) => rateOf(versions) !== undefined);
  if (isRecorded && (aggregation === "distinct" || per?.kind === "distinct"))
    return {
      kind: "none",
      reason: "its events record their own rate, by which distinct values cannot be multiplied",
    };
  const reserved = pathsOf(metric, source).find((path) =>
    partitions.has(foldedName(path.split(".")[0] as string)),
  );
  if (reserved !== undefined)
    return { kind: "none", reason: `no table has the field “${reserved}”, because a partition has its name` };
  if (tables.length === 0) return { kind: "none", reason: "the events of its stream are not known" };
  const writer = new QueryWriter(metric, source, dialect, days, isRecorded, periods);
  return { kind: "query", sql: writer.write(tables), columns: ["value", ...companionsOf(metric)] };
}

const partitions: ReadonlySet<string> = new Set(["year", "month", "day", "hour"]);

function pathsOf({ dimensions }: Metric, { fields, filter, per }: StreamSource): readonly string[] {
  const units = per === undefined ? [] : per.kind === "distinct" ? [per.field] : [...per.filter.keys()];
  return [...fields, ...filter.keys(), ...units, ...dimensions.flatMap((dimension) => dimension.fields)];
}

/** The field in which events record the rate of their sample. */
function rateOf(versions: readonly Declaration[]): EventField | undefined {
  return findField(versions, "sample.rate");
}

class QueryWriter {
  private readonly metric: Metric;
  private readonly source: StreamSource;
  private readonly dialect: Dialect;
  private readonly days: Days;
  /** Whether each event says what its rate was. */
  private readonly isRecorded: boolean;
  /** How many events one stands for, in the result. */
  private readonly weight: string | undefined;
  /** The same where the event itself is read. */
  private readonly weightOfEvent: string;

  constructor(
    metric: Metric,
    source: StreamSource,
    dialect: Dialect,
    days: Days,
    isRecorded: boolean,
    periods: readonly SamplingPeriod[],
  ) {
    this.metric = metric;
    this.source = source;
    this.dialect = dialect;
    this.isRecorded = isRecorded;
    this.days = days;
    this.weight = weightOf(periods, (day) => days.isBefore(day));
    this.weightOfEvent = weightOf(periods, (day) => days.eventIsBefore(day)) ?? "1";
  }

  write(tables: readonly EventTable[]): string {
    const { dialect, metric, days } = this;
    const names = metric.dimensions.map(({ name }) => dialect.name(name));
    const isReport = days.ofEvent === undefined;
    // Hive’s tables hold all wikis, and whoever reads a report of Hive expects the column.
    const hasWiki =
      dialect.type !== "hive" || !isReport || metric.dimensions.some(({ name }) => name === "wiki");
    const groups = isReport ? names : [days.column, ...names];
    const columns = [days.column, ...names, ...(hasWiki ? [] : ["'all' AS wiki"]), ...this.numbers()];
    const events = tables.map((table) => this.events(table)).join("\n  UNION ALL\n");
    return [
      `-- ${generatedMark}\n-- ${metric.name}`,
      `SELECT\n  ${columns.join(",\n  ")}`,
      `FROM (\n${events}\n) AS events`,
      ...(groups.length === 0 ? [] : [`GROUP BY ${groups.join(", ")}`]),
      "",
    ].join("\n");
  }

  /** The columns of numbers, from those of {@link events}. */
  private numbers(): readonly string[] {
    const { aggregation, per } = this.source;
    const { normalization } = this.metric;
    if (normalization !== "none" && per !== undefined) {
      const total =
        aggregation === "distinct" ? this.times("count(DISTINCT measured)") : this.sum("measured");
      const units = per.kind === "distinct" ? this.times("count(DISTINCT unit)") : this.sum("unit");
      const name = normalization === "per session" ? "sessions" : "page_views";
      const value = this.dialect.ratio(total, units);
      return [`${value} AS value`, `${total} AS total`, `${units} AS ${name}`];
    }
    switch (aggregation) {
      case "count":
        return [`${this.isRecorded ? "sum(weight)" : this.times("count(*)")} AS value`];
      case "sum":
        return [`${this.sum("measured")} AS value`];
      case "distinct":
        return [`${this.times("count(DISTINCT measured)")} AS value`];
      case "min":
      case "max":
        return [`${aggregation}(measured) AS value`];
      case "mean": {
        const events = this.isRecorded
          ? "sum(CASE WHEN measured IS NOT NULL THEN weight END)"
          : "count(measured)";
        const sum = this.isRecorded ? "sum(measured * weight)" : "sum(measured)";
        const value = this.dialect.ratio(sum, events);
        return [`${value} AS value`, `${this.isRecorded ? events : this.times(events)} AS events`];
      }
    }
  }

  private sum(column: string): string {
    return this.isRecorded ? `sum(${column} * weight)` : this.times(`sum(${column})`);
  }

  private times(number: string): string {
    return this.weight === undefined ? number : `${number} * ${wrapped(this.weight)}`;
  }

  /** The events of a table: dimensions as texts, `measured`, `unit` and `weight`. */
  private events({ name, versions, stream }: EventTable): string {
    const { dialect, source, metric, days } = this;
    const per = metric.normalization === "none" ? undefined : source.per;
    const passes = this.passes(source.filter, versions);
    const columns = metric.dimensions.map(
      (dimension) => `${this.dimension(dimension, versions)} AS ${dialect.name(dimension.name)}`,
    );
    if (days.ofEvent !== undefined) columns.unshift(`${days.ofEvent} AS ${dialect.name("date")}`);
    const measured = source.aggregation === "count" ? "1" : this.value(source.fields, versions).expression;
    if (per !== undefined) {
      // What is divided by is counted in all events, so the filter chooses what is measured and leaves the rest.
      const otherwise = source.aggregation === "distinct" ? "" : " ELSE 0";
      const chosen = passes === undefined ? measured : `CASE WHEN ${passes} THEN ${measured}${otherwise} END`;
      columns.push(`${chosen} AS measured`);
      if (per.kind === "distinct") columns.push(`${this.value([per.field], versions).expression} AS unit`);
      else columns.push(`CASE WHEN ${this.passes(per.filter, versions) ?? "true"} THEN 1 ELSE 0 END AS unit`);
    } else if (source.aggregation !== "count") columns.push(`${measured} AS measured`);
    if (this.isRecorded) columns.push(`${this.recordedWeight(versions)} AS weight`);
    if (columns.length === 0) columns.push("1 AS counted");
    const conditions = [
      ...days.conditions,
      ...this.about("meta.domain", versions, (field) => {
        return `(${field} IS NULL OR ${field} <> ${dialect.text("canary")})`;
      }),
      ...(stream === undefined
        ? []
        : this.about("meta.stream", versions, (field) => `${field} = ${dialect.text(stream)}`)),
      ...(per === undefined && passes !== undefined ? [passes] : []),
    ];
    const table = name.map((part) => dialect.name(part)).join(".");
    const where = conditions.length === 0 ? "" : `\n  WHERE ${conditions.join("\n    AND ")}`;
    return `  SELECT\n    ${columns.join(",\n    ")}\n  FROM ${table}${where}`;
  }

  /** A condition about a field, if there is the field. */
  private about(
    path: string,
    versions: readonly Declaration[],
    condition: (field: string) => string,
  ): readonly string[] {
    const field = findField(versions, path);
    return field === undefined ? [] : [condition(this.dialect.field(field))];
  }

  /** One over the rate that an event records; those that do not have the stream's. */
  private recordedWeight(versions: readonly Declaration[]): string {
    const rate = rateOf(versions);
    if (rate === undefined) return this.weightOfEvent;
    return `coalesce(${this.dialect.ratio("1", this.dialect.field(rate))}, ${this.weightOfEvent})`;
  }

  /** The first of some fields that an event has. */
  private value(
    paths: readonly string[],
    versions: readonly Declaration[],
  ): { readonly expression: string; readonly field: EventField | undefined } {
    const fields = paths.flatMap((path) => findField(versions, path) ?? []);
    const expressions = fields.map((field) => this.dialect.field(field));
    const [first = "NULL"] = expressions;
    const expression = expressions.length > 1 ? `coalesce(${expressions.join(", ")})` : first;
    return { expression, field: fields[0] };
  }

  private dimension({ fields }: Dimension, versions: readonly Declaration[]): string {
    const { expression, field } = this.value(fields, versions);
    return field === undefined ? "'unknown'" : textOf(expression, kindOf(field), this.dialect);
  }

  /** Whether an event passes a filter; undefined where every event does. */
  private passes(filter: Filter, versions: readonly Declaration[]): string | undefined {
    const conditions = [...filter].map(([path, values]) => {
      const { expression, field } = this.value([path], versions);
      if (field === undefined) return "1 = 0";
      const literals = values.map((value) => literal(value, this.dialect));
      return literals.length === 1
        ? `${expression} = ${literals[0]}`
        : `${expression} IN (${literals.join(", ")})`;
    });
    return conditions.length === 0 ? undefined : conditions.join(" AND ");
  }
}

/** A CASE as a factor. */
function wrapped(expression: string): string {
  return expression.startsWith("CASE") ? `(${expression})` : expression;
}
