export { contains } from "./contains.ts";
export { closeSchema } from "./closed-model.ts";
export { formatIncludes } from "./formats.ts";
export { type ContainsOptions, type ContentModel, defaultBudget, type Verdict } from "./verdict.ts";
