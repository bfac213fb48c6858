import type { Pointer } from "@addendum/json-schema";
import type { Schedule } from "../schedule/interval.ts";
import type { TemplatePart } from "../template/placeholders.ts";

export type ReportType = "sql" | "hive" | "script" | "duckdb" | "trino";

export const reportTypes: readonly ReportType[] = ["sql", "hive", "script", "duckdb", "trino"];

/** A dimension that a report is exploded by: it runs once for each value. */
export interface Dimension {
  readonly name: string;
  readonly values: readonly string[];
}

/** Which points of a report go to Graphite. */
export interface GraphiteMetrics {
  readonly path: readonly TemplatePart[];
  /** Metric → column. */
  readonly metrics: readonly { readonly metric: string; readonly column: string }[];
}

/** A report that can run. */
export interface ReportSettings extends Schedule {
  readonly key: string;
  readonly type: ReportType;
  /** Into the configuration. */
  readonly pointer: Pointer;
  /** Sorted by name. */
  readonly dimensions: readonly Dimension[];
  /** The script, absolute; undefined for queries. */
  readonly script: string | undefined;
  /** The file of the query, absolute, and its text; undefined for scripts. */
  readonly query: { readonly file: string; readonly template: readonly TemplatePart[] } | undefined;
  /** Of reports of the type `sql`. */
  readonly database: DatabaseSettings | undefined;
  /** The group that its files belong to. */
  readonly group: string | undefined;
  readonly graphite: GraphiteMetrics | undefined;
  /** Milliseconds that a query may take. */
  readonly timeout: number;
  /** Whether a Parquet file is written beside its own. */
  readonly parquet: boolean;
  /** The fields that a script reads, as its author says. */
  readonly reads: readonly string[];
}

/** How MariaDB is reached for some reports. */
export interface DatabaseSettings {
  readonly key: string;
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly socket: string | undefined;
  /** An option file; `{shard}` in it stands for the shard’s name. */
  readonly credentials: string | undefined;
  readonly database: string | undefined;
  /** How the shard of a wiki is found; undefined: there is one server. */
  readonly sharding: Sharding | undefined;
}

export interface Sharding {
  /** The dimension that names the wiki’s database; undefined: `database` does. */
  readonly placeholder: string | undefined;
  /** MediaWiki’s configuration, whose `dblists` say which shard has which wiki. */
  readonly configuration: string;
  readonly isX1: boolean;
  /** Shard → `host:port`. A shard that is not there is looked up in DNS. */
  readonly addresses: ReadonlyMap<string, string>;
}

/** Where points go. */
export interface GraphiteServer {
  readonly host: string;
  readonly port: number;
  /** Dimension → value → what stands for it in a path. */
  readonly lookups: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

export interface ReportsConfiguration {
  readonly reports: readonly ReportSettings[];
  /** The keys of reports that cannot run. */
  readonly invalid: readonly string[];
  readonly graphite: GraphiteServer | undefined;
}
