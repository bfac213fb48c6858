import { Ajv, type ErrorObject, type FuncKeywordDefinition, type ValidateFunction } from "ajv";
import formats from "ajv-formats";
import { type Data, isArray, isObject, type Schema } from "../data/data.ts";
import { evaluate, type Refusal } from "./evaluate.ts";
import { multiplies } from "../dialects/in-place.ts";
import { compilePattern, matchesPattern } from "../pattern/pattern.ts";
import { type Pointer, tokens } from "../data/pointer.ts";
import { acceptsNothing, contentsOf, type PreparedSchema, prepareSchema } from "./prepared-schema.ts";
import { findRepeat, scalarItemTypes } from "./unique-items.ts";
import { isUrl } from "./url-format.ts";

/** What a validator says about one value. Empty: it is valid. */
export type ValidationErrors = readonly {
  readonly instancePath: string;
  /** Where the keyword is in the schema as it was given, as a fragment, whatever references lead there. */
  readonly schemaPath: string;
  readonly keyword: string;
  readonly message: string;
}[];

/**
 * Compiles one schema for judging values: draft-07, all errors, own properties only, formats asserted, defaults never
 * filled in. Importing this module costs about 25 ms and compiling about 15: load it when there is something to judge.
 * Throws an Error when the schema cannot be compiled.
 */
export function compile(schema: Schema): (value: unknown) => ValidationErrors {
  return compilePrepared(schema, prepareSchema(schema));
}

/**
 * The validator's verdict on one value, with as little compiling as that takes: what the schema says about names
 * that the value does not contain anywhere, and options that it contains nowhere, are left out first.
 */
export function judgeOnce(schema: Schema, value: Data): ValidationErrors {
  return compilePrepared(schema, prepareSchema(schema, contentsOf(value)), "once")(value);
}

/**
 * Like {@link compile}, for very many values that are mostly valid: another 15 ms of compiling, and half the time
 * of each judgement.
 */
export function compileForMany(schema: Schema): (value: unknown) => ValidationErrors {
  const prepared = prepareSchema(schema);
  const judge = compilePrepared(schema, prepared);
  if (!isMonotone(prepared.schema) || namesProto(schema)) return judge;
  const accepts = compileWith({ isQuick: true, isOptimized: true, tellsPlaces: false }, prepared.schema);
  return (value) => (accepts(value) ? [] : judge(value));
}

function compilePrepared(
  schema: Schema,
  prepared: PreparedSchema,
  use: "once" | "often" = "often",
): (value: unknown) => ValidationErrors {
  if (multiplies(prepared.schema)) throw new Error("its references expand to too many schemas to validate");
  const { schema: whole, isInPlace } = prepared;
  const validate = compileWith(
    { isQuick: false, isOptimized: use === "often", tellsPlaces: !isInPlace },
    whole,
  );
  // Ajv leaves out what a schema says about this name.
  if (namesProto(schema)) return (value) => asErrors(evaluate(schema, value as Data));
  const inOurWords = (error: ErrorObject): ValidationErrors[number] => {
    const { instancePath, schemaPath, keyword, message, parentSchema } = error;
    const origin = isInPlace ? undefined : prepared.origin(parentSchema);
    const said = origin?.keyword ?? (keyword === acceptsNothing ? "false schema" : keyword);
    // Ajv's own path starts from whatever a reference led to.
    const holder = origin ? fragmentOf(origin.pointer) : schemaPath.slice(0, -1 - keyword.length);
    const words = said === keyword ? message : messages.get(said);
    return {
      instancePath,
      schemaPath: `${holder}/${said}`,
      keyword: said,
      message: words ?? `refused by ${said}`,
    };
  };
  return (value) => (validate(value) ? [] : withoutEchoes(validate.errors ?? []).map(inOurWords));
}

/** What Ajv says where it is not asked itself. */
const messages: ReadonlyMap<string, string> = new Map([
  ["false schema", "boolean schema is false"],
  ["enum", "must be equal to one of the allowed values"],
  ["contains", "must contain at least 1 valid item(s)"],
]);

