import { createRequire } from "node:module";
import type { Data } from "@addendum/json-schema";
import type * as Validator from "@addendum/json-schema/validator";
import type { Judge } from "@addendum/schema-repository";

/** The validator confirms what the evaluator refused, and words it. It is loaded only then. */
export const judge: Judge = (schema, value) => {
  let errors: Validator.ValidationErrors;
  try {
    errors = validator().judgeOnce(schema, value as Data);
  } catch (error) {
    const reason = `the schema cannot be compiled: ${(error as Error).message}`;
    return { place: "", reason, isUnable: true };
  }
  const [first] = errors;
  return first && { place: first.instancePath, reason: first.message };
};

let loaded: typeof Validator | undefined;

function validator(): typeof Validator {
  // The bundle's own file, found from where the bundle is.
  loaded ??= createRequire(__filename)("./validator.cjs") as typeof Validator;
  return loaded;
}
