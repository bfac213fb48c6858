export {
  type ColumnSettings,
  definitionFiles,
  definitionHeader,
  type DefinitionSettings,
  type DefinitionFile,
  definitionText,
  type MajorTable,
  placeOf,
  tablesOf,
  type TitleVersion,
  type VersionMisfit,
} from "./definitions.ts";
export { planTable, type TableChange } from "./plan.ts";
export type { Printer, TablePlace, TablePlan } from "./printer.ts";
export { printers } from "./printers/registry.ts";
export {
  partitionColumns,
  type Table,
  tableName,
  unionOf,
  type VersionColumns,
  type VersionConflict,
} from "./table.ts";
export { definitionSettings, tablesGenerator } from "./generator.ts";
