import type { KnownMetric } from "../examine/examine-metrics.ts";
import type { Metric } from "../model/metric.ts";
import { companionsOf, valueText } from "../names/metric-names.ts";
import { type Dialect, dialects, type QueryType } from "../query/dialect.ts";
import { type QueriedMetric, spanQueryIn } from "../query/report-query.ts";
import { drawnValues, type GraphPanel } from "../dashboard/model.ts";
import { divisorDimensions } from "../dashboard/repeated-divisor.ts";
import { companionLabels } from "../dashboard/panel-series.ts";
import type { Source, SourceName, Target } from "./source.ts";

/** A data source of Grafana that is asked in SQL. */
interface SqlPlugin {
  readonly name: SourceName;
  readonly plugin: string;
  readonly type: QueryType;
  /** The type of points in time. */
  readonly timestamp: string;
  /** Parts of a text as one. */
  readonly joined: (parts: readonly string[]) => string;
  /** A character by its number. */
  readonly character: (code: number) => string;
  /** A query for lines. */
  readonly target: (sql: string) => Target;
  /** Whether texts of the engine have escapes, which Grafana does not write when it puts quotes around a value. */
  readonly hasBackslashes: boolean;
}

const concatenation = (parts: readonly string[]) => `(${parts.join(" || ")})`;

/** Source: the plugins motherduck-duckdb-datasource, trino-datasource and mysql of Grafana. */
const plugins = {
  duckdb: {
    name: "duckdb",
    plugin: "motherduck-duckdb-datasource",
    type: "duckdb",
    timestamp: "TIMESTAMP",
    joined: concatenation,
    character: (code) => `chr(${code})`,
    target: (rawSql) => ({ rawSql, format: 0, editorMode: "code" }),
    hasBackslashes: false,
  },
  trino: {
    name: "trino",
    plugin: "trino-datasource",
    type: "trino",
    timestamp: "TIMESTAMP",
    joined: concatenation,
    character: (code) => `chr(${code})`,
    target: (rawSQL) => ({ rawSQL, format: 0 }),
    hasBackslashes: false,
  },
  mariadb: {
    name: "mariadb",
    plugin: "mysql",
    type: "sql",
    timestamp: "DATETIME",
    joined: (parts) => `CONCAT(${parts.join(", ")})`,
    character: (code) => `CHAR(${code} USING utf8mb4)`,
    target: (rawSql) => ({ rawSql, format: "time_series", rawQuery: true, editorMode: "code" }),
    hasBackslashes: true,
  },
} as const satisfies Readonly<Record<string, SqlPlugin>>;

/** The data sources that are asked in SQL. */
export type SqlSourceName = keyof typeof plugins;

/** The type of queries that a data source asks. */
export function queryTypeOf(name: SqlSourceName): QueryType {
  return plugins[name].type;
}

/**
 * An engine with the tables of events. Panels ask for each day of the time range that people chose.
 * @param queried where the events of each metric are
 */
export function sqlSource(name: SqlSourceName, queried: readonly QueriedMetric[]): Source {
  const plugin: SqlPlugin = plugins[name];
  const writer = new PanelQueries(plugin, new Map(queried.map((one) => [one.metric, one])));
  return {
    name,
    plugin: plugin.plugin,
    whyNot: ({ metric }) => writer.whyNot(metric),
    targets: (panel) => [plugin.target(writer.panel(panel))],
    interval: () => "1d",
    valuesQuery: ({ name: dimension, metrics: [first] }) =>
      writer.values((first as KnownMetric).metric, dimension),
    option(value) {
      const text = valueText(value);
      return plugin.hasBackslashes && text.includes("\\") ? undefined : text;
    },
    // No value of a dimension is empty.
    allValue: "''",
  };
}

class PanelQueries {
  private readonly plugin: SqlPlugin;
  private readonly dialect: Dialect;
  private readonly queried: ReadonlyMap<Metric, QueriedMetric>;

  constructor(plugin: SqlPlugin, queried: ReadonlyMap<Metric, QueriedMetric>) {
    this.plugin = plugin;
    this.queried = queried;
    const dialect = dialects[plugin.type];
    this.dialect = {
      ...dialect,
      // Grafana’s macros compare with points in time.
      eventDay: `CAST(${dialect.eventDay} AS ${plugin.timestamp})`,
      text: (value) => shielded(value, dialect, plugin),
    };
  }

  whyNot(metric: Metric): string | undefined {
    const span = this.span(metric);
    return span.kind === "none" ? span.reason : undefined;
  }

