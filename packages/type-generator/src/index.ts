export { typesGenerator } from "./generator.ts";
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
export { packageText } from "./package-file.ts";
export type { Untyped } from "./schema-type.ts";
