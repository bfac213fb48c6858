/** The keys that may be in each part of a configuration. `docs/reports.md` explains them. */
export const knownKeys = {
  top: ["reports", "defaults", "databases", "graphite"],
  report: [
    "type",
    "granularity",
    "starts",
    "lag",
    "max_data_points",
    "execute",
    "explode_by",
    "db",
    "group",
    "graphite",
    "timeout",
    "parquet",
    "reads",
  ],
  database: [
    "host",
    "port",
    "socket",
    "db",
    "creds_file",
    "auto_find_db_shard",
    "wiki_db_placeholder",
    "use_x1",
    "mw_config_path",
    "shards",
  ],
  graphite: ["host", "port", "lookups"],
  metrics: ["path", "metrics"],
} as const;

/** Keys of earlier versions of ReportUpdater, and why they have no effect. */
export const retiredKeys: ReadonlyMap<string, string> = new Map([
  ["funnel", "every report may have several rows with one date"],
  ["frequency", "a report runs whenever an interval is due"],
  ["timeboxed", "every report is computed interval by interval"],
  ["by_wiki", "`explode_by` names the wikis"],
]);
