import { lexical } from "../dialect.ts";
import { TokenReader } from "./token-reader.ts";
import type { Call, Expression, Name, Query } from "./tree.ts";
import {
  clauseWords,
  constantWords,
  functionWords,
  infixWords,
  literalPrefixes,
  timeUnits,
} from "./words.ts";

const infixSymbols = new Set(
  "+ - * / % || && = == <=> <> != < <= > >= & | ^ ~ << >> -> ->> := ".trim().split(" "),
);
const prefixSymbols = new Set(["-", "+", "~", "!", "@"]);
const prefixWords = new Set(["NOT", "BINARY", "PRIOR", "DISTINCT"]);

/** Reads expressions. It need not know how operators bind: what is read does not depend on it. */
export abstract class ExpressionParser extends TokenReader {
  /** A query, with its WITH and its ORDER BY. */
  protected abstract parseQuery(): Query;

  /** What follows the name of a function. */
  protected abstract parseCall(name: Name, qualifier: readonly Name[], start: number): Call;

  protected parseExpression(): Expression {
    return this.nested(() => this.parseOperation());
  }

  /** Separated by commas; at least one. */
  protected parseExpressions(): Expression[] {
    const list = [this.parseExpression()];
    while (this.skipSymbol(",")) list.push(this.parseExpression());
    return list;
  }

  /** What ORDER BY and PARTITION BY list. */
  protected parseSortItems(): Expression[] {
    const items: Expression[] = [];
    do {
      items.push(this.parseExpression());
      if (!this.skip("ASC")) this.skip("DESC");
      if (this.skip("NULLS")) this.take();
    } while (this.skipSymbol(","));
    return items;
  }

  protected get atQuery(): boolean {
    if (this.at("SELECT") || this.at("WITH") || this.at("VALUES")) return true;
    if (this.at("TABLE") && this.ahead(1).kind !== "symbol") return true;
    if (this.at("FROM") || this.at("MAP") || this.at("REDUCE")) {
      return this.at("FROM") && this.dialect !== "trino" && this.dialect !== "mariadb";
    }
    if (!this.atSymbol("(")) return false;
    const mark = this.mark();
    while (this.skipSymbol("("));
    const found = this.at("SELECT") || this.at("WITH");
    this.back(mark);
    return found;
  }

  private parseOperation(): Expression {
    const { start } = this.next;
    const operands = [this.parseOperand()];
    const operators: string[] = [];
    for (;;) {
      const operator = this.takeOperator();
      if (operator === undefined) break;
      if (operator.startsWith("IS")) {
        const last = operands.pop() as Expression;
        operands.push({ kind: "nullTest", of: last, start: last.start, end: this.lastEnd });
        continue;
      }
      operators.push(operator);
      if (operator === "COLLATE" || operator === "AT TIME ZONE LOCAL") {
        if (operator === "COLLATE") this.takeName();
        continue;
      }
      operands.push(this.parseOperand());
    }
    const [only] = operands;
    if (operands.length === 1 && only !== undefined && operators.length === 0) return only;
    return { kind: "operation", operands, operators, start, end: this.lastEnd };
  }

  /** An operator between two operands. One that needs no second begins with IS. */
  private takeOperator(): string | undefined {
    const { kind, text } = this.next;
    if (kind === "symbol") {
      if (!infixSymbols.has(text)) return undefined;
      this.take();
      return text;
    }
    if (!this.atAny(infixWords)) return undefined;
    if (this.skip("ISNULL") || this.skip("NOTNULL")) return "IS NULL";
    if (this.skip("AT", "TIME", "ZONE")) return "AT TIME ZONE";
    if (this.at("AT")) return undefined;
    if (this.skip("IS")) {
      this.skip("NOT");
      if (this.skip("DISTINCT", "FROM")) return "=";
      this.take();
      return "IS";
    }
    const isNot = this.at("NOT");
    if (isNot && !infixWords.has(this.ahead(1).text.toUpperCase())) return undefined;
    this.skip("NOT");
    const word = this.take().text.toUpperCase();
    if (word === "SIMILAR") this.skip("TO");
    if (word === "SOUNDS") this.skip("LIKE");
    if (word === "MEMBER") this.skip("OF");
    if (word === "BETWEEN" && !this.skip("SYMMETRIC")) this.skip("ASYMMETRIC");
    return word;
  }

