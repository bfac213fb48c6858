import { columnName, fieldName } from "@addendum/event-fields";
import type { Data } from "@addendum/json-schema";
import { isNumber } from "../model/event-field.ts";
import type { EventField } from "../model/event-field.ts";

/** The types of reports that a query can be written for. `sql` is MariaDB. */
export const queryTypes = ["duckdb", "hive", "trino", "sql"] as const;
export type QueryType = (typeof queryTypes)[number];

/** The type of a field's values in SQL, as far as queries tell them apart. */
type Kind = "string" | "boolean" | "number";

/** How an engine writes what metrics ask for. */
export interface Dialect {
  readonly type: QueryType;
  /** The first column: the day, as a date or a text. */
  readonly date: string;
  /** The rows of the day, by the partitions that every table of events has. */
  readonly day: string;
  /** Whether the day is before another one, YYYY-MM-DD. */
  isBefore(day: string): string;
  /** The day of an event as a date, in Hive as a text: from the partitions `year`, `month` and `day`. */
  readonly eventDay: string;
  /** A day, YYYY-MM-DD, to compare {@link eventDay} with. */
  dayLiteral(day: string): string;
  name(name: string): string;
  text(value: string): string;
  /** A field of an event, which is null where the event lacks it. */
  field(field: EventField): string;
  /** The type of texts of any length, for numbers that become one. */
  readonly textType: string;
  /** A quotient with a fraction, which is null where it is divided by zero. */
  ratio(dividend: string, divisor: string): string;
}

/** The kind of a value; fields that are neither a boolean nor a number are strings. */
export function kindOf({ declaration }: EventField): Kind {
  if (declaration.types?.has("boolean") === true) return "boolean";
  if (isNumber(declaration)) return "number";
  const { values } = declaration;
  const isListed = declaration.types === undefined && values !== undefined;
  if (isListed && values.every((value) => typeof value === "boolean")) return "boolean";
  return isListed && values.every((value) => typeof value === "number") ? "number" : "string";
}

/** A value as a string that is never empty; one that is missing is `unknown`, since no path can have an empty node. */
export function textOf(expression: string, kind: Kind, { textType }: Dialect): string {
  switch (kind) {
    case "string":
      return `CASE WHEN ${expression} <> '' THEN ${expression} ELSE 'unknown' END`;
    case "number":
      return `coalesce(CAST(${expression} AS ${textType}), 'unknown')`;
    case "boolean":
      return `CASE WHEN ${expression} THEN 'true' WHEN NOT ${expression} THEN 'false' ELSE 'unknown' END`;
  }
}

/** A value to compare a field with. */
export function literal(value: Data, { text }: Dialect): string {
  return typeof value === "string" ? text(value) : String(value);
}

const partitions = "year = {year} AND month = {month} AND day = {day}";

/** In a template write a literal brace twice. */
const braced = (text: string) => text.replaceAll(/[{}]/g, "$&$&");
const standardText = (value: string) => braced(`'${value.replaceAll("'", "''")}'`);
const standardName = (name: string) => braced(`"${name.replaceAll('"', '""')}"`);
const backquoted = (name: string) => braced(`\`${name.replaceAll("`", "``")}\``);

/** A product with a double is one, so that no engine divides whole numbers or cuts a decimal. */
const doubleRatio = (dividend: string, divisor: string) =>
  `${dividend === "1" ? "1.0E0" : `1.0E0 * ${dividend}`} / nullif(${divisor}, 0)`;

/** Columns, then structs by a dot and members of maps as the engine has them. */
function columnPath(
  { steps }: EventField,
  name: (name: string) => string,
  member: (map: string, key: string) => string,
): string {
  return steps.reduce((holder, { name: step, isMember }, index) => {
    if (index === 0) return name(columnName(step));
    return isMember ? member(holder, step) : `${holder}.${name(fieldName(step))}`;
  }, "");
}

const duckdb: Dialect = {
  type: "duckdb",
  date: "'{from_date}'",
  day: partitions,
  isBefore: (day) => `'{from_date}' < '${day}'`,
  eventDay: "make_date(year, month, day)",
  dayLiteral: (day) => `DATE '${day}'`,
  name: standardName,
  text: standardText,
  field: (field) => columnPath(field, standardName, (map, key) => `${map}[${standardText(key)}]`),
  textType: "VARCHAR",
  ratio: doubleRatio,
};

const trino: Dialect = {
  ...duckdb,
  type: "trino",
  eventDay:
    "CAST(concat(CAST(year AS VARCHAR), '-', lpad(CAST(month AS VARCHAR), 2, '0'), '-', lpad(CAST(day AS VARCHAR), 2, '0')) AS DATE)",
  field: (field) => columnPath(field, standardName, (map, key) => `element_at(${map}, ${standardText(key)})`),
};

const hive: Dialect = {
  ...duckdb,
  type: "hive",
  // Texts of this form are in the order of their days.
  eventDay: `concat(CAST(year AS STRING), ${hivePart("month")}, CAST(month AS STRING), ${hivePart("day")}, CAST(day AS STRING))`,
  dayLiteral: (day) => `'${day}'`,
  name: backquoted,
  text: hiveText,
  field: (field) => columnPath(field, backquoted, (map, key) => `${map}[${hiveText(key)}]`),
  textType: "STRING",
  // Hive divides doubles, and by zero it gives null.
  ratio: (dividend, divisor) => `(${dividend}) / (${divisor})`,
};

/** What is before the number of a month or day, which has two digits. */
function hivePart(name: string): string {
  return `CASE WHEN ${name} < 10 THEN '-0' ELSE '-' END`;
}

/**
 * Hive ends a statement at `;` and puts variables in place of `${…}` also between quotes. It reads codes of characters.
 */
function hiveText(value: string): string {
  const escaped = value.replaceAll(/['"\\;$\p{Cc}]/gu, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
  return braced(`'${escaped}'`);
}

const mariadb: Dialect = {
  type: "sql",
  date: "DATE_FORMAT('{from_timestamp}', '%Y-%m-%d')",
  day: "year = YEAR('{from_timestamp}') AND month = MONTH('{from_timestamp}') AND day = DAYOFMONTH('{from_timestamp}')",
  isBefore: (day) => `'{from_timestamp}' < '${day.replaceAll("-", "")}'`,
  eventDay: "CAST(CONCAT(year, '-', LPAD(month, 2, '0'), '-', LPAD(day, 2, '0')) AS DATE)",
  dayLiteral: (day) => `DATE '${day}'`,
  name: backquoted,
  text: (value) => braced(`'${value.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`),
  field(field) {
    const [first, ...rest] = field.steps;
    const column = backquoted(columnName(first?.name ?? ""));
    if (rest.length === 0) return column;
    const path = rest.map(({ name, isMember }) => {
      const key = isMember ? name : fieldName(name);
      return `."${key.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
    });
    // What is in JSON is a text, also where it is null.
    const text = `NULLIF(JSON_UNQUOTE(JSON_EXTRACT(${column}, ${this.text(`$${path.join("")}`)})), 'null')`;
    const kind = kindOf(field);
    if (kind === "boolean") return `(${text} = 'true')`;
    return kind === "number" ? `CAST(${text} AS DOUBLE)` : text;
  },
  textType: "CHAR",
  ratio: doubleRatio,
};

/** Every dialect, by the type of its reports. */
export const dialects: Readonly<Record<QueryType, Dialect>> = { duckdb, hive, trino, sql: mariadb };
