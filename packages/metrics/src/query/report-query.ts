import { foldedName } from "@addendum/event-fields";
import { generatedMark } from "../model/generated-mark.ts";
import type { Dimension, Metric, Per, StreamSource } from "../model/metric.ts";
import { sharedDimensions } from "../model/shared-dimensions.ts";
import { type Companion, companionsOf } from "../names/metric-names.ts";
import { dayOfReport, type Days, type DaySpan, daysOfSpan } from "./days.ts";
import { type Dialect, dialects, type QueryType } from "./dialect.ts";
import { recordsRates, type StreamEvents, StreamReader } from "./stream-reader.ts";

/** The query of a metric, or why there is none. */
export type QueryResult =
  | { readonly kind: "query"; readonly sql: string; readonly columns: readonly ("value" | Companion)[] }
  | { readonly kind: "none"; readonly reason: string };

/** A metric, and where the events of its stream are. */
export interface QueriedMetric extends StreamEvents {
  readonly metric: Metric;
  /** The same of the other stream that it is divided by, if it is. */
  readonly divisor?: StreamEvents | undefined;
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
 * `page_views`, or `events`. Days without events have no rows. The text has no placeholders and no end, so it can be
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

function query(queried: QueriedMetric, dialect: Dialect, days: Days): QueryResult {
  const { metric, divisor } = queried;
  const { source, normalization } = metric;
  const none = (reason: string) => ({ kind: "none", reason }) as const;
  if (source.kind !== "stream") return none("its numbers do not come from a stream");
  const per = normalization === "none" ? undefined : source.per;
  const { aggregation } = source;
  if (normalization !== "none" && per === undefined)
    return none(`its source does not say what to divide by for “${normalization}”`);
  if (per !== undefined && !["count", "sum", "distinct"].includes(aggregation))
    return none(`a ${aggregation} is not divided by anything`);
  const divided = per?.stream === undefined ? queried : divisor;
  const areDistinct =
    (aggregation === "distinct" && recordsRates(queried)) ||
    (per?.kind === "distinct" && divided !== undefined && recordsRates(divided));
  if (areDistinct)
    return none(
      "its events record their own sampling rate, and numbers of distinct values cannot be scaled by it",
    );
  const reserved = pathsOf(metric, source).find((path) =>
    partitions.has(foldedName(path.split(".")[0] as string)),
  );
  if (reserved !== undefined)
    return none(`no table has the field “${reserved}”, because a partition has its name`);
  if (queried.tables.length === 0) return none("the events of its stream are not known");
  if (divided === undefined || divided.tables.length === 0)
    return none("the events of the stream that it is divided by are not known");
  const writer = new QueryWriter(metric, source, dialect, days);
  const reader = new StreamReader(dialect, days, queried);
  const sql =
    per?.stream === undefined
      ? writer.ofOneStream(reader, per)
      : writer.ofTwoStreams(reader, per, new StreamReader(dialect, days, divided), divided);
  return { kind: "query", sql, columns: ["value", ...companionsOf(metric)] };
}

const partitions: ReadonlySet<string> = new Set(["year", "month", "day", "hour"]);

function pathsOf({ dimensions }: Metric, { fields, filter, per }: StreamSource): readonly string[] {
  const units = per === undefined ? [] : per.kind === "distinct" ? [per.field] : [...per.filter.keys()];
  return [...fields, ...filter.keys(), ...units, ...dimensions.flatMap((dimension) => dimension.fields)];
}

class QueryWriter {
  private readonly metric: Metric;
  private readonly source: StreamSource;
  private readonly dialect: Dialect;
  private readonly days: Days;

  constructor(metric: Metric, source: StreamSource, dialect: Dialect, days: Days) {
    this.metric = metric;
    this.source = source;
    this.dialect = dialect;
    this.days = days;
  }

  /** The numbers of a stream's events; what they are divided by, if they are, is counted in all of them. */
  ofOneStream(reader: StreamReader, per: Per | undefined): string {
    const { source, metric } = this;
    if (per === undefined) {
      const events = reader.events(
        metric.dimensions,
        (versions) =>
          source.aggregation === "count" ? [] : [`${reader.value(source.fields, versions)} AS measured`],
        (versions) => reader.passes(source.filter, versions),
      );
      return this.result(this.numbers(reader), events);
    }
    const events = reader.events(
      metric.dimensions,
      (versions) => {
        const measured = source.aggregation === "count" ? "1" : reader.value(source.fields, versions);
        const passes = reader.passes(source.filter, versions);
        // The filter chooses what is measured, and leaves the rest to be divided by.
        const otherwise = source.aggregation === "distinct" ? "" : " ELSE 0";
        const unit =
          per.kind === "distinct"
            ? reader.value([per.field], versions)
            : `CASE WHEN ${reader.passes(per.filter, versions) ?? "true"} THEN 1 ELSE 0 END`;
        return [
          `${passes === undefined ? measured : `CASE WHEN ${passes} THEN ${measured}${otherwise} END`} AS measured`,
          `${unit} AS unit`,
        ];
      },
      () => undefined,
    );
    const total = source.aggregation === "distinct" ? reader.distinct("measured") : reader.sum("measured");
    const units = per.kind === "distinct" ? reader.distinct("unit") : reader.sum("unit");
    return this.result(this.ratio(total, units), events);
  }

