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
  scalarItemTypes,
  type Schema,
  subschemaKeywords,
  subschemas,
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
  if (ajv.validateSchema(schema as object) !== true) throw new Error("it is no valid schema");
  if (ajv.validate(secure, schema) !== true) throw new Error("it is not secure to validate events with");
  return compileWith(ajv, schema);
}

/** A judge that words what another one has refused: nothing is filled in, and unknown formats are passed over. */
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
  const prepared = asserting(schema, areIdsNeeded(schema));
  const validate = ajv.compile(isObject(prepared) ? withoutId(prepared) : (prepared as boolean));
  return (value) => (validate(value) === true ? undefined : (validate.errors as Ajv6Error[]));
}

/** An automaton's answer, which never backtracks; where there is none, that of the engine's expression. */
function linear(pattern: string, flags: string): Ajv6.RegExpLike {
  const expression = new RegExp(pattern, flags);
  return { test: (text) => matchesPattern(pattern, text, flags) ?? expression.test(text) };
}

/** Whether a `$ref` leads anywhere but into the same document by a pointer. */
function areIdsNeeded(schema: Schema): boolean {
  for (const { schema: one } of subschemas(schema)) {
    const reference = isObject(one) ? own(one, "$ref") : undefined;
    if (typeof reference === "string" && !/^#(\/|$)/.test(reference)) return true;
  }
  return false;
}

/**
 * The schema with nothing but what decides or fills in: Ajv looks for identifiers in examples, too, and refuses a
 * schema in which two are alike.
 */
function asserting(schema: Data, keepIds: boolean): Data {
  if (!isObject(schema)) return schema;
  const kept = Object.fromEntries(
    Object.entries(schema).filter(
      ([name]) =>
        isAsserting(name) || subschemaKeywords.has(name) || name === "default" || (name === "$id" && keepIds),
    ),
  );
  return mapSubschemas(kept, (one) => asserting(one, keepIds));
}

function withoutId(schema: DataObject): DataObject {
  const { $id: _, id: __, ...rest } = schema as Record<string, Data>;
  return rest;
}
