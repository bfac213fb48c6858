import Ajv6 from "ajv-6";
import draft04 from "ajv-6/lib/refs/json-schema-draft-04.json" with { type: "json" };
import draft07Schema from "ajv-6/lib/refs/json-schema-draft-07.json" with { type: "json" };
import secure from "ajv-6/lib/refs/json-schema-secure.json" with { type: "json" };
import {
  type Data,
  type DataObject,
  isAsserting,
  isObject,
  isUrl,
  findRepeat,
  mapSubschemas,
  matchesPattern,
  own,
  resolve,
  resolveReference,
  scalarItemTypes,
  type Schema,
  step,
  subschemaKeywords,
  tokens,
} from "@addendum/json-schema";

/** One error in the words and the order of Ajv 6, which every client of EventGate reads. */
export interface Ajv6Error {
  readonly keyword: string;
  readonly dataPath: string;
  readonly schemaPath: string;
  readonly params: object;
  readonly message: string;
}

/** What Ajv 6 says of a value; undefined: it is valid. */
export type Ajv6Judge = (value: unknown) => readonly Ajv6Error[] | undefined;

/** All errors as one text. Source: EventGate 1.8.4, `errorsText`. */
export function errorsText(errors: readonly Ajv6Error[]): string {
  return errors.map(({ dataPath, message }) => `'${dataPath}' ${message}`).join(", ");
}

/**
 * A judge that decides as EventGate's does: it fills defaults in, knows Ajv 6's formats, reads patterns without the
 * flag `u`, and takes only schemas that are safe to judge events with. Throws an Error for a schema that EventGate
 * would not load.
 */
export function compileAsEventGate(schema: Schema): Ajv6Judge {
  const ajv = makeAjv("", { useDefaults: true });
  for (const [meta, ids] of [
    [draft07Schema, ["https://json-schema.org/draft-07/schema#"]],
    [draft04, ["http://json-schema.org/draft-04/schema#", "https://json-schema.org/draft-04/schema#"]],
  ] as const) {
    for (const id of ids) ajv.addMetaSchema({ ...withoutId(meta), $id: id });
  }
  if (ajv.validateSchema(schema as object) !== true) throw new Error("it is not a valid schema");
  if (ajv.validate(secure, schema) !== true) throw new Error("it cannot be used safely to validate events");
  return compileWith(ajv, schema);
}

/** A judge that words what another one has refused: nothing is filled in, and unknown formats are ignored. */
export function compileWording(schema: Schema): Ajv6Judge {
  return compileWith(makeAjv("u", { unknownFormats: "ignore" }), schema);
}

function makeAjv(flags: string, options: Ajv6.Options): Ajv6.Ajv {
  const regExp = (pattern: string) => linear(pattern, flags);
  const ajv = new Ajv6({
    allErrors: true,
    schemaId: "auto",
    logger: false,
    regExp,
    formats: { url: isUrl },
    ...options,
  });
  ajv.removeKeyword("uniqueItems");
  ajv.addKeyword("uniqueItems", uniqueItems);
  return ajv;
}

/** Its own compares each item with each. */
const uniqueItems: Ajv6.KeywordDefinition = {
  type: "array",
  metaSchema: { type: "boolean" },
  compile(isDemanded: unknown, parentSchema: object) {
    const types = scalarItemTypes(parentSchema as Schema);
    const validate: Ajv6.ValidateFunction = (items: readonly Data[]) => {
      const repeat = isDemanded === true ? findRepeat(items, types) : undefined;
      if (repeat === undefined) return true;
      const message = `should NOT have duplicate items (items ## ${repeat.j} and ${repeat.i} are identical)`;
      // In the order of the others: Ajv says where it is, but puts that last where it is not mentioned.
      const error = {
        keyword: "uniqueItems",
        dataPath: undefined,
        schemaPath: undefined,
        params: repeat,
        message,
      };
      validate.errors = [error as unknown as Ajv6.ErrorObject];
      return false;
    };
    return validate;
  },
};

function compileWith(ajv: Ajv6.Ajv, schema: Schema): Ajv6Judge {
  const { schema: whole, originalPointer } = resolve(schema);
  const prepared = asserting(whole, holdersOfTargets(whole));
  const validate = ajv.compile(isObject(prepared) ? withoutId(prepared) : (prepared as boolean));
  const inPlace = (error: Ajv6Error): Ajv6Error => {
    const pointer = decodeURIComponent(error.schemaPath.slice(1));
    const original = originalPointer(pointer);
    return original === pointer ? error : { ...error, schemaPath: `#${original}` };
  };
  return (value) => {
    if (validate(value) === true) return undefined;
    const errors = validate.errors as Ajv6Error[];
    return whole === schema ? errors : errors.map(inPlace);
  };
}

/** An automaton's answer, which never backtracks; where there is none, that of the engine's expression. */
function linear(pattern: string, flags: string): Ajv6.RegExpLike {
  const expression = new RegExp(pattern, flags);
  return { test: (text) => matchesPattern(pattern, text, flags) ?? expression.test(text) };
}

/** What references lead through that is not a schema, and its members that have to stay. */
type Holders = ReadonlyMap<DataObject, ReadonlySet<string>>;

function holdersOfTargets(root: Schema): Holders {
  const holders = new Map<DataObject, Set<string>>();
  const follow = (reference: string): void => {
    let at: Data | undefined = root;
    for (const token of tokens(decodeURIComponent(reference.slice(1)))) {
      if (isObject(at)) holders.set(at, (holders.get(at) ?? new Set()).add(token));
      at = at === undefined ? undefined : step(at, token);
    }
  };
  const search = (value: Data): void => {
    if (typeof value !== "object" || value === null || value instanceof Date) return;
    const reference = isObject(value) ? own(value, "$ref") : undefined;
    if (typeof reference === "string" && resolveReference(root, reference) !== undefined) follow(reference);
    for (const one of Object.values(value) as Data[]) search(one);
  };
  search(root);
  return holders;
}

/**
 * The schema with nothing but what decides or fills in: Ajv looks for identifiers in examples, too, and refuses a
 * schema in which two are alike.
 */
function asserting(schema: Data, holders: Holders): Data {
  if (!isObject(schema)) return schema;
  const held = holders.get(schema);
  const kept = Object.fromEntries(
    Object.entries(schema).filter(
      ([name]) =>
        isAsserting(name) || subschemaKeywords.has(name) || name === "default" || held?.has(name) === true,
    ),
  );
  return mapSubschemas(kept, (one) => asserting(one, holders));
}

function withoutId(schema: DataObject): DataObject {
  const { $id: _, id: __, ...rest } = schema as Record<string, Data>;
  return rest;
}
