// DuckDB alone, with two threads: node duckdb.mjs "SQL". Prints the rows.
import { DuckDBInstance } from "@duckdb/node-api";

const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
const connection = await instance.connect();
const reader = await connection.runAndReadAll(process.argv[2]);
console.log(
  reader
    .getRows()
    .map((row) => row.join("\t"))
    .join("\n"),
);
