import type { Data, Pointer, Schema } from "@addendum/json-schema";

/** `closed`: objects hold only declared properties. `open`: anything else may be there. */
export type ContentModel = "closed" | "open";

/** Whether every instance of one schema is an instance of another. */
export type Verdict =
  | { readonly kind: "compatible"; readonly steps: number }
  /** The witness is an instance of the old schema and not of the new one. */
  | { readonly kind: "incompatible"; readonly witness: Data; readonly steps: number }
  /** Neither was shown. Anyone who has to be sure treats it as a no. */
  | {
      readonly kind: "unknown";
      readonly document: "old" | "new";
      readonly pointer: Pointer;
      readonly keyword: string;
      readonly reason: string;
      readonly steps: number;
    };

export interface ContainsOptions {
  readonly contentModel?: ContentModel;
  /** Whether NEW, too, is taken to accept declared properties only: then no name may be given up either. */
  readonly isNewClosed?: boolean;
  /**
   * A version between the two that was accepted although it may refuse some of OLD's instances. What it refuses is lost
   * already, so NEW is asked only for the instances that it takes as well; it is taken as it validates, never as closed.
   * The plain question comes first, and is the only one where it is answered with yes. A version that cannot be judged
   * is left out.
   */
  readonly accepted?: Schema;
  /** Steps of the search. A step takes some microseconds; the same input takes the same steps everywhere. */
  readonly budget?: number;
  /** A validator that has the last word on a witness: whether a value is an instance. Called only when there is one. */
  readonly judge?: (schema: Schema, value: Data) => boolean;
}

/** Enough for every real pair by a factor of hundreds, and under a second. */
export const defaultBudget = 150_000;
