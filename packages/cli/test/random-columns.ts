import type { Data, DataObject, Schema } from "@addendum/json-schema";
import { isObject } from "@addendum/json-schema";
import type { Random } from "../../containment/test/random.ts";

const names = ["a", "user-agent", "Mixed", "b c", "$x", "1st", "é", "select", "it's", "id", "uuid", "year"];
const integers = [
  "0",
  "-0",
  "1",
  "-17",
  "1.0",
  "1e3",
  "12e-1",
  "9007199254740993",
  "-9007199254740993",
  "9223372036854775807",
  "-9223372036854775808",
  "9223372036854775808",
  "1e18",
  "123456789012345678901234567890",
  `1${"0".repeat(350)}`,
];
const numbers = [
  ...integers,
  "0.1",
  "-0.0",
  "1e-7",
  "1E+21",
  "5e-324",
  "1e-400",
  "1.7976931348623157e308",
  "1.7976931348623159e308",
  "1e309",
  "-1E400",
  "0.1000000000000000055511151231257827",
  "12345678901234567890.5",
  "9".repeat(5000),
];
const texts = [
  "",
  "a",
  "text",
  "\\u00e9",
  "\\ud83d\\ude42",
  "\\ud800",
  "\\u0000",
  "🙂",
  "\\/",
  "\u2028",
  "\\u2028",
  '\\"\\\\',
  "\\n",
  "\u007f",
];

/** A schema of a property, as tables have columns for it: nested, lists, maps, unions, and what is stored as JSON. */
export function columnSchema(random: Random, depth = 3): Schema {
  const inner = () => columnSchema(random, depth - 1) as Data;
  switch (random.below(depth > 0 ? 11 : 6)) {
    case 0:
      return { type: "boolean" };
    case 1:
    case 2:
      return { type: "integer" };
    case 3:
      return { type: "number" };
    case 4:
      return { type: "string" };
    case 5:
      return random.pick<Schema>([true, {}, { type: ["string", "integer"] }, { type: ["integer", "null"] }]);
    case 6:
      return { type: "array", items: inner() };
    case 7:
      return { type: "object", additionalProperties: inner() };
    case 8:
      return { oneOf: [inner(), inner()] };
    default:
      return { type: "object", properties: propertiesOf(random, depth - 1) };
  }
}

export function propertiesOf(random: Random, depth: number): DataObject {
  const few = names.filter(() => random.chance(0.4));
  return Object.fromEntries(few.map((name) => [name, columnSchema(random, depth) as Data]));
}

/**
 * The text of a value that mostly fits its schema, as producers of all kinds may write it: numbers in any spelling, names
 * twice or in another case, escapes, spaces.
 */
export function valueText(random: Random, schema: Data, depth = 5): string {
  if (!isObject(schema) || Object.keys(schema).length === 0 || depth <= 0 || random.chance(0.01)) {
    return anyText(random, Math.min(depth, 3));
  }
  if (random.chance(0.04)) return "null";
  const { type, oneOf, items, properties, additionalProperties } = schema;
  if (Array.isArray(oneOf)) return valueText(random, random.pick(oneOf as readonly Data[]), depth - 1);
  switch (Array.isArray(type) ? random.pick(type as readonly Data[]) : type) {
    case "null":
      return "null";
    case "boolean":
      return random.pick(["true", "false"]);
    case "integer":
      return random.chance(0.8) ? String(random.below(1000)) : random.pick(integers);
    case "number":
      return random.chance(0.6) ? String(random.next() * 100) : random.pick(numbers);
    case "string":
      return stringText(random);
    case "array":
      return listText(random, () => valueText(random, items ?? true, depth - 1));
    default:
  }
  const members: [string, string][] = [];
  if (isObject(properties)) {
    for (const [name, of] of Object.entries(properties)) {
      if (random.chance(0.75)) members.push([name, valueText(random, of as Data, depth - 1)]);
    }
    if (random.chance(0.1)) members.push([random.pick(["undeclared", "A", "MIXED"]), anyText(random, 2)]);
  } else {
    for (let count = random.below(4); count > 0; count--) {
      members.push([random.pick(names), valueText(random, additionalProperties ?? true, depth - 1)]);
    }
  }
  if (members.length > 0 && random.chance(0.02)) members.push([...random.pick(members)]);
  return objectText(random, members);
}

/** Any JSON. */
function anyText(random: Random, depth: number): string {
  switch (random.below(depth > 0 ? 6 : 4)) {
    case 0:
      return random.pick(["null", "true", "false"]);
    case 1:
      return random.pick(numbers);
    case 2:
      return String(random.below(100));
    case 3:
      return stringText(random);
    case 4:
      return listText(random, () => anyText(random, depth - 1));
    default: {
      const members = Array.from({ length: random.below(4) }, (): [string, string] => [
        random.pick(names),
        anyText(random, depth - 1),
      ]);
      return objectText(random, members);
    }
  }
}

function stringText(random: Random): string {
  return `"${random.chance(0.5) ? `text ${random.below(100)}` : random.pick(texts)}"`;
}

function listText(random: Random, item: () => string): string {
  return `[${Array.from({ length: random.below(4) }, item).join(random.chance(0.9) ? "," : " ,\t")}]`;
}

function objectText(random: Random, members: readonly (readonly [string, string])[]): string {
  const space = random.chance(0.9) ? "" : " ";
  const written = members.map(([name, text]) => `${nameText(random, name)}${space}:${space}${text}`);
  return `{${space}${written.join(`,${space}`)}}`;
}

function nameText(random: Random, name: string): string {
  if (random.chance(0.98)) return JSON.stringify(name);
  return `"${[...name].map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`).join("")}"`;
}
