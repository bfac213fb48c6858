import type { KnownMetric } from "../examine/examine-metrics.ts";
import type { GraphPanel, VariableModel } from "../dashboard/model.ts";

/** Where dashboards ask for their numbers. */
export const sourceNames = ["graphite", "prometheus", "duckdb", "trino", "mariadb"] as const;
export type SourceName = (typeof sourceNames)[number];

/** A query as Grafana's data source has it, without its name and its source. */
export type Target = Readonly<Record<string, string | number | boolean>>;

/** How panels and variables ask a kind of data source. */
export interface Source {
  readonly name: SourceName;
  /** The identifier of Grafana's plugin. */
  readonly plugin: string;
  /** Why it has no numbers of a metric; undefined if it has. */
  whyNot(known: KnownMetric): string | undefined;
  /** The queries of a panel. */
  targets(panel: GraphPanel): readonly Target[];
  /** How far apart points of a panel are at least, as Grafana writes it: `1d`. */
  interval(panel: GraphPanel): string;
  /** What asks for the values of a variable that no list has. */
  valuesQuery(variable: VariableModel): string | Target;
  /** What a chosen value of a variable is called in queries; undefined if none can ask for it. */
  option(value: unknown): string | undefined;
  /** What is in queries where all values are chosen. */
  readonly allValue: string;
}
