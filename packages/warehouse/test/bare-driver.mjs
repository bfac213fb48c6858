// What reports are measured beside: the same queries through the driver alone, one after the other, all rows read.
// node bare-driver.mjs duckdb|mariadb FILE, which holds { setup, connection, queries } as JSON.
import { readFileSync } from "node:fs";

const { setup = [], connection: options, queries } = JSON.parse(readFileSync(process.argv[3], "utf8"));
let rows = 0;
if (process.argv[2] === "duckdb") {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  for (const sql of setup) await connection.run(sql);
  for (const sql of queries) rows += (await connection.runAndReadAll(sql)).getRows().length;
} else {
  const { createConnection } = await import("mysql2/promise");
  const connection = await createConnection(options);
  for (const sql of queries) rows += (await connection.query({ sql, rowsAsArray: true }))[0].length;
  await connection.end();
}
console.log(rows);
