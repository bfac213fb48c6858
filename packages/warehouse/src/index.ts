export {
  type Engine,
  EngineError,
  MissingPart,
  type Rows,
  type StreamedColumn,
  type StreamedRows,
  streamRows,
  type Value,
} from "./engine.ts";
export { type BindableTable, type Binder, openBinder } from "./engines/duckdb-binder.ts";
export { type DuckDbOptions, openDuckDb } from "./engines/duckdb.ts";
export { type HiveOptions, openHive } from "./engines/hive.ts";
export { type MariaDbOptions, openMariaDb } from "./engines/mariadb.ts";
export { type MyCnf, readMyCnf } from "./engines/my-cnf.ts";
export { type ScratchMariaDb, startScratchMariaDb, whyNoScratchMariaDb } from "./engines/scratch-mariadb.ts";
export { whyNotOneSelect } from "./engines/one-select.ts";
export { readShards } from "./engines/shards.ts";
export { openTrino, type TrinoOptions } from "./engines/trino.ts";
export { type LakeSession, openLakeSession } from "./lake/lake-session.ts";
export type { LakeTable, TableOrigin } from "./lake/lake-table.ts";
export type { EventAddress, NotStored, Route } from "./lake/event-judge.ts";
export { loadEvents, type LoadOptions, type LoadReport } from "./lake/load.ts";
export { LakeBusy } from "./lake/lock.ts";
export { LockHeld, whileLockFileHeld } from "./lock-file.ts";
export {
  BrokenManifest,
  type CanarySighting,
  canarySightings,
  deletedHours,
  tableOrigins,
} from "./lake/manifest.ts";
export { type LakeAnswer, type LakeQuery, queryLake, RefusedQuery } from "./lake/query.ts";
export { type TableSelect, tableSelect } from "./lake/table-select.ts";
export { retain, type RetainOptions, type RetainReport, UnreadableDuration } from "./lake/retain.ts";
export {
  type Cluster,
  type ClusterAccess,
  type NewTopic,
  openCluster,
  type Topic,
} from "./topics/cluster.ts";
export { spoofEvents, type SpoofOptions, type SpoofSource } from "./spoof/spoof.ts";
