export { contains } from "./contains.ts";
export { closeSchema } from "./close.ts";
export { formatIncludes } from "./formats.ts";
export { type ContainsOptions, type ContentModel, defaultBudget, type Verdict } from "./verdict.ts";
