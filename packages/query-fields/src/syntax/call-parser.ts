import { ExpressionParser } from "./expression-parser.ts";
import type { Argument, Call, Expression, Name } from "./tree.ts";
import { noiseWords, selectModifiers, timeUnits, unitFunctions } from "./words.ts";

/** Reads the arguments of functions, which many of them write in a way of their own, and their windows. */
export abstract class CallParser extends ExpressionParser {
  protected parseCall(name: Name, qualifier: readonly Name[], start: number): Call {
    this.expectSymbol("(");
    const lower = name.text.toLowerCase();
    const args: Argument[] = [];
    const others: Expression[] = [];
    const orderBy: Expression[] = [];
    let isDistinct = false;
    for (;;) {
      if (this.atAny(selectModifiers) && !this.isNameHere())
        isDistinct = this.take().text.toUpperCase() !== "ALL";
      if (this.skipSymbol(")")) break;
      if (this.next.kind === "end") this.refuse("“)” is missing");
      if (this.skip("PARTITION", "BY") || this.skip("DISTRIBUTE", "BY")) {
        others.push(...this.parseSortItems());
        continue;
      }
      if (this.skip("ORDER", "BY") || this.skip("SORT", "BY")) {
        orderBy.push(...this.parseSortItems());
        continue;
      }
      if (args.length > 0 && this.skip("SEPARATOR")) {
        this.take();
        continue;
      }
      if (args.length > 0 && (this.at("LIMIT") || this.at("COLUMNS"))) {
        this.skipUntil([")"]);
        continue;
      }
      if (this.skipSymbol(",")) continue;
      args.push(...this.parseArgument(lower));
    }
    const call: Call = {
      kind: "call",
      name: lower,
      qualifier,
      args: withoutUnit(lower, args),
      others,
      orderBy,
      hasWindow: false,
      isDistinct,
      start,
      end: this.lastEnd,
    };
    return this.parseCallEnd(call);
  }

  /** An argument, and what is between it and the next one. */
  private parseArgument(name: string): Argument[] {
    if (this.atQuery) {
      const { start } = this.next;
      const query = this.parseQuery();
      return [{ value: { kind: "subquery", query, isExists: false, start, end: this.lastEnd } }];
    }
    if (name === "extract" && this.ahead(1).text.toUpperCase() === "FROM") {
      const { text, start, end } = this.take();
      this.take();
      return [{ value: { kind: "literal", type: "other", text, start, end } }, ...this.parseArgument("")];
    }
    if (name === "trim" && (this.at("BOTH") || this.at("LEADING") || this.at("TRAILING"))) {
      this.take();
      if (this.skip("FROM")) return [];
    }
    if (name.startsWith("json_") && (this.at("KEY") || this.at("VALUE")) && !this.isNameHere()) this.take();
    if (
      (this.next.kind === "word" || this.next.kind === "name") &&
      ["=>", ":="].includes(this.ahead(1).text)
    ) {
      const label = this.take().text;
      this.take();
      return [{ value: this.parseExpression(), name: label }];
    }
    // position('a' IN x)
    const value = name === "position" ? this.parseOperand() : this.parseExpression();
    if (this.skip("AS")) {
      const isCast = /^(?:try_)?cast$/.test(name);
      // A type may have commas: MAP<STRING, INT>.
      const label = this.skipUntil(isCast ? [")"] : [",", ")"]);
      if (isCast)
        return [{ value: { kind: "cast", of: value, type: label, start: value.start, end: this.lastEnd } }];
      return [{ value, name: label }];
    }
    if (this.skip("RETURNING")) {
      this.skipUntil([")"]);
      return [{ value }];
    }
    if (name === "convert" && this.skip("USING")) {
      this.skipUntil([")"]);
      return [{ value }];
    }
    while (this.atAny(noiseWords) || this.atSymbol(":")) this.take();
    if (name === "convert" && this.atSymbol(",")) {
      this.skipUntil([")"]);
      return [{ value }];
    }
    return [{ value }];
  }

  private parseCallEnd(call: Call): Call {
    const others = [...call.others];
    const orderBy = [...call.orderBy];
    let { hasWindow } = call;
    const addWindow = () => {
      const window = this.parseWindow();
      others.push(...window.others);
      orderBy.push(...window.orderBy);
    };
    for (;;) {
      if (this.at("FILTER") && this.ahead(1).text === "(") {
        this.take();
        this.take();
        this.skip("WHERE");
        others.push(this.parseExpression());
        this.expectSymbol(")");
      } else if (this.at("WITHIN", "GROUP")) {
        this.take();
        this.take();
        addWindow();
      } else if (this.skip("IGNORE", "NULLS") || this.skip("RESPECT", "NULLS")) {
        continue;
      } else if (this.at("FROM", "FIRST", "OVER") || this.at("FROM", "LAST", "OVER")) {
        this.take();
        this.take();
      } else if (this.at("OVER") && (this.ahead(1).text === "(" || this.ahead(1).kind !== "symbol")) {
        this.take();
        hasWindow = true;
        if (this.atSymbol("(")) addWindow();
        else this.takeName();
      } else if (call.name === "match" && this.skip("AGAINST")) {
        this.expectSymbol("(");
        others.push(this.parseExpression());
        this.skipUntil([")"]);
        this.expectSymbol(")");
      } else return { ...call, others, orderBy, hasWindow, end: this.lastEnd };
    }
  }

  /** `(PARTITION BY … ORDER BY … ROWS …)` */
  protected parseWindow(): Pick<Call, "others" | "orderBy"> {
    const others: Expression[] = [];
    const orderBy: Expression[] = [];
    this.expectSymbol("(");
    while (!this.skipSymbol(")")) {
      if (this.skip("PARTITION", "BY") || this.skip("DISTRIBUTE", "BY") || this.skip("CLUSTER", "BY")) {
        others.push(...this.parseSortItems());
      } else if (this.skip("ORDER", "BY") || this.skip("SORT", "BY")) orderBy.push(...this.parseSortItems());
      else if (this.at("ROWS") || this.at("RANGE") || this.at("GROUPS")) this.skipUntil([")"]);
      else if (this.atName) this.takeName();
      else this.refuse("“)” is missing");
    }
    return { others, orderBy };
  }
}

/** `timestampdiff(DAY, a, b)`: a unit is not a column. */
function withoutUnit(name: string, args: readonly Argument[]): readonly Argument[] {
  const [first, ...rest] = args;
  const value = first?.value;
  if (!unitFunctions.has(name) || args.length !== 3 || value?.kind !== "names") return args;
  const [unit] = value.names;
  if (
    value.names.length > 1 ||
    unit === undefined ||
    unit.isQuoted ||
    !timeUnits.has(unit.text.toUpperCase())
  )
    return args;
  const { start, end } = value;
  return [{ value: { kind: "literal", type: "other", text: unit.text, start, end } }, ...rest];
}
