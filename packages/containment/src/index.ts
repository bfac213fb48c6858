export {
  type ContainsOptions,
  contains,
  type ContentModel,
  defaultBudget,
  type Verdict,
} from "./contains.ts";
export { closeSchema } from "./close.ts";
export { formatIncludes } from "./formats.ts";
