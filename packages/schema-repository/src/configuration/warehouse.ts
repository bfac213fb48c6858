import {
  type Data,
  type DataObject,
  isArray,
  isObject,
  join,
  own,
  type Pointer,
} from "@addendum/json-schema";
import type { ConfigurationProblem } from "./problem.ts";

const name: DataObject = { type: "string", minLength: 1 };
const port: DataObject = { type: "integer", minimum: 1, maximum: 65535 };
const user: DataObject = {
  ...name,
  description: "The user to connect as. Default: the user who runs the command.",
};

/** The JSON Schema of `warehouse:`. */
export const warehouseSchema: DataObject = {
  type: "object",
  additionalProperties: false,
  description:
    "How commands reach the engines. Passwords are not stored here: they come from a my.cnf, the environment or a prompt.",
  properties: {
    duckdb: {
      type: "object",
      required: ["path"],
      additionalProperties: false,
      description: "A database of DuckDB beside the lake.",
      properties: { path: { ...name, description: "The database's file." } },
    },
    hive: {
      type: "object",
      required: ["host"],
      additionalProperties: false,
      description: "A HiveServer2.",
      properties: {
        host: name,
        port: { ...port, default: 10000 },
        user,
        database: name,
        principal: {
          type: "string",
          // It becomes a part of a JDBC address, whose parts are separated by semicolons.
          pattern: "^[A-Za-z0-9._-]+/[A-Za-z0-9._-]+@[A-Za-z0-9._-]+$",
          description:
            "The server's Kerberos principal: hive/_HOST@EXAMPLE.ORG. beeline then connects with your ticket (kinit).",
        },
        beeline: {
          ...name,
          description:
            "Hive's client to connect with: a path, or a name on the PATH. Default with a principal: beeline.",
        },
      },
    },
    mariadb: {
      type: "object",
      additionalProperties: false,
      description: "A server of MariaDB, or its shards.",
      properties: {
        host: { ...name, default: "127.0.0.1" },
        port: { ...port, default: 3306 },
        socket: name,
        user,
        database: name,
        myCnf: {
          ...name,
          description:
            "An option file of MariaDB's clients, such as ~/.my.cnf; settings beside it take precedence.",
        },
        dblists: {
          ...name,
          description: "A directory of <shard>.dblist files, which list the wikis of each shard.",
        },
        shards: {
          type: "object",
          propertyNames: { pattern: "^[A-Za-z0-9_-]+$" },
          additionalProperties: { type: "string", pattern: "^[^\\s/:@]+(:[0-9]{1,5})?$" },
          description: "The server of each shard: s1: s1-replica.example.org:3311.",
        },
      },
    },
    trino: {
      type: "object",
      required: ["address"],
      additionalProperties: false,
      description: "A coordinator of Trino.",
      properties: {
        address: {
          type: "string",
          pattern: "^https?://[^\\s/?#]+/?$",
          description: "https://host:port",
        },
        user,
        catalog: name,
        schema: name,
        connector: {
          enum: ["hive", "iceberg"],
          default: "hive",
          description: "The connector of the catalog's tables.",
        },
      },
    },
  },
};

const secretName = /pass(word|wd|phrase|code)?$|pwd$|secret|token|credential/i;
const advice =
  "Passwords are not stored in addendum.yaml, because it is committed. Remove it, change it if it was committed, and name a my.cnf (warehouse.mariadb.myCnf), set ADDENDUM_<ENGINE>_PASSWORD, or type it when asked.";

/** The first password among the settings of connections, whose value no message repeats. */
export function findSecret(configuration: DataObject): ConfigurationProblem | undefined {
  return secretIn(own(configuration, "warehouse"), "/warehouse");
}

function secretIn(data: Data | undefined, pointer: Pointer): ConfigurationProblem | undefined {
  if (typeof data === "string" && /^[a-z0-9+.:-]*\/\/[^/?#]*@/i.test(data)) {
    return { pointer, message: `an address with a user or a password before “@”. ${advice}` };
  }
  if (isArray(data)) {
    return first(data.map((item, index) => [join(pointer, index), item]));
  }
  if (!isObject(data)) return undefined;
  const secret = Object.keys(data).find((key) => secretName.test(key.replaceAll(/[-_.\s]/g, "")));
  if (secret !== undefined) {
    return { pointer: join(pointer, secret), isKey: true, message: `“${secret}” is a secret. ${advice}` };
  }
  return first(Object.entries(data).map(([key, value]) => [join(pointer, key), value]));
}

function first(places: readonly (readonly [Pointer, Data])[]): ConfigurationProblem | undefined {
  for (const [pointer, value] of places) {
    const found = secretIn(value, pointer);
    if (found !== undefined) return found;
  }
  return undefined;
}
