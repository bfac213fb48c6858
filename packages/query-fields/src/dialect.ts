/** The languages of queries that are understood. `mariadb` is MySQL's, too. */
export type Dialect = "duckdb" | "hive" | "spark" | "trino" | "mariadb";

/** How a dialect writes names and texts. Sources: the lexical chapters of each engine's manual. */
export interface Lexical {
  /** What surrounds names. */
  readonly nameQuotes: readonly string[];
  /** What surrounds texts. */
  readonly textQuotes: readonly string[];
  /** Whether `\'` inside a text is a quote. */
  readonly hasEscapes: boolean;
  /** Whether `#` begins a comment. */
  readonly hasHashComments: boolean;
  /** Whether `x -> y` is a lambda. */
  readonly hasLambdas: boolean;
}

const hadoop: Lexical = {
  nameQuotes: ["`"],
  textQuotes: ["'", '"'],
  hasEscapes: true,
  hasHashComments: false,
  hasLambdas: true,
};

export const lexical: Readonly<Record<Dialect, Lexical>> = {
  duckdb: {
    nameQuotes: ['"'],
    textQuotes: ["'"],
    hasEscapes: false,
    hasHashComments: false,
    hasLambdas: true,
  },
  hive: { ...hadoop, hasLambdas: false },
  spark: hadoop,
  trino: {
    nameQuotes: ['"'],
    textQuotes: ["'"],
    hasEscapes: false,
    hasHashComments: false,
    hasLambdas: true,
  },
  mariadb: { ...hadoop, hasHashComments: true, hasLambdas: false },
};
