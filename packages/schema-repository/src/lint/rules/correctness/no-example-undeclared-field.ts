import {
  type Data,
  type DataObject,
  isArray,
  isObject,
  join,
  matchesPattern,
  own,
  type Pointer,
} from "@addendum/json-schema";
import { suggest } from "../../../words/suggestion.ts";
import { branches } from "../../../model/linted-schema.ts";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";

export const noExampleUndeclaredField = defineRule({
  id: "no-example-undeclared-field",
  concern: "correctness",
  severity: "warn",
  summary: "Warns about a field in an example that the schema does not declare.",
  rationale:
    "Validators accept it, but no type and no column includes it, so anyone who copies the example sends data that is lost.",
  messages: {
    undeclared: {
      text: "Example {number} has “{name}”, which is not declared.",
      hint: "Declare it, or remove it.",
    },
    misspelt: {
      text: "Example {number} has “{name}”, which is not declared.",
      hint: "Did you mean “{suggestion}”?",
    },
  },
  examples: [
    schemaExample(
      "an example of declared fields",
      "properties:\n  wiki: { type: string }\nexamples: [{ wiki: enwiki }]\n",
    ),
    schemaExample(
      "a field that was renamed",
      "properties:\n  wiki_id: { type: string }\nexamples: [{ wiki: enwiki, session: 1 }]\n",
      { "/examples/0/wiki": "undeclared", "/examples/0/session": "undeclared" },
    ),
    schemaExample(
      "a misspelt field",
      "properties:\n  editor: { type: string }\nexamples: [{ edtor: visual }]\n",
      {
        "/examples/0/edtor": "misspelt",
      },
    ),
  ],
  isAboutRoot: true,
  isAboutKeys: true,
  *check({ schema }) {
    const examples = own(schema, "examples");
    for (const [index, example] of (isArray(examples) ? examples : []).entries()) {
      for (const { pointer, name, names } of undeclared([schema], example, join("", "examples", index))) {
        const suggestion = suggest(name, names);
        const values = { number: index + 1, name };
        yield suggestion === undefined
          ? { pointer, messageId: "undeclared", values }
          : { pointer, messageId: "misspelt", values: { ...values, suggestion } };
      }
    }
  },
});

interface Undeclared {
  readonly pointer: Pointer;
  readonly name: string;
  /** What is declared there. */
  readonly names: readonly string[];
}

/** @param schemas all that say something about the value */
function* undeclared(schemas: readonly DataObject[], value: Data, pointer: Pointer): Iterable<Undeclared> {
  const all = schemas.flatMap(branches);
  // What refers to itself declares more than is seen here.
  if (all.some((schema) => Object.hasOwn(schema, "$ref"))) return;
  if (isArray(value)) {
    for (const [index, item] of value.entries()) {
      const items = all.flatMap((schema) => [
        ...asSchemas(
          isArray(own(schema, "items"))
            ? (own(schema, "items") as readonly Data[])[index]
            : own(schema, "items"),
        ),
        ...asSchemas(own(schema, "additionalItems")),
      ]);
      if (items.length > 0) yield* undeclared(items, item, join(pointer, index));
    }
    return;
  }
  if (!isObject(value)) return;
  const names = all.flatMap((schema) => {
    const properties = own(schema, "properties");
    return isObject(properties) ? Object.keys(properties) : [];
  });
  // Where nothing is declared at all, anything may be meant.
  const isMap = all.some((schema) => own(schema, "additionalProperties") === true);
  for (const [name, member] of Object.entries(value)) {
    const declarations = all.flatMap((schema) => declarationsOf(schema, name));
    if (declarations.length > 0) {
      yield* undeclared(declarations.filter(isObject), member, join(pointer, name));
    } else if (names.length > 0 && !isMap) {
      yield { pointer: join(pointer, name), name, names };
    }
  }
}

/** What a schema says of a member of objects. */
function declarationsOf(schema: DataObject, name: string): readonly Data[] {
  const properties = own(schema, "properties");
  const declared = isObject(properties) ? own(properties, name) : undefined;
  const patterns = own(schema, "patternProperties");
  const matching = Object.entries(isObject(patterns) ? patterns : {})
    .filter(([pattern]) => matchesPattern(pattern, name) !== false)
    .map(([, member]) => member);
  if (declared !== undefined || matching.length > 0) {
    return [...(declared === undefined ? [] : [declared]), ...matching];
  }
  return asSchemas(own(schema, "additionalProperties"));
}

function asSchemas(value: Data | undefined): readonly DataObject[] {
  return isObject(value) ? [value] : [];
}
