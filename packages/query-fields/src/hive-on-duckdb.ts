import { parseScript } from "./syntax/query-parser.ts";
import { type Token, tokensOf, UnreadableQuery } from "./syntax/tokens.ts";
import type { Body, Call, Expression, Query, Select, Source, Span } from "./syntax/tree.ts";
import { clauseWords, constantWords, infixWords } from "./syntax/words.ts";

/** A query of Hive in DuckDB's words, or the construct for which there are none that are known to mean the same. */
export type OnDuckDb =
  | { readonly kind: "translated"; readonly sql: string }
  | { readonly kind: "refused"; readonly construct: string };

/**
 * Puts one SELECT of Hive into DuckDB's words. Only constructs of which a test has seen that both give the same rows
 * are translated; everything else is refused by its name, since a wrong row is worse than none.
 */
export function hiveOnDuckDb(sql: string): OnDuckDb {
  try {
    const tokens = tokensOf(sql, "hive");
    refuseWords(tokens);
    const [statement, ...more] = parseScript(sql, "hive");
    if (statement?.kind !== "query" || more.length > 0) throw new Refusal("more than one SELECT");
    return { kind: "translated", sql: new Translator(sql).query(statement.query).trim() };
  } catch (error) {
    if (error instanceof Refusal) return { kind: "refused", construct: error.construct };
    if (error instanceof UnreadableQuery) return { kind: "refused", construct: error.message };
    throw error;
  }
}

class Refusal extends Error {
  readonly construct: string;

  constructor(construct: string) {
    super(construct);
    this.construct = construct;
  }
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Words that have a meaning of their own and that are translated. */
const knownWords = words(
  `SELECT FROM WHERE GROUP HAVING ORDER LIMIT UNION ON JOIN LEFT RIGHT FULL INNER CROSS LATERAL WHEN THEN ELSE END AS BY WITH
   OUTER ASC DESC NULLS AND OR NOT IN IS LIKE BETWEEN PARTITION OVER USING NULL TRUE FALSE`,
);

/** Further words that begin something that is not. */
const otherWords = words(
  "TABLESAMPLE ROLLUP CUBE GROUPING OFFSET TRANSFORM INTERVAL EXTRACT QUALIFY WINDOW VALUES INSERT OVERWRITE CREATE RANGE GROUPS RECURSIVE",
);

const knownSymbols = words("+ - * / = == <> != < <= > >= <=> ( ) [ ] , . ;");

/** The parser skips what does not matter to what is read; here nothing may be skipped. */
function refuseWords(tokens: readonly Token[]): void {
  for (const [index, { kind, text }] of tokens.entries()) {
    const word = text.toUpperCase();
    if (kind === "hole") throw new Refusal(`the placeholder ${text}`);
    if (kind === "symbol" && !knownSymbols.has(text)) throw new Refusal(text);
    if (kind !== "word" || tokens[index - 1]?.text === ".") continue;
    const isReserved =
      clauseWords.has(word) || infixWords.has(word) || constantWords.has(word) || otherWords.has(word);
    if (isReserved && !knownWords.has(word)) throw new Refusal(word);
    if (word === "OUTER" && tokens[index - 1]?.text.toUpperCase() === "VIEW")
      throw new Refusal("LATERAL VIEW OUTER");
  }
}

/** Functions that both have, and that mean the same. */
const sameFunctions = words(
  "count sum avg min max coalesce lower upper length if row_number rank dense_rank lag lead first_value",
);

class Translator {
  private readonly sql: string;
  private unnested = 0;

  constructor(sql: string) {
    this.sql = sql;
  }

  query(query: Query): string {
    const parts = query.tables.map(({ query: inner }) => this.part(inner, this.query(inner)));
    parts.push(...this.body(query.body));
    for (const item of query.orderBy) parts.push(this.sortItem(item));
    for (const limit of query.others) {
      if (limit.kind !== "literal") throw new Refusal("LIMIT with an expression");
      parts.push(this.part(limit, limit.text));
    }
    if (query.others.length > 1) throw new Refusal("LIMIT with an offset");
    return this.weave(query, parts);
  }

  private body(body: Body): Part[] {
    switch (body.kind) {
      case "select":
        return this.select(body);
      case "query":
        return [this.part(body, this.query(body))];
      case "set":
        return [...this.body(body.left), ...this.body(body.right)];
      case "values":
        throw new Refusal("VALUES");
      case "table":
        throw new Refusal("TABLE");
      default:
        return body satisfies never;
    }
  }

