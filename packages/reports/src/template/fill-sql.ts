import { TemplateError, type TemplatePart } from "./placeholders.ts";

/** How an engine reads its SQL. */
export interface SqlText {
  /** Whether a backslash escapes what follows it between quotes. */
  readonly hasBackslashes: boolean;
  /** Whether `#` begins a comment. */
  readonly hasHashComments: boolean;
}

/** What stands for placeholders; the second prevails. */
export interface SqlValues {
  /** Values of our own: times. */
  readonly own: ReadonlyMap<string, string>;
  /** Values from outside. */
  readonly given: ReadonlyMap<string, string>;
}

/** Where a place in SQL is, which decides what may be put there. */
type Context = "code" | "'" | '"' | "`" | "line-comment" | "block-comment";

/**
 * Fills the placeholders of a query. A value from outside has to stay within the place that the query gives it: inside
 * quotes it holds no quote of their kind and no backslash, outside of them it is a name or a number. Throws {@link
 * TemplateError} for another value, and for a placeholder without one: values come from files of unknown authors, and
 * engines differ in how they escape.
 */
export function fillSql(parts: readonly TemplatePart[], values: SqlValues, engine: SqlText): string {
  let context: Context = "code";
  let sql = "";
  for (const part of parts) {
    if (part.kind === "text") {
      context = contextAfter(part.text, context, engine);
      sql += part.text;
      continue;
    }
    const given = values.given.get(part.name);
    const value = given ?? values.own.get(part.name);
    if (value === undefined) {
      throw new TemplateError(
        `there is no value for {${part.name}}; there are: ${[...values.own.keys(), ...values.given.keys()].join(", ")}`,
      );
    }
    if (given !== undefined && !isSafe(given, context)) {
      const place = context === "code" ? "outside of quotes" : "between quotes or in a comment";
      throw new TemplateError(
        `the value ${JSON.stringify(value)} is not allowed for {${part.name}} ${place}`,
      );
    }
    sql += value;
  }
  return sql;
}

function isSafe(value: string, context: Context): boolean {
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(value)) return false;
  switch (context) {
    case "code":
      return /^-?[\p{L}\p{N}_$][\p{L}\p{N}_$.]*$/u.test(value);
    case "line-comment":
    case "block-comment":
      return /^[^'"`\\;*/]*$/.test(value);
    default:
      return !value.includes(context) && !value.includes("\\");
  }
}

/** The state of SQL after some of its text. */
function contextAfter(text: string, before: Context, engine: SqlText): Context {
  let context = before;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string;
    const next = text[at + 1];
    switch (context) {
      case "code":
        if (character === "'" || character === '"' || character === "`") context = character;
        else if (character === "-" && next === "-") context = "line-comment";
        else if (character === "#" && engine.hasHashComments) context = "line-comment";
        else if (character === "/" && next === "*") context = "block-comment";
        break;
      case "line-comment":
        if (character === "\n") context = "code";
        break;
      case "block-comment":
        if (character === "*" && next === "/") {
          context = "code";
          at++;
        }
        break;
      default:
        if (character === "\\" && context !== "`" && engine.hasBackslashes) at++;
        else if (character === context) context = "code";
    }
  }
  return context;
}
