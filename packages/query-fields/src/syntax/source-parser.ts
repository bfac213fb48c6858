import { CallParser } from "./call-parser.ts";
import type { Call, Expression, Name, Source } from "./tree.ts";
import { clauseWords } from "./words.ts";

const joinWords = new Set(
  "INNER CROSS LEFT RIGHT FULL OUTER SEMI ANTI ASOF NATURAL STRAIGHT_JOIN POSITIONAL GLOBAL JOIN".split(" "),
);

/** Reads what is after FROM. */
export abstract class SourceParser extends CallParser {
  protected parseSources(): Source[] {
    const sources: Source[] = [];
    do sources.push(this.parseJoins());
    while (this.skipSymbol(",") && !this.isTrailingComma());
    return sources;
  }

  /** DuckDB lets a comma are before what follows. */
  private isTrailingComma(): boolean {
    return this.dialect === "duckdb" && this.atAny(clauseWords) && !this.at("LATERAL");
  }

  private parseJoins(): Source {
    return this.nested(() => {
      let left = this.parsePrimarySource();
      const { start } = left;
      for (;;) {
        if (this.at("LATERAL", "VIEW")) {
          const right = this.parseLateralView();
          left = { kind: "join", left, right, on: [], using: [], isNatural: false, start, end: this.lastEnd };
          continue;
        }
        if ((this.at("CROSS") || this.at("OUTER")) && this.ahead(1).text.toUpperCase() === "APPLY") {
          this.refuse("APPLY is not supported");
        }
        if (this.at("PIVOT") || this.at("UNPIVOT") || this.at("MATCH_RECOGNIZE")) {
          left = this.parseOpaque(left);
          continue;
        }
        if (!this.atJoin()) return left;
        let isNatural = false;
        while (this.atAny(joinWords)) {
          const word = this.take().text.toUpperCase();
          if (word === "NATURAL") isNatural = true;
          if (word === "JOIN" || word === "STRAIGHT_JOIN") break;
        }
        const right = this.parsePrimarySource();
        left = { kind: "join", left, right, ...this.parseCriteria(), isNatural, start, end: this.lastEnd };
      }
    });
  }

  private atJoin(): boolean {
    if (!this.atAny(joinWords)) return false;
    // LEFT and RIGHT are functions, too; STRAIGHT_JOIN and JOIN join by themselves.
    for (let count = 0; count < 4; count += 1) {
      const word = this.ahead(count).text.toUpperCase();
      if (word === "JOIN" || word === "STRAIGHT_JOIN") return true;
      if (!joinWords.has(word)) return false;
    }
    return false;
  }

  /** Several where joins are before their criteria: a JOIN b JOIN c ON … ON …; those of all are seen alike. */
  private parseCriteria(): { on: readonly Expression[]; using: readonly string[] } {
    const on: Expression[] = [];
    const using: string[] = [];
    for (;;) {
      if (this.skip("ON")) on.push(this.parseExpression());
      else if (this.skip("USING")) using.push(...this.takeNameList());
      else return { on, using };
    }
  }

  private parsePrimarySource(): Source {
    const { start } = this.next;
    let isLateral = this.at("LATERAL") && this.ahead(1).text.toUpperCase() !== "VIEW";
    if (isLateral) this.take();
    if (this.atSymbol("(")) {
      if (this.atQuery) {
        const mark = this.mark();
        try {
          this.take();
          const query = this.parseQuery();
          this.expectSymbol(")");
          return this.withAlias({ kind: "subquery", query, isLateral, start });
        } catch (error) {
          // ((SELECT …) a JOIN b)
          this.back(mark);
          if (this.ahead(1).text !== "(") throw error;
        }
      }
      this.take();
      let inner = this.parseJoins();
      while (this.skipSymbol(",")) {
        const right = this.parseJoins();
        inner = {
          kind: "join",
          left: inner,
          right,
          on: [],
          using: [],
          isNatural: false,
          start,
          end: this.lastEnd,
        };
      }
      this.expectSymbol(")");
      if (this.at("AS") || this.atAlias()) {
        const { alias, columns } = this.takeAlias();
        return {
          kind: "opaque",
          of: inner,
          construct: "a join with an alias",
          alias,
          columns,
          start,
          end: this.lastEnd,
        };
      }
      return { ...inner, start, end: this.lastEnd };
    }
    if (this.at("VALUES")) {
      const query = this.parseQuery();
      return this.withAlias({ kind: "subquery", query, isLateral: false, start });
    }
    if (this.at("TABLE") && this.ahead(1).text === "(") {
      this.take();
      this.take();
      if (this.atQuery) {
        const query = this.parseQuery();
        this.expectSymbol(")");
        return this.withAlias({ kind: "subquery", query, isLateral, start });
      }
      const of = this.parsePrimarySource();
      this.expectSymbol(")");
      const { alias, columns } = this.takeAlias();
      if (of.kind === "join") this.refuse("a join cannot be the argument of TABLE");
      return {
        ...of,
        alias: alias ?? of.alias,
        columns: columns.length > 0 ? columns : of.columns,
        end: this.lastEnd,
      };
    }
    if (this.next.kind === "text" && this.dialect === "duckdb") {
      const { text, start: from, end } = this.take();
      return this.withAlias({
        kind: "table",
        names: [{ text, isQuoted: true, isHole: true, start: from, end }],
        start,
      });
    }
    if (this.at("FROM")) {
      const query = this.parseQuery();
      return {
        kind: "subquery",
        query,
        isLateral: false,
        alias: undefined,
        columns: [],
        start,
        end: this.lastEnd,
      };
    }
    const names = [this.takeName()];
    while (this.skipSymbol(".")) names.push(this.takeName());
    const last = names.at(-1) as Name;
    if (this.atSymbol("(") && !last.isQuoted) {
      isLateral = true;
      const call = this.parseCall(last, names.slice(0, -1), start);
      const isUnnest = call.name === "unnest";
      const hasOrdinality = this.skip("WITH", "ORDINALITY") || this.skip("WITH", "OFFSET");
      return this.withAlias({
        kind: "rows",
        call,
        style: isUnnest ? "unnest" : "function",
        hasOrdinality,
        start,
      });
    }
    if (this.atSymbol("[")) this.refuse("a list as a table is not supported");
    return this.withAlias({ kind: "table", names, start });
  }

