import type { Printer } from "../printer.ts";
import { duckdb } from "./duckdb.ts";
import { hive } from "./hive.ts";
import { iceberg } from "./iceberg.ts";
import { mariadb } from "./mariadb.ts";
import { spark } from "./spark.ts";
import { trinoHive, trinoIceberg } from "./trino.ts";

/** The engines whose tables can be defined; the first is the default. */
export const printers: readonly Printer[] = [duckdb, hive, spark, trinoHive, trinoIceberg, iceberg, mariadb];