function fragmentOf(pointer: Pointer): string {
  return ["#", ...tokens(pointer).map((token) => encodeURIComponent(escapeToken(token)))].join("/");
}

function escapeToken(token: string): string {
  return token.replaceAll("~", "~0").replaceAll("/", "~1");
}

function compileWith(traits: Omit<Traits, "ownProperties">, prepared: Schema): ValidateFunction {
  const ajv = instance({ ...traits, ownProperties: mayMeanInherited(prepared as Data) });
  const validate = ajv.compile(prepared as object);
  // Only the function is kept: schemas are many, and the instance is for all of them.
  if (typeof prepared === "object") ajv.removeSchema(prepared as object);
  return validate;
}

function namesProto(schema: Schema): boolean {
  return JSON.stringify(schema).includes('"__proto__"');
}

/**
 * Whether a schema accepts all that it accepts with lengths counted in UTF-16 units, which are never fewer than code
 * points: nothing in it accepts because something else refuses, and it asks for no more than one character.
 */
function isMonotone(schema: Data): boolean {
  if (isArray(schema)) return schema.every(isMonotone);
  if (!isObject(schema)) return true;
  return Object.entries(schema).every(([name, value]) => {
    if (name === "not" || name === "if" || name === "oneOf") return false;
    if (name === "minLength" && typeof value === "number" && value > 1) return false;
    return isMonotone(value);
  });
}

/** Of an empty array `contains` says enough: that there has to be an item at all is added to it. */
function withoutEchoes(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const refused = new Set(
    errors.filter(({ keyword }) => keyword === "contains").map(({ instancePath }) => instancePath),
  );
  if (refused.size === 0) return errors;
  const isEcho = ({ keyword, params, instancePath }: ErrorObject) =>
    keyword === "minItems" && (params as { limit?: unknown }).limit === 1 && refused.has(instancePath);
  return errors.filter((error) => !isEcho(error));
}

/** What an instance of Ajv is made for. */
interface Traits {
  /** It says whether, not why, and counts lengths in UTF-16 units: see {@link isMonotone}. */
  readonly isQuick: boolean;
  /** Whether members that a value inherits have to be told from its own, which costs time. */
  readonly ownProperties: boolean;
  /** Ajv goes over the code that it made, which takes as long as making it. */
  readonly isOptimized: boolean;
  /** Whether errors carry the part of the schema that they come from, which is more to compile. */
  readonly tellsPlaces: boolean;
}

const instances = new Map<string, { readonly ajv: Ajv; schemas: number }>();
const schemasOfOne = 1000;

/**
 * Made for many schemas, since the meta-schema alone takes some 15 ms to compile; but not for all, since an instance
 * never lets go of the enums, patterns and parts that compiled schemas refer to.
 */
function instance(traits: Traits): Ajv {
  const { isQuick, isOptimized, ownProperties, tellsPlaces } = traits;
  const key = `${isQuick} ${isOptimized} ${ownProperties} ${tellsPlaces}`;
  let known = instances.get(key);
  if (known === undefined || known.schemas === schemasOfOne) {
    known = { ajv: makeInstance(traits), schemas: 0 };
    instances.set(key, known);
  }
  known.schemas++;
  return known.ajv;
}

function makeInstance({ isQuick, isOptimized, ownProperties, tellsPlaces }: Traits): Ajv {
  const code = { regExp: linearExpression, optimize: isOptimized };
  const kind = isQuick ? { allErrors: false, unicode: false } : { allErrors: true, verbose: tellsPlaces };
  const ajv = new Ajv({ strict: false, ownProperties, logger: false, code, ...kind });
  formats.default(ajv);
  ajv.addFormat("url", isUrl);
  ajv.removeKeyword("uniqueItems");
  ajv.addKeyword(uniqueItems);
  ajv.addKeyword({ keyword: acceptsNothing, schemaType: "boolean", code: (context) => context.fail() });
  const dateTime = ajv.formats["date-time"] as { readonly validate: (text: string) => boolean };
  ajv.addFormat("date-time", (text: string) => isOrdinaryDateTime(text) || dateTime.validate(text));
  return ajv;
}