  private select(select: Select): Part[] {
    const parts: Part[] = [];
    for (const { value } of select.items) {
      if (value.kind === "star" && select.from.some(hasUsing)) throw new Refusal("* with USING");
      parts.push(this.expression(value));
    }
    for (const source of select.from) parts.push(...this.source(source));
    for (const expression of select.where) parts.push(this.expression(expression));
    for (const expression of select.clauses) {
      // Whether it is a place or a constant depends on a setting.
      if (expression.kind === "literal") throw new Refusal("GROUP BY a number");
      parts.push(this.expression(expression));
    }
    return parts;
  }

  private source(source: Source): Part[] {
    switch (source.kind) {
      case "table":
        return [];
      case "subquery":
        return [this.part(source.query, this.query(source.query))];
      case "join":
        return [
          ...this.source(source.left),
          ...this.source(source.right),
          ...source.on.map((expression) => this.expression(expression)),
        ];
      case "rows":
        return [this.part(source, this.lateralView(source))];
      case "opaque":
        throw new Refusal(source.construct);
      default:
        return source satisfies never;
    }
  }

  private lateralView({ call, style, alias, columns }: Source & { readonly kind: "rows" }): string {
    if (style !== "lateral view" || call.name !== "explode") throw new Refusal(`${call.name} in FROM`);
    const [list] = call.args;
    if (list === undefined || columns.length !== 1) throw new Refusal("explode of a map");
    this.unnested += 1;
    const names = `${quoted(alias ?? `unnested_${this.unnested}`)}(${quoted(columns[0] as string)})`;
    return `CROSS JOIN UNNEST(${this.expression(list.value).text}) AS ${names}`;
  }

  /** Where NULL comes is what Hive 4 does by itself (hive.default.nulls.last); DuckDB puts it last either way. */
  private sortItem(item: Expression): Part {
    if (item.kind === "literal") throw new Refusal("ORDER BY a number");
    const { text, start, end } = this.expression(item);
    const [after, direction, nulls] = /^\s*(asc\b|desc\b)?(\s*nulls\s+\w+)?/i.exec(
      this.sql.slice(end),
    ) as RegExpExecArray;
    if (nulls !== undefined) return { text: `${text}${after}`, start, end: end + after.length };
    const isDescending = direction?.toLowerCase() === "desc";
    return {
      text: `${text} ${isDescending ? "DESC NULLS FIRST" : "ASC NULLS LAST"} `,
      start,
      end: end + (direction === undefined ? 0 : after.length),
    };
  }

  private expression(expression: Expression): Part {
    return this.part(expression, this.text(expression));
  }

  private text(expression: Expression): string {
    const woven = (...children: readonly Expression[]) =>
      this.weave(
        expression,
        children.map((child) => this.expression(child)),
      );
    switch (expression.kind) {
      case "names":
        return woven();
      case "literal":
        return this.literal(expression);
      case "star":
        return woven();
      case "member":
        return woven(expression.of);
      case "nullTest":
        return woven(expression.of);
      case "case":
        return woven(...[...expression.tests, ...expression.values].sort((a, b) => a.start - b.start));
      case "list":
        return woven(...expression.items);
      case "subquery":
        return this.weave(expression, [this.part(expression.query, this.query(expression.query))]);
      case "index":
        return this.index(expression);
      case "call":
        return this.call(expression);
      case "cast":
        return this.cast(expression);
      case "operation":
        return this.operation(expression);
      case "lambda":
      case "struct":
      case "hole":
        throw new Refusal(expression.kind);
      default:
        return expression satisfies never;
    }
  }

