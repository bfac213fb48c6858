import { createRequire } from "node:module";
import { type Data, type Schema, tellingRefusals } from "@addendum/json-schema";
import type * as Validator from "@addendum/json-schema/validator";
import type { Judge } from "@addendum/schema-repository";

/** The validator's errors for a value. It is loaded only when the evaluator has rejected something. */
export const judge: Judge = (schema, value) => {
  let errors: Validator.ValidationErrors;
  try {
    errors = validator().judgeOnce(schema, value as Data);
  } catch (error) {
    const reason = `the schema cannot be compiled: ${(error as Error).message}`;
    return { place: "", reason, isUnable: true };
  }
  const telling = tellingErrors(schema, value as Data, errors);
  const [first] = telling;
  const reasons = new Set(telling.map(({ message }) => message));
  return first && { place: first.instancePath, reason: [...reasons].join(" or ") };
};

/** The validator reports each alternative in turn: those that tell why none of them fits, else the first error. */
function tellingErrors(
  schema: Schema,
  value: Data,
  errors: Validator.ValidationErrors,
): Validator.ValidationErrors {
  const isChoice = errors.some(({ keyword }) => keyword === "anyOf" || keyword === "oneOf");
  if (!isChoice) return errors.slice(0, 1);
  const telling = tellingRefusals(schema, value).flatMap(({ keyword, schemaPointer, instancePointer }) => {
    const alike = errors.filter(
      (error) => error.instancePath === instancePointer && error.keyword === keyword,
    );
    return (
      alike.find(({ schemaPath }) => decodeURIComponent(schemaPath.slice(1)) === schemaPointer) ??
      alike[0] ??
      []
    );
  });
  return telling.length > 0 ? telling : errors.slice(0, 1);
}

let loaded: typeof Validator | undefined;

function validator(): typeof Validator {
  // The bundle's own file, found from where the bundle is.
  loaded ??= createRequire(__filename)("./validator.cjs") as typeof Validator;
  return loaded;
}
