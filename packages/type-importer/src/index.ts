export { type ImportedType, importType } from "./import-type.ts";
export { type Compiler, type Remark, UnusableType } from "./model.ts";
