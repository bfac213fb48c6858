export type { Dialect } from "./dialect.ts";
export {
  type FieldReads,
  isWithin,
  type MayReadField,
  type MayReadReason,
  type ReadField,
  readsField,
  type TableColumns,
  type UndeclaredField,
} from "./reads.ts";
export { resolveFields } from "./resolve-fields.ts";
export { type Bind, type Binding, fieldPaths } from "./read-by-binding.ts";
export { readFields, type ReadMemory, type ReadOptions } from "./read-fields.ts";
export { hiveOnDuckDb, type OnDuckDb } from "./hive-on-duckdb.ts";
