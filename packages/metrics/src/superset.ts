export { renderSuperset, type SupersetExport } from "./superset/export.ts";