/** Whether a text is `2026-11-02T09:41:07Z`, perhaps with three digits more, and no doubtful day: most are. */
function isOrdinaryDateTime(text: string): boolean {
  const { length } = text;
  if (length !== 20 && length !== 24) return false;
  const isMarked =
    text.charCodeAt(4) === 45 &&
    text.charCodeAt(7) === 45 &&
    text.charCodeAt(10) === 84 &&
    text.charCodeAt(13) === 58 &&
    text.charCodeAt(16) === 58 &&
    text.charCodeAt(length - 1) === 90;
  if (!isMarked) return false;
  // Of what are not digits, numbers become too large.
  const [month, day] = [twoDigits(text, 5), twoDigits(text, 8)];
  if (month < 1 || month > 12 || day < 1 || day > 28) return false;
  if (twoDigits(text, 11) > 23 || twoDigits(text, 14) > 59 || twoDigits(text, 17) > 59) return false;
  if (twoDigits(text, 0) > 99 || twoDigits(text, 2) > 99) return false;
  if (length === 20) return true;
  return text.charCodeAt(19) === 46 && twoDigits(text, 20) <= 99 && twoDigits(text, 21) <= 99;
}

/** The number that two digits are; beyond 99 where one of them is none. */
function twoDigits(text: string, at: number): number {
  const [tens, ones] = [text.charCodeAt(at) - 48, text.charCodeAt(at + 1) - 48];
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? 10 * tens + ones : 1000;
}

const inherited = new Set(Object.getOwnPropertyNames(Object.prototype));

/** Whether a schema says anything of a name that every object inherits, such as `constructor`. */
function mayMeanInherited(schema: Data): boolean {
  if (typeof schema === "string") return inherited.has(schema);
  if (isArray(schema)) return schema.some(mayMeanInherited);
  return (
    isObject(schema) &&
    Object.entries(schema).some(([name, one]) => inherited.has(name) || mayMeanInherited(one))
  );
}

function asErrors(refusal: Refusal | undefined): ValidationErrors {
  if (refusal === undefined) return [];
  const { keyword, schemaPointer, instancePointer } = refusal;
  const message = `is refused by ${keyword}`;
  return [{ instancePath: instancePointer, schemaPath: fragmentOf(schemaPointer), keyword, message }];
}

/** Patterns are judged by their automata: an expression of the engine's own may backtrack for hours. */
function linearExpression(pattern: string, flags: string): RegExp {
  const compiled = compilePattern(pattern);
  if (compiled.kind === "invalid") throw new Error(`“${pattern}” is not a pattern: ${compiled.reason}`);
  const expression = new RegExp(pattern, flags);
  // Event after event has the same text in many a field.
  let last: string | undefined;
  let lastVerdict = false;
  expression.test = (text) => {
    if (text === last) return lastVerdict;
    const verdict = matchesPattern(pattern, text);
    if (verdict !== undefined) {
      last = text;
      return (lastVerdict = verdict);
    }
    throw new Error(`“${pattern}” cannot be judged in linear time`);
  };
  return expression;
}
// Ajv writes this text into the code that it can generate, which is not done here.
linearExpression.code = "linearExpression";

/** Ajv's own compares each item with each. */
const uniqueItems: FuncKeywordDefinition = {
  keyword: "uniqueItems",
  type: "array",
  schemaType: "boolean",
  compile(isDemanded, parentSchema) {
    const types = scalarItemTypes(parentSchema as Schema);
    const validate: ReturnType<NonNullable<FuncKeywordDefinition["compile"]>> = (items: readonly Data[]) => {
      const repeat = isDemanded === true ? findRepeat(items, types) : undefined;
      if (repeat === undefined) return true;
      const message = `must NOT have duplicate items (items ## ${repeat.j} and ${repeat.i} are identical)`;
      validate.errors = [{ keyword: "uniqueItems", params: repeat, message, parentSchema }];
      return false;
    };
    return validate;
  },
};