  protected parseOperand(): Expression {
    const { start } = this.next;
    for (;;) {
      if (this.next.kind === "symbol" && prefixSymbols.has(this.next.text)) this.take();
      else if (this.atAny(prefixWords) && !this.isNameHere()) this.take();
      else break;
    }
    const operand = this.parsePostfix(this.parsePrimary());
    if (start === operand.start) return operand;
    return { kind: "operation", operands: [operand], operators: ["prefix"], start, end: operand.end };
  }

  /** Whether a word that has a meaning of its own is used as a name here. */
  protected isNameHere(): boolean {
    const { kind, text } = this.ahead(1);
    if (kind === "end") return true;
    return kind === "symbol" && !"([{-+~!@*".includes(text);
  }

  private parsePostfix(operand: Expression): Expression {
    let value = operand;
    const { start } = operand;
    for (;;) {
      if (this.atSymbol(".") && this.ahead(1).kind !== "symbol") {
        this.take();
        const name = this.takeMemberName();
        if (this.atSymbol("(") && value.kind !== "names") {
          const call = this.parseCall(name, [], start);
          value = { ...call, args: [{ value }, ...call.args] };
        } else value = { kind: "member", of: value, name, start, end: this.lastEnd };
      } else if (this.atSymbol(".") && this.ahead(1).text === "*") {
        this.take();
        this.take();
        value = {
          kind: "member",
          of: value,
          name: { ...allMembers, start, end: this.lastEnd },
          start,
          end: this.lastEnd,
        };
      } else if (this.atSymbol("[")) value = this.parseIndex(value);
      else if (this.skipSymbol("::")) {
        const type = this.takeType();
        value = { kind: "cast", of: value, type, start, end: this.lastEnd };
      } else if (this.dialect === "spark" && this.next.kind === "hole" && this.next.text.startsWith(":")) {
        this.take();
      } else return value;
    }
  }

  private takeMemberName(): Name {
    if (this.next.kind === "number") {
      const { text, start, end } = this.take();
      return { text, isQuoted: true, isHole: false, start, end };
    }
    return this.takeName();
  }

  private parseIndex(of: Expression): Expression {
    this.expectSymbol("[");
    const indexes: Expression[] = [];
    let isSlice = false;
    while (!this.atSymbol("]")) {
      if (this.skipSymbol(":")) isSlice = true;
      else if (this.next.kind === "hole" && this.next.text.startsWith(":")) {
        isSlice = true;
        this.take();
      } else if (this.atSymbol("-") && [":", "]"].includes(this.ahead(1).text)) this.take();
      else indexes.push(this.parseExpression());
      this.skipSymbol(",");
    }
    this.expectSymbol("]");
    return { kind: "index", of, indexes, isSlice, start: of.start, end: this.lastEnd };
  }

  /** `DOUBLE PRECISION`, `DECIMAL(3, 1)`, `STRUCT(a INTEGER)[]` */
  private takeType(): string {
    const { start } = this.next;
    this.takeName();
    if (!this.skip("PRECISION")) this.skip("VARYING");
    if (this.at("WITH", "TIME", "ZONE")) this.skip("WITH", "TIME", "ZONE");
    while (this.atSymbol("(") || this.atSymbol("[")) this.skipBrackets();
    return this.sql.slice(start, this.lastEnd);
  }

  private parsePrimary(): Expression {
    const { kind, text, start, end } = this.next;
    if (kind === "text") {
      this.take();
      // 'a' 'b' is one text.
      while (this.next.kind === "text" && this.dialect !== "trino") this.take();
      return { kind: "literal", type: "text", text, start, end: this.lastEnd };
    }
    if (kind === "number") {
      this.take();
      return { kind: "literal", type: "number", text, start, end };
    }
    if (kind === "symbol") return this.parseBracketed();
    if (kind === "end") this.refuse("an expression is missing");
    if (kind === "word") {
      const special = this.parseSpecial();
      if (special !== undefined) return special;
    }
    return this.parseNames();
  }

