/** The concern of a rule: a chapter of the rules' index. */
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

/** The concerns of single schemas: what `addendum lint` checks, and what a comment may ignore. */
export const lintConcerns: readonly Concern[] = ["structure", "correctness", "events", "people"];
