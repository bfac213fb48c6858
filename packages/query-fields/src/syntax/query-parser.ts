import type { Dialect } from "../dialect.ts";
import { SourceParser } from "./source-parser.ts";
import type { Body, CommonTable, Expression, Query, Select, SelectItem, Source, Statement } from "./tree.ts";
import { selectModifiers } from "./words.ts";

const setWords = new Set(["UNION", "INTERSECT", "EXCEPT", "MINUS"]);
const queryWords = new Set(["SELECT", "WITH", "FROM", "VALUES"]);
/** Statements that read no fields. */
const otherWords = new Set(
  "SET USE DROP ADD RESET MSCK ANALYZE DESCRIBE DESC SHOW LOAD INSTALL PRAGMA ATTACH BEGIN COMMIT ROLLBACK RELOAD RELOADFUNCTION TRUNCATE DELIMITER UNSET CALL GRANT REFRESH".split(
    " ",
  ),
);

/** The statements of a script. Throws {@link UnreadableQuery}. */
export function parseScript(sql: string, dialect: Dialect): readonly Statement[] {
  return new QueryParser(sql, dialect).parseScript();
}

class QueryParser extends SourceParser {
  parseScript(): Statement[] {
    const statements: Statement[] = [];
    for (;;) {
      while (this.skipSymbol(";"));
      if (this.atEnd) return statements;
      statements.push(...this.parseStatement());
      if (!this.atEnd && !this.atSymbol(";")) this.refuse("“;” is missing");
    }
  }

  private parseStatement(): Statement[] {
    const { start, text } = this.next;
    if (this.at("EXPLAIN")) {
      this.skipUntil(["("], queryWords);
      if (this.atSymbol("(") && !this.atQuery) this.skipBrackets();
    }
    if (this.at("FROM")) return this.parseFromFirst([], start);
    if (this.atAny(otherWords) || (this.at("CREATE") && !this.hasQuery())) {
      this.skipUntil([";"]);
      return [{ kind: "other", word: text.toUpperCase(), start, end: this.lastEnd }];
    }
    if (this.at("INSERT") || this.at("REPLACE") || this.at("CREATE")) return [this.parseWrite(start, [])];
    if (this.at("WITH")) {
      const tables = this.parseWith();
      if (this.at("INSERT")) return [this.parseWrite(start, tables.tables)];
      if (this.at("FROM") && this.dialect !== "duckdb") return this.parseFromFirst(tables.tables, start);
      return [this.asStatement({ ...this.parseQueryRest(start), ...tables }, start)];
    }
    if (!this.atQuery) this.refuse(`${text.toUpperCase()} is not understood`);
    return [this.asStatement(this.parseQuery(), start)];
  }

  private hasQuery(): boolean {
    const mark = this.mark();
    this.take();
    this.skipUntil([";"], new Set(["SELECT", "WITH"]));
    // CREATE TABLE t (…) WITH (…) AS SELECT has options in between.
    while (this.at("WITH") && this.ahead(1).text === "(") {
      this.take();
      this.skipUntil([";"], new Set(["SELECT", "WITH"]));
    }
    const found = this.atAny(queryWords);
    this.back(mark);
    return found;
  }

  /** What is before the query says where its rows go. */
  private parseWrite(start: number, tables: readonly CommonTable[]): Statement {
    this.take();
    for (;;) {
      this.skipUntil([";", "("], queryWords);
      if (
        this.at("WITH") &&
        (this.ahead(1).text === "(" || /^(?:SERDEPROPERTIES|DATA|NO)$/i.test(this.ahead(1).text))
      ) {
        this.take();
        continue;
      }
      if (this.atAny(queryWords) || this.atQuery) break;
      if (!this.atSymbol("(")) this.refuse("a query is missing");
      this.skipBrackets();
    }
    const query = this.parseQuery();
    if (this.skip("ON", "DUPLICATE") || this.skip("ON", "CONFLICT")) this.skipUntil([";"]);
    if (this.at("WITH")) this.skipUntil([";"]);
    return this.asStatement({ ...query, tables: [...tables, ...query.tables] }, start);
  }

  /** Hive: FROM source INSERT … SELECT … INSERT … SELECT … */
  private parseFromFirst(tables: readonly CommonTable[], start: number): Statement[] {
    this.expect("FROM");
    const from = this.parseSources();
    const statements: Statement[] = [];
    if (this.dialect === "duckdb" && !this.at("SELECT")) {
      const select = this.parseSelectRest([everything(start)], from, start);
      return [this.asStatement(this.parseQueryEnd({ ...emptyQuery(select, start), tables }), start)];
    }
    while (this.at("INSERT") || this.at("SELECT") || this.at("MAP") || this.at("REDUCE")) {
      const begin = this.next.start;
      if (this.at("INSERT")) this.skipUntil([";"], new Set(["SELECT", "MAP", "REDUCE"]));
      const select = this.parseSelect(from);
      const body = this.parseSetOperations(select);
      statements.push(this.asStatement(this.parseQueryEnd({ ...emptyQuery(body, begin), tables }), begin));
    }
    if (statements.length === 0) this.refuse("SELECT is missing");
    return statements;
  }

