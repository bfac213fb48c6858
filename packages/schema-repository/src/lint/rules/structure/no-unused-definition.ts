import {
  type Data,
  type DataObject,
  DocumentReferences,
  isObject,
  join,
  own,
  parent,
  type Pointer,
  resolvePointer,
  step,
} from "@addendum/json-schema";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";

/** Keywords whose members only wait to be referred to. */
const holders: ReadonlySet<string> = new Set(["definitions", "$defs"]);

export const noUnusedDefinition = defineRule({
  id: "no-unused-definition",
  concern: "structure",
  severity: "warn",
  adoptedSeverity: "info",
  summary: "Warns about a definition that nothing in the schema refers to.",
  rationale:
    "It describes no event: it is left over, or the reference to it was forgotten or misspelt. Version files still contain it. Fragments are not checked, because they may define parts for others.",
  messages: {
    unused: {
      text: "Nothing refers to the definition “{name}”.",
      hint: "Refer to it, or remove it. What several schemas share belongs in a fragment.",
    },
  },
  examples: [
    schemaExample(
      "a definition in use, and one that it uses",
      "properties: { a: { $ref: '#/definitions/a' } }\ndefinitions:\n  a: { type: array, items: { $ref: '#/definitions/b' } }\n  b: { type: string }\n",
    ),
    schemaExample(
      "a definition that nothing refers to",
      "properties: { a: { type: string } }\ndefinitions: { b: { type: string } }\n",
      { "/definitions/b": "unused" },
    ),
    schemaExample(
      "a definition that only another one refers to, which nothing does",
      "properties: { a: { type: string } }\ndefinitions:\n  b: { type: array, items: { $ref: '#/definitions/c' } }\n  c: { type: string }\n",
      { "/definitions/b": "unused", "/definitions/c": "unused" },
    ),
  ],
  view: "source",
  isAboutRoot: true,
  isAboutEvents: true,
  isAboutKeys: true,
  *check({ schema }) {
    const definitions = [...holders].flatMap((keyword) => {
      const members = own(schema, keyword);
      return isObject(members)
        ? Object.keys(members).map((name) => ({ name, at: join("", keyword, name) }))
        : [];
    });
    if (definitions.length === 0) return;
    const used = reachable(schema);
    for (const { name, at } of definitions) {
      // A reference to what holds all of them leads to each.
      const isUsed = used.some((one) => one === at || one.startsWith(`${at}/`) || one === parent(at));
      if (!isUsed) yield { pointer: at, messageId: "unused", values: { name } };
    }
  },
});

/** Where the references lead that are in the schema itself, or in what such references lead to. */
function reachable(schema: DataObject): readonly Pointer[] {
  const references = new DocumentReferences(schema, "");
  const found = new Set<Pointer>();
  const walk = (value: Data | undefined, at: Pointer): void => {
    if (typeof value !== "object" || value === null || value instanceof Date) return;
    const reference = isObject(value) ? own(value, "$ref") : undefined;
    if (typeof reference === "string") {
      const meaning = references.meaning(reference, references.readingAt(at));
      // The root is walked anyway, except for its definitions.
      if (meaning.kind === "within" && meaning.pointer !== "" && !found.has(meaning.pointer)) {
        found.add(meaning.pointer);
        walk(resolvePointer(schema, meaning.pointer), meaning.pointer);
      }
    }
    for (const key of Object.keys(value)) {
      if (at === "" && holders.has(key)) continue;
      walk(step(value, key), join(at, key));
    }
  };
  walk(schema, "");
  return [...found];
}
