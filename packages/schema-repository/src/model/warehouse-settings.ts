/** How to reach the engines that store a repository's events. Contains no secrets: passwords come from elsewhere. */
export interface WarehouseSettings {
  readonly duckdb?: DuckDbConnection;
  readonly hive?: HiveConnection;
  readonly mariadb?: MariaDbConnection;
  readonly trino?: TrinoConnection;
}

export interface DuckDbConnection {
  /** A database file. */
  readonly path: string;
}

/** A HiveServer2. With `principal` or `beeline`, Hive's own client connects to it. */
export interface HiveConnection {
  readonly host: string;
  /** Absent: 10000. */
  readonly port?: number;
  readonly user?: string;
  readonly database?: string;
  /** The server's Kerberos principal: `hive/_HOST@EXAMPLE.ORG`. */
  readonly principal?: string;
  /** The program to connect with; a name is looked for on the PATH. */
  readonly beeline?: string;
}

export interface MariaDbConnection {
  readonly host?: string;
  readonly port?: number;
  readonly socket?: string;
  readonly user?: string;
  readonly database?: string;
  /** An option file of MariaDB's clients; `~/` is the user's home. What is set beside it prevails. */
  readonly myCnf?: string;
  /** A directory of `<shard>.dblist` files, which say which shard has which wiki. */
  readonly dblists?: string;
  /** `host` or `host:port`, by shard. */
  readonly shards?: Readonly<Record<string, string>>;
}

export interface TrinoConnection {
  /** `https://host:port` */
  readonly address: string;
  readonly user?: string;
  readonly catalog?: string;
  readonly schema?: string;
  /** The connector of the catalog's tables; absent: hive. */
  readonly connector?: "hive" | "iceberg";
}
