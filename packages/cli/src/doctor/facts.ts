/** The outcome of connecting to an address. */
export type Reach = "open" | "refused" | "timeout" | "unknown-host" | "unreachable";

/** A server that the configuration names. */
export interface AddressFact {
  /** The setting that names it: `warehouse.hive`. */
  readonly setting: string;
  readonly host: string;
  readonly port: number;
  readonly reach: Reach;
  /** Whether something works without it: a developer need not run an intake. */
  readonly isOptional: boolean;
}

/** What a server said to a client that speaks its protocol. */
export interface AnswerFact {
  readonly setting: string;
  /** Undefined: it answers. */
  readonly problem: string | undefined;
}

/** A package, and who needs it. */
export interface PartFact {
  readonly name: string;
  /** What does not work without it. */
  readonly needs: string;
  /** Whether the configuration asks for it. */
  readonly isAsked: boolean;
  /** Undefined: it is there. */
  readonly problem: "missing" | string | undefined;
}

/** An option file of MariaDB’s clients. What it holds is not among the facts. */
export interface MyCnfFact {
  /** As the configuration names it. */
  readonly path: string;
  /** Why it cannot be read; undefined if it can. */
  readonly problem: string | undefined;
  /** The permission bits; undefined if the system has none. */
  readonly mode: number | undefined;
  readonly hasPassword: boolean;
  /** Whether it, or the configuration, says which server to ask. */
  readonly hasServer: boolean;
}

/** Lists of wikis by shard, and the servers of shards. */
export interface ShardsFact {
  readonly dblists: string;
  readonly problem: string | undefined;
  readonly wikis: number;
  /** Shards with wikis that `warehouse.mariadb.shards` has no server for. */
  readonly unnamed: readonly string[];
  /** Shards with a server that no list names. */
  readonly unlisted: readonly string[];
}

/** A proxy that the environment names. Its user and password are not among the facts. */
export interface ProxyFact {
  readonly variable: string;
  readonly host: string;
  readonly port: number;
  readonly reach: Reach;
}

/** All facts that are checked, gathered beforehand. */
export interface Facts {
  /** X.Y.Z */
  readonly node: string;
  /** What `git --version` says; undefined if there is no git. */
  readonly git: string | undefined;
  /** Undefined outside of a schema repository. */
  readonly repository:
    | {
        readonly root: string;
        /** The base branch, or why it is unknown what is published. */
        readonly published: { readonly name: string } | { readonly problem: string };
        /** Whether the lake’s manifest can be read; undefined if there is no lake. */
        readonly lake: { readonly path: string; readonly problem: string | undefined } | undefined;
      }
    | undefined;
  readonly parts: readonly PartFact[];
  readonly addresses: readonly AddressFact[];
  readonly answers: readonly AnswerFact[];
  /** Where a principal is configured: whether there is a ticket. */
  readonly ticket: "valid" | "none" | "no-klist" | undefined;
  /** Where Hive is asked through its own client. */
  readonly beeline: { readonly program: string; readonly isThere: boolean } | undefined;
  readonly myCnf: MyCnfFact | undefined;
  /** Whether `~/.my.cnf` is there, and the configuration names none. */
  readonly hasUnnamedMyCnf: boolean;
  readonly shards: ShardsFact | undefined;
  readonly duckDbFile: { readonly path: string; readonly isThere: boolean } | undefined;
  readonly proxies: readonly ProxyFact[];
  /** `NO_PROXY`, by its parts. */
  readonly noProxy: readonly string[];
}
