import type { Declaration } from "@addendum/event-fields";
import { type EventField, findField } from "../model/event-field.ts";
import type { Dimension, Filter } from "../model/metric.ts";
import type { Days } from "./days.ts";
import { type Dialect, kindOf, literal, textOf } from "./dialect.ts";
import { type SamplingPeriod, weightOf } from "./weight.ts";

/** A table that contains events of a metric's stream. */
export interface EventTable {
  /** Catalog, database or schema, then the table. */
  readonly name: readonly string[];
  /** What each version of its major declares, the newest first. */
  readonly versions: readonly Declaration[];
  /** The stream whose events are meant, where others are in the table as well. */
  readonly stream: string | undefined;
}

/** Where the events of a stream are, and which part of them. */
export interface StreamEvents {
  /** One for each major of its schema, the newest first. */
  readonly tables: readonly EventTable[];
  /** What its sample was, the earliest first. */
  readonly periods: readonly SamplingPeriod[];
}

/** The field in which events record the rate of their sample. */
function rateOf(versions: readonly Declaration[]): EventField | undefined {
  return findField(versions, "sample.rate");
}

/** Whether events record their own sampling rate. */
export function recordsRates({ tables }: StreamEvents): boolean {
  return tables.some(({ versions }) => rateOf(versions) !== undefined);
}

/** Reads the events of a stream in SQL, and makes numbers of them that make up for its sample. */
export class StreamReader {
  private readonly dialect: Dialect;
  private readonly days: Days;
  private readonly tables: readonly EventTable[];
  /** Whether each event says what its rate was. */
  private readonly isRecorded: boolean;
  /** How many events one stands for, in the result. */
  private readonly weight: string | undefined;
  /** The same where the event itself is read. */
  private readonly weightOfEvent: string;

  constructor(dialect: Dialect, days: Days, stream: StreamEvents) {
    this.dialect = dialect;
    this.days = days;
    this.tables = stream.tables;
    this.isRecorded = recordsRates(stream);
    this.weight = weightOf(stream.periods, (day) => days.isBefore(day));
    this.weightOfEvent = weightOf(stream.periods, (day) => days.eventIsBefore(day)) ?? "1";
  }

  /**
   * The events of all tables: their day where a result has several, dimensions as texts, other columns, and `weight` where
   * they record their rates.
   * @param columns of a table; of a dimension that it does not have the value is `unknown`
   * @param condition which events of it; undefined: all
   */
  events(
    dimensions: readonly Dimension[],
    columns: (versions: readonly Declaration[]) => readonly string[],
    condition: (versions: readonly Declaration[]) => string | undefined,
  ): string {
    const parts = this.tables.map(({ name, versions, stream }) => {
      const { dialect, days } = this;
      const selected = [
        ...(days.ofEvent === undefined ? [] : [`${days.ofEvent} AS ${dialect.name("date")}`]),
        ...dimensions.map(
          (dimension) => `${this.dimension(dimension, versions)} AS ${dialect.name(dimension.name)}`,
        ),
        ...columns(versions),
        ...(this.isRecorded ? [`${this.recordedWeight(versions)} AS weight`] : []),
      ];
      if (selected.length === 0) selected.push("1 AS counted");
      const chosen = condition(versions);
      const conditions = [
        ...days.conditions,
        ...this.about("meta.domain", versions, (field) => {
          return `(${field} IS NULL OR ${field} <> ${dialect.text("canary")})`;
        }),
        ...(stream === undefined
          ? []
          : this.about("meta.stream", versions, (field) => `${field} = ${dialect.text(stream)}`)),
        ...(chosen === undefined ? [] : [chosen]),
      ];
      const table = name.map((part) => dialect.name(part)).join(".");
      const where = conditions.length === 0 ? "" : `\n  WHERE ${conditions.join("\n    AND ")}`;
      return `  SELECT\n    ${selected.join(",\n    ")}\n  FROM ${table}${where}`;
    });
    return `(\n${parts.join("\n  UNION ALL\n")}\n) AS events`;
  }

  /** How many events there were. */
  count(): string {
    return this.isRecorded ? "sum(weight)" : this.times("count(*)");
  }

  /** How many events had a value in a column. */
  countOf(column: string): string {
    return this.isRecorded
      ? `sum(CASE WHEN ${column} IS NOT NULL THEN weight END)`
      : this.times(`count(${column})`);
  }

  sum(column: string): string {
    return this.isRecorded ? `sum(${column} * weight)` : this.times(`sum(${column})`);
  }

  /** How many values of a column there were. Events that record their rates do not say. */
  distinct(column: string): string {
    return this.times(`count(DISTINCT ${column})`);
  }

  /** A mean does not depend on the rate, unless each event has its own. */
  mean(column: string): string {
    return this.isRecorded
      ? this.dialect.ratio(this.sum(column), this.countOf(column))
      : this.dialect.ratio(`sum(${column})`, `count(${column})`);
  }

  /** The first of some fields that an event has. */
  value(paths: readonly string[], versions: readonly Declaration[]): string {
    return this.find(paths, versions).expression;
  }

  /** Whether an event passes a filter; undefined if every event does. */
  passes(filter: Filter, versions: readonly Declaration[]): string | undefined {
    const conditions = [...filter].map(([path, values]) => {
      const { expression, field } = this.find([path], versions);
      if (field === undefined) return "1 = 0";
      const literals = values.map((value) => literal(value, this.dialect));
      return literals.length === 1
        ? `${expression} = ${literals[0]}`
        : `${expression} IN (${literals.join(", ")})`;
    });
    return conditions.length === 0 ? undefined : conditions.join(" AND ");
  }

  private times(number: string): string {
    return this.weight === undefined ? number : `${number} * ${wrapped(this.weight)}`;
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
    const recorded = this.dialect.field(rate);
    // Hive 4.0.1 loses the event where `coalesce` reads a quotient by zero.
    return `CASE WHEN ${recorded} > 0 THEN ${this.dialect.ratio("1", recorded)} ELSE ${this.weightOfEvent} END`;
  }

  private find(
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
    const { expression, field } = this.find(fields, versions);
    return field === undefined ? "'unknown'" : textOf(expression, kindOf(field), this.dialect);
  }
}

/** A CASE as a factor. */
function wrapped(expression: string): string {
  return expression.startsWith("CASE") ? `(${expression})` : expression;
}
