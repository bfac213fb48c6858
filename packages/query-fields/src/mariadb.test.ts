import { openMariaDb } from "@addendum/warehouse";
import { describe, it } from "vitest";
import { startMariaDb, whyNoMariaDb } from "../../warehouse/test/mariadb-server.ts";
import { skipBecause } from "../../warehouse/test/server.ts";
import { accepts, ask, definitions, named } from "../test/engine-questions.ts";

// The engines that take minutes are asked by `npm run engines`.
describe.skipIf(skipBecause("MariaDB", whyNoMariaDb()))("MariaDB", () => {
  it(
    "takes queries without what they do not read, and refuses them without what they do",
    { timeout: 900_000 },
    async () => {
      const { server, ...options } = await startMariaDb();
      const engine = await openMariaDb({ ...options, host: "127.0.0.1" });
      await ask(named("flat"), "mariadb", async (question, database) => {
        for (const statement of [
          `CREATE DATABASE ${database}`,
          `USE ${database}`,
          ...definitions(question, "mariadb"),
        ])
          await engine.execute(statement);
        return accepts(engine, `EXPLAIN ${question.sql}`);
      });
      await engine.close();
      await server.stop();
    },
  );
});
