import { whyNoMariaDb } from "../../warehouse/test/mariadb-server.ts";
import { onDuckDb, onMariaDb } from "./query-engines.ts";
import { describePanels } from "./sql-panels.ts";

const noMariaDb = whyNoMariaDb();
if (noMariaDb !== undefined) console.log(`MariaDB is not asked: ${noMariaDb}`);

describePanels("duckdb", "as they are", () => onDuckDb("duckdb"), false);
describePanels("trino", "as DuckDB understands them", () => onDuckDb("trino"), false);
describePanels("mariadb", "on MariaDB", onMariaDb, noMariaDb !== undefined);
