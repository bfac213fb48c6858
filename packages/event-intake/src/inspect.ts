// What can be said of events without receiving any.
export { changeField, findPersonalFields } from "./personal-fields.ts";
export { compileUndeclared } from "./undeclared.ts";
