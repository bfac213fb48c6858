export {
  type Column,
  type ColumnOptions,
  type Columns,
  columnsOf,
  type ColumnType,
  type Misfit,
  type MisfitReason,
  sameType,
} from "./column.ts";
export { type ColumnChange, columnChanges, declarationAt } from "./column-changes.ts";
export { columnCollisions, columnName, fieldName, foldedName } from "./column-name.ts";
export { covers, type Declaration, declare, valuesBeyond } from "./declaration.ts";
export { parseDuration } from "./duration.ts";
export { type FieldPath, showPath } from "./field-path.ts";
export { hiveType } from "./hive-type.ts";
export {
  type Addition,
  type Conflict,
  mergeColumns,
  type Merged,
  showSteps,
  type Step,
} from "./merge-columns.ts";
export { hasPlaceFor } from "./member.ts";
export {
  changePersonalFields,
  type DeclaredPlaces,
  findDeclaredPlaces,
  findPersonalFields,
  type PersonalField,
  type PersonalPlace,
} from "./personal-fields.ts";
export { personalKind } from "./personal-kind.ts";
export type { PersonalMark } from "./privacy.ts";
export { mask, maskedEvent } from "./masked-event.ts";
export { pascalCase, typeNameOf } from "./type-name.ts";
export { publicPointer, withoutPersonalData } from "./untrusted-event.ts";
export { compileUndeclared, type FindUndeclared } from "./undeclared.ts";
