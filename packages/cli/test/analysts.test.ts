import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openMariaDb } from "../../warehouse/src/engines/mariadb.ts";
import { type MariaDbServer, startMariaDb, whyNoMariaDb } from "../../warehouse/test/mariadb-server.ts";
import { fetchOnce, isThere, javaHome, run, skipBecause } from "../../warehouse/test/server.ts";
import { type SparkServer, startSparkServer, whyNoSpark } from "../../warehouse/test/spark.ts";
import { startTrino, type TrinoServer, whyNoTrino } from "../../warehouse/test/trino-server.ts";
import { python, pythonEnvironment, whyNoNotebooks } from "./python-environment.ts";
import { ScratchRepository } from "./scratch-repository.ts";

const documentation = join(import.meta.dirname, "../../../docs");
const noNotebooks = whyNoNotebooks();

/** The line of the documentation that begins with a program's name, with other addresses. */
function oneLiner(program: string, replaced: Readonly<Record<string, string>>): string {
  const text = readFileSync(join(documentation, "warehouse.md"), "utf8");
  let line = text.split("\n").find((one) => one.startsWith(`${program} `)) ?? "";
  expect(line).not.toBe("");
  for (const [from, to] of Object.entries(replaced)) {
    expect(line).toContain(from);
    line = line.replaceAll(from, to);
  }
  return line;
}

function shell(line: string, path: string): string {
  const done = spawnSync("sh", ["-c", line], {
    encoding: "utf8",
    timeout: 300_000,
    env: { ...process.env, PATH: `${path}:${process.env["PATH"] ?? ""}`, LC_ALL: "C.UTF-8" },
  });
  if (done.status !== 0) throw new Error(`${done.stderr}${done.stdout}`);
  return done.stdout;
}

/** What `run()` of the notebooks' module returns, as lists of rows. */
const ask = (call: string, environment: Readonly<Record<string, string>> = {}): unknown =>
  JSON.parse(
    python(
      `import addendum_query as query\nprint(${call}.to_json(orient='split', date_format='iso'))`,
      environment,
    ),
  );

const table =
  "CREATE TABLE event.ui_toggle (skin VARCHAR, n BIGINT, year BIGINT, month BIGINT, day BIGINT, hour BIGINT)";
const rows =
  "INSERT INTO event.ui_toggle VALUES ('a,\"b\" é', 9007199254740993, 2026, 11, 26, 9), (NULL, 2, 2026, 11, 26, 9), ('NULL', 3, 2026, 11, 25, 9)";

