export { contains } from "./contains.ts";
export { closeSchema } from "./closed/closed-model.ts";
export { formatIncludes } from "./texts/formats.ts";
export { type ContainsOptions, type ContentModel, defaultBudget, type Verdict } from "./verdict.ts";