  private asStatement(query: Query, start: number): Statement {
    return { kind: "query", query, start, end: this.lastEnd };
  }

  protected parseQuery(): Query {
    return this.nested(() => {
      const { start } = this.next;
      const tables = this.at("WITH") ? this.parseWith() : {};
      return { ...this.parseQueryRest(start), ...tables };
    });
  }

  private parseWith(): Pick<Query, "tables" | "isRecursive"> {
    this.expect("WITH");
    const isRecursive = this.skip("RECURSIVE");
    const tables: CommonTable[] = [];
    do {
      const name = this.takeName().text;
      const columns = this.atSymbol("(") ? this.takeNameList() : [];
      if (this.skip("USING", "KEY")) this.skipBrackets();
      this.expect("AS");
      this.skip("NOT");
      this.skip("MATERIALIZED");
      this.expectSymbol("(");
      tables.push({ name, columns, query: this.parseQuery() });
      this.expectSymbol(")");
      if (this.skip("CYCLE") || this.skip("SEARCH")) this.refuse("CYCLE and SEARCH are not supported");
    } while (this.skipSymbol(","));
    return { isRecursive, tables };
  }

  private parseQueryRest(start: number): Query {
    return this.parseQueryEnd(emptyQuery(this.parseBody(), start));
  }

  private parseQueryEnd(query: Query): Query {
    const orderBy: Expression[] = [];
    const others: Expression[] = [];
    for (;;) {
      if (
        this.skip("ORDER", "BY") ||
        this.skip("SORT", "BY") ||
        this.skip("DISTRIBUTE", "BY") ||
        this.skip("CLUSTER", "BY")
      ) {
        if (this.skip("ALL")) {
          if (!this.skip("ASC")) this.skip("DESC");
          if (this.skip("NULLS")) this.take();
        } else orderBy.push(...this.parseSortItems());
      } else if (this.skip("LIMIT")) {
        if (!this.skip("ALL")) others.push(...this.parseExpressions());
      } else if (this.skip("OFFSET")) {
        others.push(this.parseExpression());
        if (!this.skip("ROWS")) this.skip("ROW");
      } else if (this.at("FETCH")) {
        this.skipUntil([")", ";"], new Set(["ONLY", "TIES"]));
        this.take();
      } else if (this.at("FOR") || this.at("LOCK") || this.at("INTO") || this.at("PROCEDURE")) {
        this.skipUntil([")", ";"]);
      } else return { ...query, orderBy: [...query.orderBy, ...orderBy], others, end: this.lastEnd };
    }
  }

  private parseBody(): Body {
    return this.parseSetOperations(this.parseBodyPart());
  }

  private parseSetOperations(first: Body): Body {
    let left = first;
    while (this.atAny(setWords)) {
      this.take();
      if (!this.skip("ALL")) this.skip("DISTINCT");
      const isByName = this.skip("BY", "NAME") || this.skip("CORRESPONDING");
      left = { kind: "set", left, right: this.parseBodyPart(), isByName };
    }
    return left;
  }

  private parseBodyPart(): Body {
    const { start } = this.next;
    if (this.atSymbol("(")) {
      return this.nested(() => {
        this.take();
        const query = this.parseQuery();
        this.expectSymbol(")");
        return query;
      });
    }
    if (this.skip("VALUES")) return { kind: "values", rows: this.parseExpressions() };
    if (this.skip("TABLE")) {
      const names = [this.takeName()];
      while (this.skipSymbol(".")) names.push(this.takeName());
      const source: Source = {
        kind: "table",
        names,
        alias: undefined,
        columns: [],
        start,
        end: this.lastEnd,
      };
      return { kind: "table", source };
    }
    if (this.at("FROM")) {
      this.take();
      const from = this.parseSources();
      if (this.at("SELECT")) return this.parseSelect(from);
      return this.parseSelectRest([everything(start)], from, start);
    }
    if (this.at("SELECT") || this.at("MAP") || this.at("REDUCE")) return this.parseSelect([]);
    this.refuse("SELECT is missing");
  }

