// `npm run engines` runs it, and no other test run: it takes minutes.
import { openTrino } from "@addendum/warehouse";
import { describe, it } from "vitest";
import { skipBecause } from "../../warehouse/test/server.ts";
import { startTrino, whyNoTrino } from "../../warehouse/test/trino-server.ts";
import { accepts, ask, definitions, named } from "./engine-questions.ts";

describe.skipIf(skipBecause("Trino", whyNoTrino()))("Trino", () => {
  it(
    "takes queries without what they do not read, and refuses them without what they do",
    { timeout: 900_000 },
    async () => {
      const { server, address } = await startTrino();
      await ask(named("with lambdas"), "trino", async (question, schema) => {
        const engine = openTrino({ address, user: "test", catalog: "iceberg", schema, connector: "iceberg" });
        for (const statement of [`CREATE SCHEMA iceberg.${schema}`, ...definitions(question, "trino")])
          await engine.execute(statement);
        return accepts(engine, `EXPLAIN (TYPE VALIDATE) ${question.sql}`);
      });
      await server.stop();
    },
  );
});
