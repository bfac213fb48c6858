export { type Engine, EngineError, MissingPart, type Rows, type Value } from "./engine.ts";
export { type DuckDbOptions, openDuckDb } from "./engines/duckdb.ts";
export { type HiveOptions, openHive } from "./engines/hive.ts";
export { type MariaDbOptions, openMariaDb } from "./engines/mariadb.ts";
export { type MyCnf, readMyCnf } from "./engines/my-cnf.ts";
export { readShards } from "./engines/shards.ts";
export { openTrino, type TrinoOptions } from "./engines/trino.ts";
