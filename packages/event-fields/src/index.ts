export {
  type Column,
  type ColumnOptions,
  type Columns,
  columnsOf,
  type ColumnType,
  type Misfit,
  type MisfitReason,
  type PersonalMark,
  sameType,
} from "./column.ts";
export { columnName, fieldName, foldedName } from "./column-name.ts";
export { covers, type Declaration, declare, valuesBeyond } from "./declaration.ts";
export { parseDuration } from "./duration.ts";
export { pascalCase, typeNameOf } from "./type-name.ts";