describe.skipIf(skipBecause("notebooks", noNotebooks))("notebooks over the lake", () => {
  let repository: ScratchRepository;
  it("runs from the first cell to the last", () => {
    repository = new ScratchRepository();
    repository.write("addendum.yaml", "version: 1\n");
    repository.write(
      "schemas/ui/toggle/1.0.0.yaml",
      "title: ui/toggle\n$id: /ui/toggle/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nproperties:\n  $schema: { type: string }\n  meta:\n    type: object\n    properties: { stream: { type: string }, id: { type: string }, dt: { type: string } }\n  n: { type: integer }\n",
    );
    const line = (n: number) =>
      `${JSON.stringify({ $schema: "/ui/toggle/1.0.0", meta: { stream: "t", id: String(n), dt: "2026-11-2" + (n % 3) + "T0" + (n % 5) + ":00:00Z" }, n })}\n`;
    repository.write("events/a.ndjson", Array.from({ length: 30 }, (_, n) => line(n)).join(""));
    expect(repository.addendum("load").err).toBe("");
    const done = spawnSync(
      join(pythonEnvironment(), "bin/python"),
      [
        "-m",
        "nbconvert",
        "--to",
        "html",
        "--execute",
        join(documentation, "notebooks/events.ipynb"),
        "--output-dir",
        repository.path("out"),
      ],
      {
        cwd: join(documentation, "notebooks"),
        encoding: "utf8",
        env: {
          ...process.env,
          ADDENDUM_LAKE: repository.path("lake"),
          HOME: repository.root,
          PYTHONDONTWRITEBYTECODE: "1",
        },
      },
    );
    expect(done.status, done.stderr).toBe(0);
    const page = readFileSync(repository.path("out/events.html"), "utf8");
    expect(page).toContain("2026-11-20");
    expect(page).toContain("<td>10</td>");
    const answer = ask(
      `query.duckdb.run(["CREATE TEMP TABLE t AS SELECT * FROM ui_toggle WHERE day = 21", "SELECT count(*) AS events, max(n) AS most FROM t"], lake=${JSON.stringify(repository.path("lake"))})`,
    );
    expect(answer).toMatchObject({ columns: ["events", "most"], data: [[10, 28]] });
  });

  describe.skipIf(skipBecause("MariaDB", whyNoMariaDb()))("MariaDB", () => {
    let server: MariaDbServer;
    beforeAll(async () => {
      server = await startMariaDb();
      const engine = await openMariaDb(server);
      for (const wiki of ["enwiki", "dewiki"]) {
        await engine.execute(`CREATE DATABASE ${wiki}`);
        await engine.execute(
          `CREATE TABLE ${wiki}.page (page_id BIGINT, page_title VARBINARY(255), t DATETIME)`,
        );
        await engine.execute(`INSERT INTO ${wiki}.page VALUES (9007199254740993, '${wiki} é', '2026-01-02')`);
      }
      await engine.close();
    });
    afterAll(() => server?.server.stop());

    it("puts the answers of several wikis together, and writes nothing", () => {
      const lists = join(server.server.directory, "lists");
      mkdirSync(lists);
      writeFileSync(join(lists, "s1.dblist"), "enwiki\n");
      writeFileSync(join(lists, "s5.dblist"), "dewiki # German\n");
      const at = `127.0.0.1:${server.port}`;
      const options = `my_cnf=${JSON.stringify(server.optionFile)}, dblists=${JSON.stringify(lists)}, shards={"s1": "${at}", "s5": "${at}"}`;
      const sql = "SELECT page_id, page_title, t FROM page";
      expect(
        ask(`query.mariadb.run(${JSON.stringify(sql)}, dbs=["enwiki", "dewiki"], ${options})`),
      ).toMatchObject({
        columns: ["wiki", "page_id", "page_title", "t"],
        // As pandas writes a number of 64 bits, which this reader of JSON rounds.
        data: [
          ["enwiki", 9007199254740992, "enwiki é", "2026-01-02T00:00:00.000"],
          ["dewiki", 9007199254740992, "dewiki é", "2026-01-02T00:00:00.000"],
        ],
      });
      expect(() => ask(`query.mariadb.run("DELETE FROM page", dbs="enwiki", ${options})`)).toThrow(
        /READ ONLY/i,
      );
    });
  });

  describe.skipIf(skipBecause("Trino", whyNoTrino()))("Trino", () => {
    let server: TrinoServer;
    beforeAll(async () => {
      server = await startTrino();
    });
    afterAll(() => server?.server.stop());

    it("answers run(), and the line of the documentation", () => {
      const port = new URL(server.address).port;
      const at = `host="127.0.0.1", port=${port}, catalog="iceberg"`;
      ask(
        `query.trino.run(["CREATE SCHEMA event", ${JSON.stringify(table)}, ${JSON.stringify(rows)}], ${at})`,
      );
      expect(
        ask(
          `query.trino.run("SELECT skin, CAST(n AS varchar) AS n FROM ui_toggle ORDER BY n", schema="event", ${at})`,
        ),
      ).toMatchObject({
        columns: ["skin", "n"],
        data: [
          [null, "2"],
          ["NULL", "3"],
          ['a,"b" é', "9007199254740993"],
        ],
      });
      const directory = server.server.directory;
      const jar = fetchOnce("trino-cli-476-executable.jar", (scratch) => {
        if (!isThere("mvn")) throw new Error("there is no Maven to fetch Trino's client with");
        const artifact = "io.trino:trino-cli:476:jar:executable";
        run("mvn", ["-q", "-B", "dependency:copy", `-Dartifact=${artifact}`, `-DoutputDirectory=${scratch}`]);
        return join(scratch, "trino-cli-476-executable.jar");
      });
      program(directory, "trino", `exec "${javaHome(24) ?? ""}/bin/java" -jar "${jar}" "$@"`);
      const line = oneLiner("trino", { "http://HOST:8080": server.address });
      expect(shell(line, directory)).toBe("hour\tevents\n9\t2\n");
    });
  });

  describe.skipIf(skipBecause("Spark", whyNoSpark()))("Hive's client", () => {
    let server: SparkServer;
    beforeAll(async () => {
      server = await startSparkServer();
    });
    afterAll(() => server?.server.stop());

    it("answers run(), and the line of the documentation", () => {
      const { directory } = server.server;
      const at = `port=${server.port}, host="127.0.0.1", beeline=${JSON.stringify(server.beeline)}`;
      ask(
        `query.hive.run(["CREATE DATABASE event", ${JSON.stringify(table.replace("VARCHAR", "STRING"))}, ${JSON.stringify(rows)}], ${at})`,
      );
      expect(
        ask(`query.hive.run("SELECT skin, n, n / 2 AS half FROM event.ui_toggle ORDER BY n", ${at})`),
      ).toMatchObject({
        columns: ["skin", "n", "half"],
        // Beeline writes a text NULL as it does null; numbers of 64 bits are rounded by this reader of JSON.
        data: [
          [null, 2, 1],
          [null, 3, 1.5],
          ['a,"b" é', 9007199254740992, 2 ** 52 + 0.5],
        ],
      });
      expect(
        ask(`query.hive.run(["USE event", "SELECT max(n) AS most, count(*) AS rows FROM ui_toggle"], ${at})`),
      ).toMatchObject({ columns: ["most", "rows"], data: [[9007199254740992, 3]] });
      expect(() => ask(`query.hive.run("SELECT nothing FROM event.ui_toggle", ${at})`)).toThrow(/nothing/);
      const line = oneLiner("beeline", {
        "HOST:10000": `127.0.0.1:${server.port}`,
        ";principal=hive/_HOST@REALM": "",
      });
      const printed = shell(line.replace("beeline ", "beeline -n test "), directory);
      // Spark's older client prompts where nobody is.
      expect(printed.replace(/^0: jdbc:\S+> /, "")).toBe("hour\tevents\n9\t2\n");
    });
  });
});

function program(directory: string, name: string, script: string): void {
  writeFileSync(join(directory, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(directory, name), 0o755);
}
