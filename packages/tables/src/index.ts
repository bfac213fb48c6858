export {
  type ColumnSettings,
  definitionFiles,
  definitionHeader,
  type DefinitionSettings,
  type DefinitionFile,
  definitionText,
  type MajorTable,
  placeOf,
  shortcomings,
  tablesOf,
  type TitleVersion,
  type VersionMisfit,
} from "./definitions.ts";
export { planTable, type TableChange } from "./plan.ts";
export { commentText, type Printer, type TablePlace, type TablePlan } from "./printer.ts";
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
