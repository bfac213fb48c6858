import { columnsOf, declarationAt, declare, foldedName } from "@addendum/event-fields";
import { type DataObject, isObject, join, own, resolvePointer } from "@addendum/json-schema";
import { branches } from "../../../model/linted-schema.ts";
import { defineRule, type RuleFinding } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";

export const noColumnCollision = defineRule({
  id: "no-column-collision",
  concern: "events",
  severity: "error",
  adoptedSeverity: "warn",
  summary: "Rejects two properties that map to the same column.",
  rationale:
    "Warehouses ignore case in names and replace everything but letters, digits and underscores with an underscore. If two properties then have the same name, one is lost. Source: the names that Apache Hive and Spark accept.",
  messages: {
    collision: {
      text: "“{name}” and “{other}” both map to the column {column}.",
      hint: "Rename one of them.",
    },
  },
  examples: [
    schemaExample(
      "different columns",
      "properties:\n  user_id: { type: integer }\n  user: { type: string }\n",
    ),
    schemaExample(
      "names that differ by case",
      "properties:\n  userId: { type: integer }\n  userid: { type: string }\n",
      {
        "/properties/userid": "collision",
      },
    ),
    schemaExample(
      "a dash and an underscore, in an object",
      "properties:\n  request:\n    type: object\n    properties:\n      user-agent: { type: string }\n      user_agent: { type: string }\n",
      { "/properties/request/properties/user_agent": "collision" },
    ),
  ],
  isAboutEvents: true,
  keywords: ["properties", "allOf", "anyOf", "oneOf", "then", "else", "dependencies"],
  isAboutKeys: true,
  *check(subschema) {
    if (subschema.role !== "value" || subschema.branchOf !== undefined) return;
    const columns = new Map<string, string>();
    for (const schema of branches(subschema.schema)) {
      for (const name of namesIn(schema)) {
        const column = foldedName(name);
        const other = columns.get(column) ?? name;
        columns.set(column, other);
        if (other === name) continue;
        const at = join("", "properties", name);
        const pointer = schema === subschema.schema ? subschema.pointer + at : subschema.pointer;
        yield { pointer, messageId: "collision", values: { name, other, column } };
      }
    }
    if (subschema.keyword === undefined) yield* acrossBranches(subschema.schema);
  },
});

/** Collisions of the column model that no single subschema shows: two alternatives declare one object between them. */
function* acrossBranches(root: DataObject): Iterable<RuleFinding<"collision">> {
  const event = declare(root);
  for (const { path, pointer, reason, detail: other = "" } of columnsOf(event).misfits) {
    if (reason !== "collision") continue;
    const name = path.at(-1) ?? "";
    const holder = resolvePointer(root, declarationAt(event, path.slice(0, -1))?.pointer ?? "");
    const seen = isObject(holder) ? branches(holder).flatMap(namesIn) : [];
    if (seen.includes(name) && seen.includes(other)) continue;
    yield { pointer, messageId: "collision", values: { name, other, column: foldedName(name) } };
  }
}

function namesIn(schema: DataObject): readonly string[] {
  const properties = own(schema, "properties");
  return isObject(properties) ? Object.keys(properties) : [];
}
