import { folded, type OutputColumn, type Value } from "./value.ts";

/** A relation in FROM: a table, or the result of a query. */
export interface Relation {
  /** What may be before its columns, folded: its alias, or the parts of its name. */
  readonly qualifier: readonly string[];
  readonly columns: readonly OutputColumn[];
  /** Whether it may have columns that are not known. */
  readonly isOpen: boolean;
  /** Where it is a table that is known: its name. */
  readonly table?: string;
}

/** Where a name is looked up: what one SELECT brings, then what is around it. */
export class Scope {
  readonly relations: Relation[] = [];
  /** Parameters of lambdas, which hide everything else. */
  readonly parameters = new Map<string, Value>();
  readonly aliases = new Map<string, Value>();
  /** Columns that USING made one. */
  readonly shared = new Map<string, Value>();
  readonly outer: Scope | undefined;
  /** Whether aliases hide columns, as in ORDER BY. */
  readonly prefersAliases: boolean;
  /** Whether something in FROM could not be looked into. */
  isOpaque = false;

  constructor(outer: Scope | undefined, prefersAliases = false) {
    this.outer = outer;
    this.prefersAliases = prefersAliases;
  }

  /** The same relations, in a place that sees aliases otherwise. */
  inside(prefersAliases: boolean): Scope {
    const scope = new Scope(this.outer, prefersAliases);
    scope.relations.push(...this.relations);
    for (const [name, value] of this.aliases) scope.aliases.set(name, value);
    for (const [name, value] of this.shared) scope.shared.set(name, value);
    scope.isOpaque = this.isOpaque;
    return scope;
  }

  get isOpen(): boolean {
    return this.isOpaque || this.relations.some(({ isOpen }) => isOpen);
  }

  /** The relations that a qualifier may mean: the alias, or the end of a table's name. */
  named(qualifier: readonly string[]): readonly Relation[] {
    const names = qualifier.map(folded);
    return this.relations.filter((relation) => {
      const own = relation.qualifier.slice(-names.length);
      return own.length === names.length && own.every((name, index) => name === names[index]);
    });
  }
}

export function columnsNamed(relation: Relation, name: string): readonly Value[] {
  const wanted = folded(name);
  return relation.columns.filter((column) => column.name === wanted).map(({ value }) => value);
}
