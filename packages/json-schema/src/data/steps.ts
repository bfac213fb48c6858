import { join, type Pointer } from "./pointer.ts";

/** A step towards a value of a document; a pointer is made of the steps only when it is reported. */
export interface Step {
  /** Undefined: the document's root. */
  readonly within: Step | undefined;
  readonly token: string | number;
}

export function below(within: Step | undefined, ...tokens: readonly (string | number)[]): Step | undefined {
  let step = within;
  for (const token of tokens) step = { within: step, token };
  return step;
}

export function toPointer(step: Step | undefined): Pointer {
  return step === undefined ? "" : join(toPointer(step.within), step.token);
}
