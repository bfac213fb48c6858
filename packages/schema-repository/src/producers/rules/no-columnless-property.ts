import { defineRule } from "../../model/rule.ts";

const settings = {
  contentTypes: ["yaml"],
  extensionlessAliases: false,
  latestAliases: false,
  tables: {
    out: "tables",
    engines: ["duckdb"],
    database: undefined,
    location: undefined,
    timestamps: "string",
    misfits: "omit",
  },
} as const;
const version = (properties: string) =>
  `title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nproperties:\n  ${properties}\n`;

export const noColumnlessProperty = defineRule({
  id: "no-columnless-property",
  concern: "events",
  generator: "tables",
  severity: "warn",
  summary: "Warns about a property that its table cannot store.",
  rationale:
    "A column has one type. A property with several types, or none, is left out of the table, so its values cannot be queried. Source of the mapping: Wikimedia's refinery, JsonSchemaConverter.",
  messages: {
    union: {
      text: "The table has no column for “{path}”: it has several types, {detail}.",
      hint: "Choose one type, or set `tables.misfits: json` to store it as JSON text.",
    },
    untyped: {
      text: "The table has no column for “{path}”: it declares no type.",
      hint: "Add `type`, or set `tables.misfits: json` to store it as JSON text.",
    },
    tuple: {
      text: "The table has no column for “{path}”: its items differ by position.",
      hint: "Use an object with named properties, or set `tables.misfits: json` to store it as JSON text.",
    },
    undeclared: {
      text: "The table has no column for “{path}”: it describes neither its properties nor its members or items.",
      hint: "Describe them, or set `tables.misfits: json` to store it as JSON text.",
    },
    null: {
      text: "The table has no column for “{path}”: it is always null.",
      hint: "Give it a type, or remove it in the next major.",
    },
    mixed: {
      text: "The table has no column for “{path}”: its properties and its other members have different types.",
      hint: "Give all of them one type, or set `tables.misfits: json` to store it as JSON text.",
    },
    collision: {
      text: "The table has no column for “{path}”: “{detail}” maps to the same column name.",
      hint: "Rename one of them.",
    },
    reserved: {
      text: "The table has no column for “{path}”: “{detail}” is the name of one of its partitions.",
      hint: "Rename the property.",
    },
    deep: {
      text: "The table has no column for “{path}”: it is nested too deeply, or refers to itself.",
      hint: "Store it flat, or as text.",
    },
    unreadable: {
      text: "The tables leave out this version, because it cannot be read.",
      hint: "Run `addendum check`, which says why.",
    },
  },
  examples: [
    {
      name: "a type for each property",
      files: { "schemas/a/b/1.0.0.yaml": version("a: {type: string}") },
      settings,
      findings: [],
    },
    {
      name: "two types",
      files: { "schemas/a/b/1.0.0.yaml": version("a: {type: [string, integer]}") },
      settings,
      findings: [{ file: "schemas/a/b/1.0.0.yaml", pointer: "/properties/a", messageId: "union" }],
    },
    {
      name: "the name of a partition",
      files: { "schemas/a/b/1.0.0.yaml": version("Hour: {type: integer}") },
      settings,
      findings: [{ file: "schemas/a/b/1.0.0.yaml", pointer: "/properties/Hour", messageId: "reserved" }],
    },
  ],
});
