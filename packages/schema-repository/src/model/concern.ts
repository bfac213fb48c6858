/** What a rule cares for: the chapters of the rules' index. */
export type Concern =
  | "structure"
  | "correctness"
  | "events"
  | "people"
  | "versions"
  | "compatibility"
  | "producers"
  | "settings"
  | "reports"
  | "metrics";

/** The concerns of single schemas: what `addendum lint` is about, and what a comment may excuse. */
export const lintConcerns: readonly Concern[] = ["structure", "correctness", "events", "people"];
