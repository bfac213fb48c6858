export { contains, defaultBudget } from "./contains.ts";
export { closeSchema } from "./close.ts";
export { formatIncludes } from "./formats.ts";
export type { ContainsOptions, ContentModel, Verdict } from "./verdict.ts";
