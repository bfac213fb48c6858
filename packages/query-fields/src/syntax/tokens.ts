import type { Dialect } from "../dialect.ts";
import { lexical } from "../dialect.ts";

/**
 * A piece of a query. `hole` is a place that is filled in before the query runs: `{from_date}` of ReportUpdater,
 * `$wiki` of Grafana, `${hiveconf:x}` of Hive, `{{ ds }}` of Airflow, `?` and `:name` of drivers.
 */
export interface Token {
  readonly kind: "word" | "name" | "text" | "number" | "symbol" | "hole" | "end";
  /** As it is in the query; without its quotes for `name` and `text`. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A query that cannot be read. The message says why, and where, in a line. */
export class UnreadableQuery extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

const blank = /(?:\s|\{%.*?%\})+/suy;
const lineComment = /--[^\n]*/y;
const hashComment = /#[^\n]*/y;
const hole = /\{\{.*?\}\}|\$\{[^}]*\}|\{[A-Za-z_]\w*\}|%\(\w+\)s|\$\w+|:[A-Za-z_]\w*|@@?[\w.$]+|\?/suy;
const number = /0[xX][0-9a-fA-F]+|(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?:BD|[LlSsYyFfDd](?![\w$]))?/uy;
const word = /[\p{L}_][\p{L}\p{N}_$]*|\d+[\p{L}_$][\p{L}\p{N}_$]*/uy;
const symbol = /->>|<=>|->|=>|:=|::|\|\||&&|<<|>>|<>|!=|<=|>=|==|[-+*/%=<>(),.;[\]{}~!^&|:@\\]/uy;

/** The pieces of a query; comments and blanks are left out. Throws {@link UnreadableQuery}. */
export function tokensOf(sql: string, dialect: Dialect): readonly Token[] {
  const { nameQuotes, textQuotes, hasEscapes, hasHashComments } = lexical[dialect];
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(sql)?.[0];
  };
  const add = (kind: Token["kind"], text: string, end: number) => {
    tokens.push({ kind, text, start: at, end });
    at = end;
  };
  while (at < sql.length) {
    const skipped = match(blank) ?? match(lineComment) ?? (hasHashComments ? match(hashComment) : undefined);
    if (skipped !== undefined) {
      at += skipped.length;
      continue;
    }
    if (sql.startsWith("/*", at)) {
      // MariaDB runs what such a comment contains.
      const runs = dialect === "mariadb" ? /\/\*M?!\d*/y : /(?!)/y;
      const opening = match(runs);
      const end = sql.indexOf("*/", at + 2);
      if (end < 0) throw new UnreadableQuery("a comment is not closed", at);
      if (opening === undefined) at = end + 2;
      else at += opening.length;
      continue;
    }
    if (dialect === "mariadb" && sql.startsWith("*/", at)) {
      at += 2;
      continue;
    }
    const quote = sql.charAt(at);
    if (nameQuotes.includes(quote) || textQuotes.includes(quote)) {
      const isName = nameQuotes.includes(quote);
      const { text, end } = quoted(sql, at, hasEscapes && !isName);
      add(isName ? "name" : "text", text, end);
      continue;
    }
    const dollars = dialect === "duckdb" ? match(/\$\w*\$/uy) : undefined;
    if (dollars !== undefined) {
      const end = sql.indexOf(dollars, at + dollars.length);
      if (end < 0) throw new UnreadableQuery("a string is not closed", at);
      add("text", sql.slice(at + dollars.length, end), end + dollars.length);
      continue;
    }
    // A colon also is between a key and its value.
    const placeholder = quote === ":" && sql.charAt(at + 1) === ":" ? undefined : match(hole);
    if (placeholder !== undefined && !(quote === ":" && dialect === "duckdb" && isKeyBefore(tokens))) {
      add("hole", placeholder, at + placeholder.length);
      continue;
    }
    const previous = tokens.at(-1);
    const isMember = previous?.text === "." && previous.kind === "symbol";
    const digits = isMember ? undefined : match(number);
    const letters = match(word);
    if (letters !== undefined && letters.length > (digits?.length ?? 0)) {
      add("word", letters, at + letters.length);
    } else if (digits !== undefined) add("number", digits, at + digits.length);
    else {
      const sign = match(symbol);
      if (sign === undefined) throw new UnreadableQuery(`“${quote}” cannot stand here`, at);
      add("symbol", sign, at + sign.length);
    }
  }
  add("end", "", at);
  return joinHoles(tokens);
}

function quoted(sql: string, start: number, hasEscapes: boolean): { text: string; end: number } {
  const quote = sql.charAt(start);
  let text = "";
  for (let at = start + 1; at < sql.length; at += 1) {
    const char = sql.charAt(at);
    if (hasEscapes && char === "\\") {
      at += 1;
      text += sql.charAt(at);
    } else if (char === quote) {
      if (sql.charAt(at + 1) !== quote) return { text, end: at + 1 };
      at += 1;
      text += quote;
    } else text += char;
  }
  throw new UnreadableQuery("a quoted name is not closed", start);
}

function isKeyBefore(tokens: readonly Token[]): boolean {
  const kind = tokens.at(-1)?.kind;
  return kind === "text" || kind === "word" || kind === "name";
}

/** `{wiki}_p` and `page_{day}` are one name, of which a part is not known. */
function joinHoles(tokens: readonly Token[]): Token[] {
  const joined: Token[] = [];
  for (const token of tokens) {
    const last = joined.at(-1);
    const isPart = ({ kind }: Token) => kind === "hole" || kind === "word" || kind === "number";
    if (
      last?.end === token.start &&
      isPart(last) &&
      isPart(token) &&
      (last.kind === "hole" || token.kind === "hole")
    ) {
      joined[joined.length - 1] = {
        kind: "hole",
        text: last.text + token.text,
        start: last.start,
        end: token.end,
      };
    } else joined.push(token);
  }
  return joined;
}