  /** @param before what a FROM before the SELECT names */
  private parseSelect(before: readonly Source[]): Select {
    const { start } = this.take();
    const others: Expression[] = [];
    let hasTop = true;
    while (hasTop) {
      hasTop = this.atAny(selectModifiers) && this.ahead(1).text !== ".";
      if (!hasTop) break;
      this.take();
      if (this.skip("ON")) {
        this.expectSymbol("(");
        others.push(...this.parseExpressions());
        this.expectSymbol(")");
      }
    }
    const items: SelectItem[] = [];
    do {
      if (items.length > 0 && this.at("FROM")) break;
      items.push(this.parseItem());
    } while (this.skipSymbol(","));
    const transformed = this.parseTransform();
    const from = this.skip("FROM") ? [...before, ...this.parseSources()] : before;
    const select = this.parseSelectRest(items, from, start);
    return { ...select, transformed, clauses: [...select.clauses, ...others] };
  }

  /** SELECT TRANSFORM (…) USING 'program' AS (…) */
  private parseTransform(): readonly string[] | undefined {
    if (this.at("ROW", "FORMAT")) this.skipUntil([";"], new Set(["USING"]));
    if (!this.at("USING")) return undefined;
    this.take();
    this.take();
    const names: string[] = [];
    if (this.skip("AS")) {
      if (this.atSymbol("(")) names.push(...this.takeNameList());
      else {
        do names.push(this.takeName().text);
        while (this.skipSymbol(","));
      }
    }
    if (this.at("ROW") || this.at("RECORDREADER")) this.skipUntil([";", ")"], new Set(["FROM"]));
    return names;
  }

  private parseItem(): SelectItem {
    const { start } = this.next;
    // DuckDB: alias: expression
    if (this.dialect === "duckdb" && this.next.kind === "word" && this.ahead(1).text === ":") {
      const alias = this.take().text;
      this.take();
      return { value: this.parseExpression(), alias, start, end: this.lastEnd };
    }
    const value = this.parseExpression();
    let alias: string | undefined;
    if (this.skip("AS")) {
      if (this.atSymbol("(")) {
        this.takeNameList();
      } else alias = this.next.kind === "text" ? this.take().text : this.takeName().text;
    } else if (this.next.kind === "text") alias = this.take().text;
    else if (this.atAlias()) alias = this.takeName().text;
    return { value, alias, start, end: this.lastEnd };
  }

  private parseSelectRest(items: readonly SelectItem[], sources: readonly Source[], start: number): Select {
    const where: Expression[] = [];
    const clauses: Expression[] = [];
    const from = [...sources];
    let groupsByAll = false;
    for (;;) {
      if (this.at("LATERAL", "VIEW")) from.push(this.parseLateralView());
      else if (this.skip("WHERE")) where.push(this.parseExpression());
      else if (this.skip("GROUP", "BY")) {
        if (this.skip("ALL")) groupsByAll = true;
        else {
          if (!this.skip("DISTINCT")) this.skip("ALL");
          clauses.push(...this.parseGrouping());
        }
      } else if (this.skip("HAVING") || this.skip("QUALIFY")) clauses.push(this.parseExpression());
      else if (this.skip("WINDOW")) {
        do {
          this.takeName();
          this.expect("AS");
          if (this.atSymbol("(")) {
            const { others, orderBy } = this.parseWindow();
            clauses.push(...others, ...orderBy);
          } else this.takeName();
        } while (this.skipSymbol(","));
      } else if (this.at("USING", "SAMPLE")) this.skipUntil([")", ";"], new Set(["ORDER", "LIMIT"]));
      else break;
    }
    return {
      kind: "select",
      items,
      from,
      where,
      clauses,
      transformed: undefined,
      groupsByAll,
      start,
      end: this.lastEnd,
    };
  }

  /** Sets of columns are calls or lists like others. */
  private parseGrouping(): Expression[] {
    const found: Expression[] = [];
    for (;;) {
      if (this.skip("GROUPING", "SETS")) {
        this.expectSymbol("(");
        while (!this.skipSymbol(")")) {
          if (this.atSymbol("(") && this.ahead(1).text === ")") this.skipBrackets();
          else found.push(this.parseExpression());
          this.skipSymbol(",");
        }
      } else if (this.atSymbol("(") && this.ahead(1).text === ")") this.skipBrackets();
      else found.push(this.parseExpression());
      if (!this.skip("ASC")) this.skip("DESC");
      if (this.skip("WITH", "ROLLUP") || this.skip("WITH", "CUBE")) return found;
      if (this.at("GROUPING", "SETS")) continue;
      if (!this.skipSymbol(",")) return found;
    }
  }
}

function emptyQuery(body: Body, start: number): Query {
  return { kind: "query", isRecursive: false, tables: [], body, orderBy: [], others: [], start, end: start };
}

function everything(start: number): SelectItem {
  return {
    value: { kind: "star", qualifier: [], except: [], others: [], start, end: start },
    alias: undefined,
    start,
    end: start,
  };
}
