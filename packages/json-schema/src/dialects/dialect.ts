import type { Check, SchemaHolder } from "./keyword-values.ts";

interface KeywordBase {
  /**
   * `assertion`: it can make a value invalid, by itself or through its subschemas. `annotation`: it describes, names or
   * stores something, and no value is refused because of it.
   */
  readonly says: "assertion" | "annotation";
  /** The JSON types that it is about; absent: values of any type, or none. */
  readonly types?: readonly string[];
  /** It has no effect but through this keyword beside it. */
  readonly beside?: string;
  /** Its value is a regular expression, or the names of its members are. */
  readonly pattern?: "value" | "names";
}

/** A keyword that contains no schemas. */
export interface ValueKeyword extends KeywordBase {
  readonly holds: "value";
  /** Which values the dialect's meta-schema allows. */
  readonly check: Check;
}

/** A keyword that contains schemas. */
export interface ApplicatorKeyword extends KeywordBase {
  readonly holds: SchemaHolder;
  /**
   * Which values its schemas judge: the value that the keyword's own schema judges, its items, its members or their
   * names. `nothing`: they wait to be referred to.
   */
  readonly appliesTo: "value" | "items" | "members" | "names" | "nothing";
  /** Its schemas ask rather than demand: a value that one of them refuses may be valid anyway. */
  readonly isCondition?: true;
  /** Several of its schemas, or one of them and another keyword's, may judge the same member. */
  readonly overlaps?: true;
}

/** What a dialect says about one keyword. */
export type KeywordDefinition = ValueKeyword | ApplicatorKeyword;

/** A draft of JSON Schema, as a table of its keywords. What only walks schemas asks the table. */
export interface Dialect {
  readonly name: string;
  /** The values of `$schema` that declare it. */
  readonly uris: readonly string[];
  readonly keywords: ReadonlyMap<string, KeywordDefinition>;
}

/** The names of the keywords that satisfy a condition, in the table's order. */
export function keywordsWhere(
  { keywords }: Dialect,
  holds: (keyword: KeywordDefinition) => boolean,
): readonly string[] {
  return [...keywords].filter(([, keyword]) => holds(keyword)).map(([name]) => name);
}