  private parseBracketed(): Expression {
    const { text, start } = this.next;
    if (text === "*") {
      this.take();
      return this.parseStarEnd([], start);
    }
    if (text === "(") {
      this.take();
      if (this.atQuery) {
        const query = this.parseQuery();
        this.expectSymbol(")");
        return { kind: "subquery", query, isExists: false, start, end: this.lastEnd };
      }
      const items: Expression[] = [];
      while (!this.atSymbol(")")) {
        items.push(this.parseExpression());
        // Windows and rows have names: (x AS a).
        if (this.skip("AS")) this.takeName();
        if (!this.skipSymbol(",")) break;
      }
      this.expectSymbol(")");
      if (this.skipArrow()) return this.parseLambdaBody(items.map(parameterName), start);
      const [only] = items;
      if (items.length === 1 && only !== undefined) return { ...only, start, end: this.lastEnd };
      return { kind: "list", items, isArray: false, start, end: this.lastEnd };
    }
    if (text === "[") {
      this.take();
      return this.parseArray(start);
    }
    if (text === "{") return this.parseStruct(start);
    this.refuse("an expression is missing");
  }

  private parseArray(start: number): Expression {
    const items: Expression[] = [];
    while (!this.atSymbol("]")) {
      items.push(this.parseExpression());
      // [x FOR x IN list IF test]
      if (this.skip("FOR")) this.refuse("list comprehensions are not supported");
      if (!this.skipSymbol(",")) break;
    }
    this.expectSymbol("]");
    return { kind: "list", items, isArray: true, start, end: this.lastEnd };
  }

  private parseStruct(start: number): Expression {
    this.expectSymbol("{");
    const fields: { name: string; value: Expression }[] = [];
    while (!this.atSymbol("}")) {
      const name = this.take().text;
      if (!this.skipSymbol(":")) this.refuse("“:” is missing");
      fields.push({ name, value: this.parseExpression() });
      if (!this.skipSymbol(",")) break;
    }
    this.expectSymbol("}");
    return { kind: "struct", fields, start, end: this.lastEnd };
  }

  /** What begins with a word that has a meaning of its own. */
  private parseSpecial(): Expression | undefined {
    const { text, start } = this.next;
    const word = text.toUpperCase();
    const after = this.ahead(1);
    const isCall = after.kind === "symbol" && after.text === "(";
    if (word === "CASE" && !this.isNameHere()) return this.parseCase();
    if (word === "EXISTS" && isCall) {
      const mark = this.mark();
      this.take();
      this.take();
      if (this.atQuery) {
        const query = this.parseQuery();
        this.expectSymbol(")");
        return { kind: "subquery", query, isExists: true, start, end: this.lastEnd };
      }
      this.back(mark);
      return undefined;
    }
    if (word === "INTERVAL" && !isCall && !this.isNameHere()) return this.parseInterval();
    if (word === "ARRAY" && after.text === "[" && after.kind === "symbol") {
      this.take();
      this.take();
      return this.parseArray(start);
    }
    if (word === "MAP" && after.text === "{" && after.kind === "symbol") {
      this.take();
      return this.parseStruct(this.next.start);
    }
    if (word === "LAMBDA" && this.dialect === "duckdb" && (after.kind === "word" || after.kind === "name")) {
      this.take();
      const parameters = [this.takeName().text];
      while (this.skipSymbol(",")) parameters.push(this.takeName().text);
      if (this.next.kind === "hole") this.refuse("“:” is missing");
      this.expectSymbol(":");
      return this.parseLambdaBody(parameters, start);
    }
    if (
      after.kind === "text" &&
      after.start - this.next.end <= 1 &&
      (literalPrefixes.has(word) || word.startsWith("_"))
    ) {
      this.take();
      const literal = this.take();
      return { kind: "literal", type: "other", text: literal.text, start, end: literal.end };
    }
    if (constantWords.has(word) && !isCall && after.text !== ".") {
      this.take();
      return { kind: "literal", type: "other", text: word, start, end: this.lastEnd };
    }
    if (clauseWords.has(word) && !(isCall && functionWords.has(word)) && after.text !== ".")
      this.refuse("an expression is missing");
    return undefined;
  }

