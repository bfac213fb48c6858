export { indexText, type IndexEntry, parseIndex } from "./index-file.ts";
export {
  headerOf,
  type SchemaVersion,
  toCommonJs,
  toDeclarationFile,
  toEsModule,
  toTypeScript,
  typeModule,
  type TypeModule,
  uriOf,
} from "./module.ts";
export { typeNameOf } from "./names.ts";
export { packageText } from "./package-file.ts";
export type { Untyped } from "./schema-type.ts";