  private literal({ type, text, start, end }: Expression & { readonly kind: "literal" }): string {
    const written = this.sql.slice(start, end);
    if (type === "number") {
      if (!/^\d+(?:\.\d+)?$/.test(text)) throw new Refusal(`the number ${text}`);
      return written;
    }
    if (type === "other") {
      if (!/^(?:NULL|TRUE|FALSE)$/.test(text)) throw new Refusal(written);
      return written;
    }
    if (/\\(?!['"])/.test(written)) throw new Refusal("an escape in a text");
    return `'${text.replaceAll("'", "''")}'`;
  }

  /** Hive counts items from 0. */
  private index({ of, indexes: [index] }: Expression & { readonly kind: "index" }): string {
    if (index?.kind !== "literal") throw new Refusal("an index that is an expression");
    const holder = this.expression(of).text;
    if (index.type === "text") return `${holder}[${this.literal(index)}]`;
    if (!/^\d+$/.test(index.text)) throw new Refusal(`the index ${index.text}`);
    return `${holder}[${Number(index.text) + 1}]`;
  }

  private operation({
    operands,
    operators,
    start,
    end,
  }: Expression & { readonly kind: "operation" }): string {
    const isCalculation = operators.some((operator) => "+-*/".includes(operator));
    const parts = operands.map((operand, index) => {
      // Hive calculates with decimals where one of the numbers is one, and rounds as they do.
      if (isCalculation && operand.kind === "literal" && operand.text.includes("."))
        throw new Refusal("a decimal number in a calculation");
      const part = this.expression(operand);
      switch (operators[index - 1]) {
        case "/":
          // Hive gives NULL for a division by nothing.
          return { ...part, text: `nullif(CAST(${part.text} AS DOUBLE), 0)` };
        case "LIKE":
          if (operand.kind !== "literal" || operand.text.includes("\\"))
            throw new Refusal("LIKE with another pattern");
          return part;
        default:
          return part;
      }
    });
    return this.weave({ start, end }, parts, (gap) => gap.replace(/<=>/, "IS NOT DISTINCT FROM"));
  }

  private cast({ of, type }: Expression & { readonly kind: "cast" }): string {
    const { text } = this.expression(of);
    switch (type.trim().toLowerCase()) {
      case "string":
        return asText(text);
      case "double":
        return `TRY_CAST(${text} AS DOUBLE)`;
      default:
        throw new Refusal(`CAST to ${type.trim().toLowerCase()}`);
    }
  }

  private call(call: Call): string {
    const { name, args, others, orderBy, isDistinct, qualifier } = call;
    if (qualifier.length > 0) throw new Refusal(`${name} of a database`);
    const values = args.map(({ value }) => value);
    const [first, second, third] = values;
    const texts = () => values.map((value) => this.expression(value).text);
    if (name === "cast" && first?.kind === "cast") return this.text(first);
    if (name === "count" && isDistinct && args.length > 1) throw new Refusal("count of several columns");
    if (sameFunctions.has(name)) {
      const parts = [...values, ...others].map((value) => this.expression(value));
      parts.push(...orderBy.map((item) => this.sortItem(item)));
      return this.weave(
        call,
        parts.sort((a, b) => a.start - b.start),
      );
    }
    if (isDistinct || others.length + orderBy.length > 0) throw new Refusal(name);
    switch (name) {
      case "nvl":
        return `coalesce(${texts().join(", ")})`;
      case "concat":
        // DuckDB's own leaves NULL out.
        return `(${texts().map(asText).join(" || ")})`;
      case "substr":
      case "substring":
        for (const place of [second, third]) {
          if (place !== undefined && !(place.kind === "literal" && /^[1-9]\d*$/.test(place.text)))
            throw new Refusal(`${name} with a position that is not a number from 1 on`);
        }
        return `substr(${texts().join(", ")})`;
      case "size":
        return `coalesce(len(${texts().join(", ")}), -1)`;
      case "get_json_object": {
        if (second?.kind !== "literal" || !/^\$(?:\.\w+|\[\d+\])+$/.test(second.text))
          throw new Refusal("GET_JSON_OBJECT with a path that is not names and positions");
        const json = this.expression(first as Expression).text;
        return `CASE WHEN json_valid(${json}) THEN json_extract_string(${json}, '${second.text}') END`;
      }
      default:
        throw new Refusal(name);
    }
  }

  private part({ start, end }: Span, text: string): Part {
    return { start, end, text };
  }

  /** The query's own text, with other texts for some of its parts, and DuckDB's quotes around names. */
  private weave(
    { start, end }: Span,
    parts: readonly Part[],
    between: (gap: string) => string = (gap) => gap,
  ): string {
    let text = "";
    let at = start;
    for (const part of parts.toSorted((a, b) => a.start - b.start)) {
      text += between(renamed(this.sql.slice(at, part.start))) + part.text;
      at = Math.max(at, part.end);
    }
    return text + between(renamed(this.sql.slice(at, end)));
  }
}

/** A part of the query, and what stands for it. */
interface Part extends Span {
  readonly text: string;
}

/** Numbers with a fraction and truth values are other texts in Hive. Their types are known only when the query runs. */
function asText(value: string): string {
  const refused = "error('A number with a fraction or a truth value is another text in Hive.')";
  return `CASE WHEN typeof(${value}) IN ('DOUBLE', 'FLOAT', 'BOOLEAN') THEN ${refused} ELSE CAST(${value} AS VARCHAR) END`;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function renamed(text: string): string {
  return text.replaceAll(/`((?:[^`]|``)*)`/g, (_, name: string) => quoted(name.replaceAll("``", "`")));
}

function hasUsing(source: Source): boolean {
  return (
    source.kind === "join" && (source.using.length > 0 || hasUsing(source.left) || hasUsing(source.right))
  );
}
