// What can be said of events without receiving any.
export { changePersonalFields, findPersonalFields } from "./personal-fields.ts";
export { compileUndeclared } from "./undeclared.ts";