  private withAlias<Rest extends object>(
    source: Rest,
  ): Rest & { alias: string | undefined; columns: readonly string[]; end: number } {
    this.skipTableOptions();
    const { alias, columns } = this.takeAlias();
    this.skipTableOptions();
    return { ...source, alias, columns, end: this.lastEnd };
  }

  /** What says how a table is read, and nothing of its columns. */
  private skipTableOptions(): void {
    for (;;) {
      if (this.at("TABLESAMPLE") || (this.at("SAMPLE") && this.ahead(1).kind === "number")) {
        this.take();
        while (this.next.kind === "word" && this.ahead(1).text === "(") this.take();
        if (this.atSymbol("(")) this.skipBrackets();
        else this.take();
        if (this.skip("REPEATABLE")) this.skipBrackets();
      } else if (
        this.at("FOR") &&
        ["SYSTEM_TIME", "VERSION", "TIMESTAMP", "SYSTEM_VERSION"].includes(this.ahead(1).text.toUpperCase())
      ) {
        this.take();
        this.take();
        this.expect("AS");
        this.expect("OF");
        this.parseExpression();
      } else if (
        (this.at("USE") || this.at("FORCE") || this.at("IGNORE")) &&
        ["INDEX", "KEY"].includes(this.ahead(1).text.toUpperCase())
      ) {
        while (!this.atSymbol("(")) this.take();
        this.skipBrackets();
      } else if (this.at("PARTITION") && this.ahead(1).text === "(" && this.dialect === "mariadb") {
        this.take();
        this.skipBrackets();
      } else return;
    }
  }

  protected atAlias(): boolean {
    if (this.next.kind === "name" || this.next.kind === "hole") return true;
    return this.next.kind === "word" && !this.atAny(clauseWords);
  }

  private takeAlias(): { alias: string | undefined; columns: readonly string[] } {
    if (!this.skip("AS") && !this.atAlias()) return { alias: undefined, columns: [] };
    if (this.atSymbol("(")) return { alias: undefined, columns: this.takeNameList() };
    const alias = this.takeName().text;
    return { alias, columns: this.atSymbol("(") ? this.takeNameList() : [] };
  }

  /** Source: Apache Hive, LanguageManual LateralView. */
  protected parseLateralView(): Source {
    const { start } = this.take();
    this.take();
    this.skip("OUTER");
    const names = [this.takeName()];
    while (this.skipSymbol(".")) names.push(this.takeName());
    const call: Call = this.parseCall(names.at(-1) as Name, names.slice(0, -1), start);
    const alias = !this.at("AS") && this.atAlias() ? this.takeName().text : undefined;
    const columns: string[] = [];
    if (this.skip("AS")) {
      if (this.atSymbol("(")) columns.push(...this.takeNameList());
      else {
        do columns.push(this.takeName().text);
        while (this.atSymbol(",") && this.isColumnNext() && this.skipSymbol(","));
      }
    }
    return {
      kind: "rows",
      call,
      style: "lateral view",
      hasOrdinality: false,
      alias,
      columns,
      start,
      end: this.lastEnd,
    };
  }

  /** A comma after a column of a lateral view may begin the next table. */
  private isColumnNext(): boolean {
    const isName = this.ahead(1).kind === "word" || this.ahead(1).kind === "name";
    const after = this.ahead(2);
    if (!isName || clauseWords.has(this.ahead(1).text.toUpperCase())) return false;
    if (after.kind === "end" || (after.kind === "symbol" && [",", ")", ";"].includes(after.text)))
      return true;
    return (
      after.kind === "word" && clauseWords.has(after.text.toUpperCase()) && after.text.toUpperCase() !== "AS"
    );
  }

  /** PIVOT (…): its brackets are not looked into. */
  private parseOpaque(of: Source): Source {
    const construct = this.take().text.toUpperCase();
    if (this.skip("INCLUDE") || this.skip("EXCLUDE")) this.skip("NULLS");
    if (!this.atSymbol("(")) this.refuse(`${construct} is not understood`);
    this.skipBrackets();
    const { alias, columns } = this.takeAlias();
    return { kind: "opaque", of, construct, alias, columns, start: of.start, end: this.lastEnd };
  }
}
