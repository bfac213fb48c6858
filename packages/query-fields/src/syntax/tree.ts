/** Where something is in the query: offsets of its first character and of what follows its last. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A name as it is written, without its quotes. */
export interface Name extends Span {
  readonly text: string;
  readonly isQuoted: boolean;
  /** Whether a part of it is filled in before the query runs. */
  readonly isHole: boolean;
}

export type Expression = Span &
  (
    | { readonly kind: "names"; readonly names: readonly Name[] }
    | { readonly kind: "literal"; readonly type: "text" | "number" | "other"; readonly text: string }
    | { readonly kind: "hole" }
    /** `*`, `t.*`, `COLUMNS('…')`; without what `EXCLUDE` names. */
    | {
        readonly kind: "star";
        readonly qualifier: readonly Name[];
        readonly except: readonly string[];
        readonly others: readonly Expression[];
      }
    | { readonly kind: "member"; readonly of: Expression; readonly name: Name }
    | {
        readonly kind: "index";
        readonly of: Expression;
        readonly indexes: readonly Expression[];
        readonly isSlice: boolean;
      }
    | Call
    | { readonly kind: "lambda"; readonly parameters: readonly string[]; readonly body: Expression }
    | { readonly kind: "subquery"; readonly query: Query; readonly isExists: boolean }
    | { readonly kind: "cast"; readonly of: Expression; readonly type: string }
    /** `x IS NULL` */
    | { readonly kind: "nullTest"; readonly of: Expression }
    /** `{'a': x}` */
    | {
        readonly kind: "struct";
        readonly fields: readonly { readonly name: string; readonly value: Expression }[];
      }
    /** CASE; the last of the values is what ELSE says. */
    | { readonly kind: "case"; readonly tests: readonly Expression[]; readonly values: readonly Expression[] }
    /** Operands in a row. How operators bind does not matter to what is read. */
    | {
        readonly kind: "operation";
        readonly operands: readonly Expression[];
        readonly operators: readonly string[];
      }
    /** `(a, b)`, `[a, b]` */
    | { readonly kind: "list"; readonly items: readonly Expression[]; readonly isArray: boolean }
  );

export interface Call extends Span {
  readonly kind: "call";
  /** Lower-cased; the last of its parts. */
  readonly name: string;
  /** What is before it: a catalog and a schema, or in DuckDB what it is applied to. */
  readonly qualifier: readonly Name[];
  readonly args: readonly Argument[];
  /** What its FILTER and PARTITION BY contain. */
  readonly others: readonly Expression[];
  /** What its ORDER BY contains, and that of its window. */
  readonly orderBy: readonly Expression[];
  readonly hasWindow: boolean;
  readonly isDistinct: boolean;
}

export interface Argument {
  readonly value: Expression;
  /** `struct(x AS name)`, `name => x` */
  readonly name?: string;
}

export interface Query extends Span {
  readonly kind: "query";
  readonly isRecursive: boolean;
  readonly tables: readonly CommonTable[];
  readonly body: Body;
  readonly orderBy: readonly Expression[];
  readonly others: readonly Expression[];
}

export interface CommonTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly query: Query;
}

export type Body =
  | Select
  | Query
  | { readonly kind: "set"; readonly left: Body; readonly right: Body; readonly isByName: boolean }
  | { readonly kind: "values"; readonly rows: readonly Expression[] }
  | { readonly kind: "table"; readonly source: Source };

export interface Select extends Span {
  readonly kind: "select";
  readonly items: readonly SelectItem[];
  readonly from: readonly Source[];
  /** WHERE, which sees no alias but where the engine lets it. */
  readonly where: readonly Expression[];
  /** GROUP BY, HAVING, QUALIFY, WINDOW, DISTRIBUTE BY and the like. */
  readonly clauses: readonly Expression[];
  /** The names that SELECT TRANSFORM gives to what the program prints. */
  readonly transformed: readonly string[] | undefined;
  /** Whether it is `GROUP BY ALL` or the like, which names no column. */
  readonly groupsByAll: boolean;
}

export interface SelectItem extends Span {
  readonly value: Expression;
  readonly alias: string | undefined;
}

interface Aliased extends Span {
  readonly alias: string | undefined;
  readonly columns: readonly string[];
}

export type Source =
  | (Aliased & { readonly kind: "table"; readonly names: readonly Name[] })
  | (Aliased & { readonly kind: "subquery"; readonly query: Query; readonly isLateral: boolean })
  /** UNNEST, LATERAL VIEW and other functions that give rows. */
  | (Aliased & {
      readonly kind: "rows";
      readonly call: Call;
      readonly style: "unnest" | "lateral view" | "function";
      readonly hasOrdinality: boolean;
    })
  | (Span & {
      readonly kind: "join";
      readonly left: Source;
      readonly right: Source;
      readonly on: readonly Expression[];
      readonly using: readonly string[];
      readonly isNatural: boolean;
    })
  /** PIVOT, MATCH_RECOGNIZE: what comes out of it is not looked into. */
  | (Aliased & { readonly kind: "opaque"; readonly of: Source; readonly construct: string });

/** One statement of a script. */
export type Statement = Span &
  (
    | { readonly kind: "query"; readonly query: Query }
    /** Says nothing of events: SET, USE, DROP. */
    | { readonly kind: "other"; readonly word: string }
  );