  panel({ known, shows }: GraphPanel): string {
    const { metric } = known;
    const date = this.name("date");
    const time = `${date} AS time`;
    if (shows.kind === "companions") {
      const sums = companionsOf(metric).map(
        (companion) => `${this.double(`sum(${companion})`)} AS ${this.name(companionLabels[companion])}`,
      );
      return `${this.select([time, ...sums], known, this.choices(metric))}\nGROUP BY ${date}\nORDER BY time`;
    }
    const value = `${this.double(this.together(metric))} AS value`;
    if (shows.kind === "value") {
      const label = `${this.literal(metric.name)} AS metric`;
      return `${this.select([time, label, value], known, this.choices(metric))}\nGROUP BY ${date}\nORDER BY time`;
    }
    const dimension = this.name(shows.dimension.name);
    const columns = [time, `${dimension} AS metric`, value];
    const choices = this.choices(metric, shows.dimension.name);
    const groups = `GROUP BY ${date}, ${dimension}`;
    if (shows.values !== undefined) {
      const drawn = `${dimension} IN (${shows.values.map((one) => this.literal(valueText(one))).join(", ")})`;
      return `${this.select(columns, known, [...choices, drawn], dimension)}\n${groups}\nORDER BY time, metric`;
    }
    const points = `${this.select(columns, known, choices, dimension)}\n${groups}`;
    const largest = `SELECT metric FROM points GROUP BY metric ORDER BY sum(abs(value)) DESC, metric LIMIT ${drawnValues}`;
    return `WITH points AS (\n${points}\n)\nSELECT time, metric, value\nFROM points\nWHERE metric IN (SELECT metric FROM (${largest}) AS largest)\nORDER BY time, metric`;
  }

  /** The values of a dimension in the time range. */
  values(metric: Metric, dimension: string): string {
    const column = this.name(dimension);
    const safe = this.plugin.hasBackslashes ? [`instr(${column}, '\\\\') = 0`] : [];
    return `${this.rows([column], metric, safe)}\nGROUP BY ${column}\nORDER BY ${column}`;
  }

  /**
   * Columns of the rows of a metric in the time range, to be grouped.
   * @param by a dimension by which they are grouped, too
   */
  private select(
    columns: readonly string[],
    known: KnownMetric,
    conditions: readonly string[],
    by?: string,
  ): string {
    const { metric } = known;
    const kept = divisorDimensions(known)?.map(({ name }) => this.name(name));
    if (kept === undefined) return this.rows(columns, metric, conditions);
    // What rows repeat counts once.
    const groups = [...new Set([this.name("date"), ...(by === undefined ? [] : [by]), ...kept])];
    const [, units = ""] = companionsOf(metric);
    const numbers = ["sum(total) AS total", `max(${units}) AS ${units}`];
    const inner = `${this.rows([...groups, ...numbers], metric, conditions)}\nGROUP BY ${groups.join(", ")}`;
    return `SELECT\n  ${columns.join(",\n  ")}\nFROM (\n${inner.replaceAll(/^/gm, "  ")}\n) AS totals`;
  }

  /** Columns of the rows of a metric in the time range. */
  private rows(columns: readonly string[], metric: Metric, conditions: readonly string[]): string {
    const span = this.span(metric);
    if (span.kind === "none") throw new Error(`${metric.name} has no query: ${span.reason}`);
    const where = [`$__timeFilter(${this.name("date")})`, ...conditions].join("\n  AND ");
    return `SELECT\n  ${columns.join(",\n  ")}\nFROM (\n${span.sql.trimEnd().replaceAll(/^/gm, "  ")}\n) AS days\nWHERE ${where}`;
  }

  /** The conditions of variables, except for one. */
  private choices({ dimensions }: Metric, except?: string): readonly string[] {
    return dimensions.flatMap(({ name, isVariable }) => {
      if (!isVariable || name === except) return [];
      const chosen = `(\${${name}:sqlstring})`;
      return [`('' IN ${chosen} OR ${this.name(name)} IN ${chosen})`];
    });
  }

  private span(metric: Metric) {
    const queried = this.queried.get(metric) ?? { metric, tables: [], periods: [] };
    return spanQueryIn(queried, this.dialect, {});
  }

  /** What the rows of a day are together, as {@link panelSeries} has it. */
  private together(metric: Metric): string {
    const [first, second] = companionsOf(metric);
    if (first === "total") return this.dialect.ratio("sum(total)", `sum(${second ?? ""})`);
    if (first === "events") return this.dialect.ratio("sum(value * events)", "sum(events)");
    const { source } = metric;
    const aggregation = source.kind === "stream" ? source.aggregation : "sum";
    return `${aggregation === "min" || aggregation === "max" ? aggregation : "sum"}(value)`;
  }

  /** Grafana reads neither integers of 128 bits nor every decimal. */
  private double(expression: string): string {
    return `CAST(${expression} AS DOUBLE)`;
  }

  private name(name: string): string {
    return unbraced(this.dialect.name(name));
  }

  private literal(text: string): string {
    return unbraced(this.dialect.text(text));
  }
}

/** A text in which Grafana finds neither a variable nor a macro: their first character is named by its number. */
function shielded(value: string, dialect: Dialect, { joined, character }: SqlPlugin): string {
  const parts = value.split(/(\$(?=[\w{])|\[(?=\[))/).filter((part) => part !== "");
  if (parts.length < 2) return dialect.text(value);
  return joined(
    parts.map((part) => (part === "$" || part === "[" ? character(part.charCodeAt(0)) : dialect.text(part))),
  );
}

/** Dialects write templates, with each brace of a text twice. */
function unbraced(sql: string): string {
  return sql.replaceAll(/([{}])\1/g, "$1");
}
