export {
  type ContainsOptions,
  contains,
  type ContentModel,
  defaultBudget,
  type Verdict,
} from "./contains.ts";
export { formatIncludes } from "./formats.ts";