  /**
   * The numbers of a stream's events, divided by those of another. Each side makes up for its own sample. Dimensions that
   * only the first has do not part the divisor: it is the same for each of their combinations that there were on the day.
   */
  ofTwoStreams(reader: StreamReader, per: Per, divisor: StreamReader, { tables }: StreamEvents): string {
    const { source, dialect, metric } = this;
    const { dimensions } = metric;
    const shared = sharedDimensions(
      dimensions,
      tables.flatMap(({ versions }) => versions),
    );
    const own = dimensions.filter((dimension) => !shared.includes(dimension));
    const measured = reader.events(
      dimensions,
      (versions) =>
        source.aggregation === "count" ? [] : [`${reader.value(source.fields, versions)} AS measured`],
      (versions) => reader.passes(source.filter, versions),
    );
    const units = divisor.events(
      shared,
      (versions) => (per.kind === "distinct" ? [`${divisor.value([per.field], versions)} AS unit`] : []),
      (versions) => (per.kind === "distinct" ? undefined : divisor.passes(per.filter, versions)),
    );
    const total = this.number(reader);
    const unit = per.kind === "distinct" ? divisor.distinct("unit") : divisor.count();
    const unitsByDay = this.grouped(shared, [`${unit} AS unit`], units);
    const columns = [
      ...(this.days.ofEvent === undefined ? [] : [`units.${dialect.name("date")}`]),
      ...dimensions.map(({ name }) => {
        return `${own.some((one) => one.name === name) ? "others" : "units"}.${dialect.name(name)}`;
      }),
    ];
    const parts = [
      this.grouped(dimensions, [`${total} AS total`, "0 AS unit"], measured),
      `SELECT ${[...columns, "0 AS total", "units.unit"].join(", ")}\nFROM (\n${unitsByDay}\n) AS units`,
    ];
    if (own.length > 0) {
      const others = `(\n${this.grouped(own, [], measured)}\n) AS others`;
      const date = dialect.name("date");
      parts.push(
        this.days.ofEvent === undefined
          ? `CROSS JOIN ${others}`
          : `JOIN ${others} ON units.${date} = others.${date}`,
      );
    }
    const [first, ...rest] = parts;
    const from = `(\n${first}\nUNION ALL\n${rest.join("\n")}\n) AS parts`;
    return this.result(this.ratio("sum(total)", "sum(unit)"), from);
  }

  /** A SELECT of the day where there are several, of dimensions, and of numbers about them. */
  private grouped(dimensions: readonly Dimension[], numbers: readonly string[], from: string): string {
    const groups = this.groups(dimensions);
    const by = groups.length === 0 ? "" : `\nGROUP BY ${groups.join(", ")}`;
    return `SELECT ${[...groups, ...numbers].join(", ")}\nFROM ${from}${by}`;
  }

  private groups(dimensions: readonly Dimension[]): readonly string[] {
    const { dialect, days } = this;
    const names = dimensions.map(({ name }) => dialect.name(name));
    return days.ofEvent === undefined ? names : [days.column, ...names];
  }

  /** The whole query. */
  private result(numbers: readonly string[], from: string): string {
    const { dialect, metric, days } = this;
    const isReport = days.ofEvent === undefined;
    // Hive’s tables contain all wikis, and readers of a report of Hive expect the column.
    const hasWiki =
      dialect.type !== "hive" || !isReport || metric.dimensions.some(({ name }) => name === "wiki");
    const columns = [
      days.column,
      ...metric.dimensions.map(({ name }) => dialect.name(name)),
      ...(hasWiki ? [] : ["'all' AS wiki"]),
      ...numbers,
    ];
    const groups = this.groups(metric.dimensions);
    return [
      `-- ${generatedMark}\n-- ${metric.name}`,
      `SELECT\n  ${columns.join(",\n  ")}`,
      `FROM ${from}`,
      ...(groups.length === 0 ? [] : [`GROUP BY ${groups.join(", ")}`]),
      "",
    ].join("\n");
  }

  private ratio(total: string, units: string): readonly string[] {
    const name = this.metric.normalization === "per session" ? "sessions" : "page_views";
    return [`${this.dialect.ratio(total, units)} AS value`, `${total} AS total`, `${units} AS ${name}`];
  }

  /** The columns of numbers that are not divided by anything. */
  private numbers(reader: StreamReader): readonly string[] {
    const value = `${this.number(reader)} AS value`;
    return this.source.aggregation === "mean" ? [value, `${reader.countOf("measured")} AS events`] : [value];
  }

  private number(reader: StreamReader): string {
    const { aggregation } = this.source;
    switch (aggregation) {
      case "count":
        return reader.count();
      case "sum":
      case "mean":
      case "distinct":
        return reader[aggregation]("measured");
      case "min":
      case "max":
        return `${aggregation}(measured)`;
    }
  }
}
