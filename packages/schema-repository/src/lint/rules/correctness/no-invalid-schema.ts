import { checkKeyword, type Data, join, keywordNames, resolvePointer } from "@addendum/json-schema";
import { suggest } from "../../../words/suggestion.ts";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";
import { showValue } from "../../../words/show-value.ts";

/** What other languages call the types of JSON. */
const typesElsewhere: ReadonlyMap<string, string> = new Map(
  Object.entries({
    bool: "boolean",
    char: "string",
    date: "string",
    "date-time": "string",
    datetime: "string",
    decimal: "number",
    dict: "object",
    double: "number",
    enum: "string",
    float: "number",
    hash: "object",
    int: "integer",
    list: "array",
    long: "integer",
    map: "object",
    none: "null",
    record: "object",
    short: "integer",
    str: "string",
    struct: "object",
    text: "string",
    timestamp: "string",
    uuid: "string",
    varchar: "string",
  }),
);

export const noInvalidSchema = defineRule({
  id: "no-invalid-schema",
  concern: "correctness",
  severity: "error",
  adoptedSeverity: "warn",
  summary: "Rejects a keyword whose value draft-07 does not allow.",
  rationale:
    "A validator rejects the whole schema or ignores the keyword. Either way, it does not do what it says. Source: the meta-schema of JSON Schema draft-07.",
  messages: {
    keyword: {
      text: "“{name}” under “properties” is a property of this name, and its schema must not be {value}.",
      hint: "If the keyword is meant, move it one level up, beside “properties”.",
    },
    quoted: {
      text: "“{keyword}” must be {expected}, not the text {value}.",
      hint: "Remove the quotes.",
    },
    invalid: { text: "“{keyword}” must be {expected}, not {value}." },
    misspelt: {
      text: "“{keyword}” must be {expected}, not {value}.",
      hint: "Did you mean “{suggestion}”?",
    },
  },
  examples: [
    schemaExample("a length that is a number", "properties:\n  s: { type: string, maxLength: 9 }\n"),
    schemaExample(
      "a length in words, and a type that is none",
      "properties:\n  s: { type: string, maxLength: nine }\n  t: { type: strng }\n",
      { "/properties/s/maxLength": "invalid", "/properties/t/type": "misspelt" },
    ),
    schemaExample("a type as other languages call it", "properties:\n  n: { type: int }\n", {
      "/properties/n/type": "misspelt",
    }),
    schemaExample("a keyword among the properties", "properties:\n  required: [a]\n  a: { type: string }\n", {
      "/properties/required": "keyword",
    }),
    schemaExample("a number in quotes", "properties:\n  s: { type: string, maxLength: '9' }\n", {
      "/properties/s/maxLength": "quoted",
    }),
    schemaExample("a name that is demanded twice", "required: [a, a]\nproperties:\n  a: { type: string }\n", {
      "/required/1": "invalid",
    }),
  ],
  view: "dereferenced",
  testCase: "schema-is-valid",
  *check({ schema, pointer }) {
    for (const keyword of Object.keys(schema)) {
      const problem = checkKeyword(keyword, schema[keyword] as Data);
      if (problem === undefined) continue;
      const at = join("", keyword) + problem.pointer;
      const value = resolvePointer(schema, at);
      const name = keyword === "properties" ? /^\/([^/]+)$/.exec(problem.pointer)?.[1] : undefined;
      if (name !== undefined && keywordNames.includes(name) && value !== undefined) {
        yield { pointer: pointer + at, messageId: "keyword", values: { name, value: showValue(value) } };
        continue;
      }
      const options = keyword === "type" ? problem.expected.replace("one of ", "").split(", ") : [];
      const suggestion =
        typeof value === "string" && options.length > 0
          ? (suggest(value, options) ?? typesElsewhere.get(value.toLowerCase()))
          : undefined;
      const values = { keyword, expected: problem.expected, value: showValue(value) };
      if (typeof value === "string" && isQuoted(keyword, value)) {
        yield { pointer: pointer + at, messageId: "quoted", values };
        continue;
      }
      yield suggestion === undefined
        ? { pointer: pointer + at, messageId: "invalid", values }
        : { pointer: pointer + at, messageId: "misspelt", values: { ...values, suggestion } };
    }
  },
});

/** Whether a text is what the keyword's value would be without quotes. */
function isQuoted(keyword: string, text: string): boolean {
  if (!/^(?:true|false|-?\d+(?:\.\d+)?)$/.test(text)) return false;
  return checkKeyword(keyword, JSON.parse(text) as Data) === undefined;
}