  private parseCase(): Expression {
    const { start } = this.take();
    const tests: Expression[] = [];
    const values: Expression[] = [];
    if (!this.at("WHEN")) tests.push(this.parseExpression());
    while (this.skip("WHEN")) {
      tests.push(this.parseExpression());
      this.expect("THEN");
      values.push(this.parseExpression());
    }
    if (this.skip("ELSE")) values.push(this.parseExpression());
    this.expect("END");
    return { kind: "case", tests, values, start, end: this.lastEnd };
  }

  private parseInterval(): Expression {
    const { start } = this.take();
    const operands: Expression[] = [];
    do {
      operands.push(this.parseOperand());
      if (!this.atAny(timeUnits)) break;
      this.take();
      if (this.skip("TO")) this.take();
    } while (this.next.kind === "number" || this.next.kind === "text");
    return { kind: "operation", operands, operators: ["INTERVAL"], start, end: this.lastEnd };
  }

  private parseNames(): Expression {
    const names = [this.takeName()];
    const { start } = names[0] as Name;
    while (this.atSymbol(".")) {
      const { kind, text } = this.ahead(1);
      if (kind === "symbol" && text === "*") {
        this.take();
        this.take();
        return this.parseStarEnd(names, start);
      }
      if (kind === "symbol" || kind === "end" || kind === "text") break;
      this.take();
      names.push(this.takeMemberName());
    }
    const last = names.at(-1) as Name;
    if (this.atSymbol("(") && !last.isQuoted) return this.parseCall(last, names.slice(0, -1), start);
    const only = names.length === 1 && !last.isHole && lexical[this.dialect].hasLambdas;
    if (only && this.atSymbol("->") && this.isLambdaHere()) {
      this.take();
      return this.parseLambdaBody([last.text], start);
    }
    if (names.length === 1 && last.isHole) return { kind: "hole", start, end: this.lastEnd };
    return { kind: "names", names, start, end: this.lastEnd };
  }

  /** DuckDB writes a member of JSON by the same arrow. */
  private isLambdaHere(): boolean {
    return this.dialect !== "duckdb" || this.ahead(1).kind !== "text";
  }

  private skipArrow(): boolean {
    return lexical[this.dialect].hasLambdas && this.skipSymbol("->");
  }

  private parseLambdaBody(parameters: readonly string[], start: number): Expression {
    const body = this.parseExpression();
    return { kind: "lambda", parameters, body, start, end: this.lastEnd };
  }

  /** `* EXCEPT (a)`, `* EXCLUDE a`, `* REPLACE (x AS a)`, `* LIKE 'a%'` */
  private parseStarEnd(qualifier: readonly Name[], start: number): Expression {
    const except: string[] = [];
    const others: Expression[] = [];
    for (;;) {
      if (this.at("EXCLUDE") || (this.at("EXCEPT") && this.ahead(1).text === "(" && !this.isQueryIn(2))) {
        this.take();
        if (!this.atSymbol("(")) except.push(this.takeName().text);
        else except.push(...this.takeNameList());
      } else if ((this.at("REPLACE") || this.at("RENAME")) && this.ahead(1).text === "(") {
        const isRename = this.at("RENAME");
        this.take();
        if (isRename) this.skipBrackets();
        else {
          this.take();
          do {
            others.push(this.parseExpression());
            this.expect("AS");
            this.takeName();
          } while (this.skipSymbol(","));
          this.expectSymbol(")");
        }
      } else break;
    }
    return { kind: "star", qualifier, except, others, start, end: this.lastEnd };
  }

  private isQueryIn(count: number): boolean {
    return ["SELECT", "WITH", "("].includes(this.ahead(count).text.toUpperCase());
  }
}

const allMembers = { text: "*", isQuoted: false, isHole: false };

function parameterName(item: Expression): string {
  return item.kind === "names" ? (item.names[0] as Name).text : "";
}
