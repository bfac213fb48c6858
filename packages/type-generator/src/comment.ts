import { type Data, type DataObject, isArray, own, parseJson } from "@addendum/json-schema";

/** Constraints that a comment carries for people, and for tools that read such tags. */
const constraints = [
  "format",
  "pattern",
  "minLength",
  "maxLength",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "minItems",
  "maxItems",
  "uniqueItems",
  "minProperties",
  "maxProperties",
];

/** Lines of text without what would end a comment or begin a tag. */
export function describe(text: Data | undefined): string[] {
  if (typeof text !== "string" || text.trim() === "") return [];
  const lines = text.split(/\r\n|[\r\n\u2028\u2029]/).map((line) => harmless(line.trimEnd()));
  while (lines.length > 0 && lines.at(-1) === "") lines.pop();
  while (lines.length > 0 && lines[0] === "") lines.shift();
  return lines.map((line) => line.replace(/^(\s*)@/, "$1\\@"));
}

function harmless(text: string): string {
  return text.replaceAll("*/", "*\\/");
}

/** The tags of what the schemas of one place say: constraints, default, examples. */
export function tagsOf(schemas: readonly DataObject[]): string[] {
  const find = (keyword: string): Data | undefined => {
    for (const schema of schemas) {
      const value = own(schema, keyword);
      if (value !== undefined) return value;
    }
    return undefined;
  };
  const tags: string[] = [];
  const type = find("type");
  const types = isArray(type) ? type : [type];
  // Readers of tags take it for the whole type, null included.
  if (types.includes("integer")) {
    tags.push(`@TJS-type ${types.length === 1 ? "integer" : harmlessJson(types as Data)}`);
  }
  for (const keyword of constraints) {
    const value = find(keyword);
    const text = value === undefined ? undefined : tagText(keyword, value);
    if (text !== undefined) tags.push(`@${keyword} ${text}`);
  }
  const items = find("items");
  if (typeof items === "object" && items !== null && !isArray(items))
    tags.push(...itemTags(items as DataObject));
  const fallback = find("default");
  if (fallback !== undefined) tags.push(`@default ${harmlessJson(fallback)}`);
  const examples = find("examples");
  for (const example of isArray(examples) ? examples : []) tags.push(`@example ${harmlessJson(example)}`);
  if (find("deprecated") === true) tags.push("@deprecated");
  return tags;
}

/** Readers of tags take them for all that is known of the items, so the type is one of them. */
function itemTags(items: DataObject): string[] {
  const type = own(items, "type");
  if (typeof type !== "string" || !plainTypes.has(type) || Object.hasOwn(items, "enum")) return [];
  const tags = constraints.flatMap((keyword) => {
    const value = own(items, keyword);
    const text = value === undefined ? undefined : tagText(keyword, value);
    return text === undefined ? [] : [`@items.${keyword} ${text}`];
  });
  return tags.length > 0 || type === "integer" ? [`@items.type ${type}`, ...tags] : [];
}

const plainTypes = new Set(["string", "number", "integer"]);

/** A constraint as a tag's text; undefined if a comment cannot contain it. */
function tagText(keyword: string, value: Data): string | undefined {
  if (keyword === "pattern") return typeof value === "string" ? patternText(value) : undefined;
  if (keyword === "format") return typeof value === "string" && /^[\w-]+$/.test(value) ? value : undefined;
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : undefined;
  return typeof value === "boolean" ? String(value) : undefined;
}

/** The same expression, in letters that neither end a comment nor begin a tag. */
function patternText(pattern: string): string | undefined {
  if (/\\[\r\n\u2028\u2029@ ]/.test(pattern)) return undefined;
  const text = harmless(pattern)
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029")
    .replaceAll("@", "\\x40")
    .replace(/^\s|\s$/g, (space) => `\\u${space.charCodeAt(0).toString(16).padStart(4, "0")}`);
  // A reader of tags would take this for JSON.
  return parseJson(text) !== undefined ? JSON.stringify(text) : text;
}

/** JSON in one line, in which nothing ends a comment. */
function harmlessJson(value: Data): string {
  return JSON.stringify(value)
    .replaceAll("*/", "*\\/")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
}

/** A documentation comment; nothing where there is nothing to say. */
export function comment(lines: readonly string[], indentation: string): string {
  const [first] = lines;
  if (first === undefined) return "";
  if (lines.length === 1) return `${indentation}/** ${first} */\n`;
  const body = lines.map((line) => `${indentation} *${line === "" ? "" : ` ${line}`}\n`).join("");
  return `${indentation}/**\n${body}${indentation} */\n`;
}
