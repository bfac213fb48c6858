import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planTable, printers } from "@addendum/tables";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type HiveServer, installBeeline, startHive, whyNoHive } from "../../test/hive-server.ts";
import { skipBecause } from "../../test/server.ts";
import type { Engine } from "../engine.ts";
import { openHive } from "./hive.ts";

const directory = mkdtempSync(join(tmpdir(), "addendum-beeline-test-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** A program for the tests, by a name. */
function program(name: string, script: string): string {
  const file = join(directory, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

describe("with Kerberos", () => {
  const path = process.env["PATH"];
  afterEach(() => {
    process.env["PATH"] = path;
  });
  const options = {
    host: "hive.example.org",
    port: 10_000,
    user: "ana",
    principal: "hive/_HOST@EXAMPLE.ORG",
  };

  it("says that there is no ticket", async () => {
    program("klist", "exit 1");
    process.env["PATH"] = `${directory}:${path}`;
    await expect(openHive(options)).rejects.toThrow(/^There is no valid Kerberos ticket\. Run kinit/);
  });

  it("says that there is no klist", async () => {
    process.env["PATH"] = "/nowhere";
    await expect(openHive(options)).rejects.toThrow(/klist cannot be run: .*ENOENT.*krb5-user/);
  });

  it("connects with the principal, and hides the password and the statement from other users", async () => {
    program("klist", "exit 0");
    process.env["PATH"] = `${directory}:${path}`;
    const beeline = program(
      "fake-beeline",
      `echo "$@" > "${directory}/args"\nfor last; do :; done\ncat "$last" > "${directory}/statement"
       echo '{"resultset":[{"t.n":9007199254740993,"s":null,"d":1.5,"b":true}]}'
       echo '{"resultset":[{"done":"'$(sed -n "s/^SELECT '\\(done_.*\\)' AS done;/\\1/p" "$last")'"}]}'`,
    );
    const engine = await openHive({ ...options, beeline, password: "hunter2" });
    expect(await engine.query("SELECT n, s FROM t;")).toEqual({
      columns: ["n", "s", "d", "b"],
      rows: [[9007199254740993n, null, 1.5, true]],
    });
    const args = readFileSync(join(directory, "args"), "utf8");
    expect(args).toContain("jdbc:hive2://hive.example.org:10000/default;principal=hive/_HOST@EXAMPLE.ORG");
    expect(args).not.toMatch(/hunter2|SELECT/);
    expect(readFileSync(join(directory, "statement"), "utf8")).toMatch(
      /^SELECT n, s FROM t;\nSELECT 'done_[0-9a-f]{16}' AS done;\n$/,
    );
  });
});

describe("a client that is not there, or fails", () => {
  const options = { host: "127.0.0.1", port: 1, user: "ana" };

  it("is reported", async () => {
    const beeline = join(directory, "none");
    await expect(openHive({ ...options, beeline })).rejects.toThrow(/none cannot be run: .*ENOENT/);
  });

  it("is reported where it ends as if nothing were wrong", async () => {
    const beeline = program(
      "false-beeline",
      "echo 'Error: Could not open client transport (state=08S01,code=0)' >&2",
    );
    await expect(openHive({ ...options, beeline })).rejects.toThrow(
      "Hive at 127.0.0.1:1: Could not open client transport",
    );
  });

  it.each([
    ["SELECT 1; DROP TABLE t", /splits statements/],
    ["!sh rm -r x", /a command of beeline/],
  ])("never sees %s", async (sql, message) => {
    const beeline = program("any-beeline", `for last; do :; done\ncat "$last"`);
    const engine = await openHive({ ...options, beeline });
    await expect(engine.query(sql)).rejects.toThrow(message);
  });
});

describe.skipIf(skipBecause("Hive", whyNoHive()))("Hive by its own client", () => {
  let running: HiveServer;
  let engine: Engine;
  beforeAll(async () => {
    running = await startHive();
    const beeline = installBeeline(directory);
    engine = await openHive({ host: "127.0.0.1", port: running.port, user: "test", beeline });
  }, 300_000);
  afterAll(async () => {
    await engine?.close();
    await running?.server.stop();
  });

  it("gives texts, with all digits of 64-bit integers, since this client knows no JSON", async () => {
    const { columns, rows } = await engine.query(
      "SELECT 9007199254740993L AS big, -9223372036854775808 AS least, 7L AS small, 1.5D AS d, true AS b, CAST(NULL AS STRING) AS n, 'it''s \\'é🙂\\n\\; \"q\" <x>' AS t, named_struct('a', 1) AS s",
    );
    expect(columns).toEqual(["big", "least", "small", "d", "b", "n", "t", "s"]);
    expect(rows).toEqual([
      [
        "9007199254740993",
        "-9223372036854775808",
        "7",
        "1.5",
        "true",
        null,
        'its \'é🙂\n; "q" <x>',
        '{"a":1}',
      ],
    ]);
  });

  it("makes and widens a table whose comments try to end the statement", async () => {
    const printer = printers.find((one) => one.engine === "hive")!;
    const place = { database: ["beeline"], location: `file://${running.lake}/t` };
    await engine.execute("CREATE DATABASE beeline");
    expect(await engine.describeTable(["beeline"], "t")).toBeUndefined();
    const text = { kind: "string" } as const;
    const comment = 'It\'s; "one" \\ -- /* ${env:HOME} 🙂';
    const columns = [
      { name: "select", type: text, comment },
      { name: "meta", type: { kind: "struct", fields: [{ name: "dt", type: text }] } as const },
    ];
    const created = planTable(printer, { name: "t", columns, comment }, undefined, place);
    for (const statement of created.statements) await engine.execute(statement);
    const wider = [
      ...columns.slice(0, 1),
      {
        name: "meta",
        type: {
          kind: "struct",
          fields: [
            { name: "dt", type: text },
            { name: "id", type: text },
          ],
        } as const,
      },
    ];
    const present = await engine.describeTable(["beeline"], "t");
    const widened = planTable(printer, { name: "t", columns: wider }, present, place);
    expect(widened.statements).toHaveLength(1);
    for (const statement of widened.statements) await engine.execute(statement);
    const after = await engine.describeTable(["beeline"], "t");
    expect(planTable(printer, { name: "t", columns: wider }, after, place).statements).toEqual([]);
  });

  it("throws the engine's words", async () => {
    await expect(engine.query("SELECT nothing FROM nowhere")).rejects.toThrow(/^Hive at .*Table not found/);
    const beeline = join(directory, "beeline");
    const nobody = openHive({ host: "127.0.0.1", port: 1, user: "test", beeline });
    await expect(nobody).rejects.toThrow(/Hive at 127\.0\.0\.1:1: .*(Could not open|Connection refused)/);
  });
});
