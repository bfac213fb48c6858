import { chmodSync, cpSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { startMariaDb, whyNoMariaDb } from "../../warehouse/test/mariadb-server.ts";
import { freePort, skipBecause } from "../../warehouse/test/server.ts";
import { command, ScratchRepository } from "./scratch-repository.ts";

interface Check {
  readonly subject: string;
  readonly level: string;
  readonly says: string;
  readonly advice?: string;
}

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** The port of a server that accepts connections and says nothing. */
async function silentPort(): Promise<number> {
  const server = createServer((socket) => socket.on("error", () => undefined));
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return (server.address() as { port: number }).port;
}

interface Result {
  readonly code: number | null;
  readonly out: string;
  readonly checks: readonly Check[];
}

async function doctor(
  repository: ScratchRepository,
  environment: Readonly<Record<string, string>> = {},
  args: readonly string[] = [],
  program = command,
): Promise<Result> {
  const child = spawn(process.execPath, [program, "doctor", "--timeout", "1", "--format", "json", ...args], {
    cwd: repository.root,
    env: { PATH: process.env["PATH"], HOME: repository.root, ...environment },
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk) => (out += String(chunk)));
  child.stderr.on("data", (chunk) => (err += String(chunk)));
  const code = await new Promise<number | null>((done) => child.on("close", done));
  expect(err).toBe("");
  return { code, out, checks: (JSON.parse(out) as { checks: readonly Check[] }).checks };
}

const of = (checks: readonly Check[], subject: string) =>
  checks.find((check) => check.subject.startsWith(subject));

function repository(warehouse: string, more: Readonly<Record<string, string>> = {}): ScratchRepository {
  const scratch = new ScratchRepository();
  scratch.git("init", "-q", "-b", "main");
  scratch.write("addendum.yaml", `version: 1\nbaseBranch: main\nwarehouse:\n${warehouse}`);
  for (const [name, text] of Object.entries(more)) scratch.write(name, text);
  scratch.commit("first");
  return scratch;
}

/** A program that a test puts on the PATH. */
function fake(scratch: ScratchRepository, name: string, script: string): string {
  scratch.write(`fakes/${name}`, `#!/bin/sh\n${script}\n`);
  chmodSync(scratch.path(`fakes/${name}`), 0o755);
  return `${scratch.path("fakes")}:${process.env["PATH"] ?? ""}`;
}

describe("addendum doctor", () => {
  it("is content outside of a repository, and says that no connection is checked", async () => {
    const { code, checks } = await doctor(new ScratchRepository());
    expect(code).toBe(0);
    expect(of(checks, "Node")).toMatchObject({ level: "ok" });
    expect(of(checks, "git")).toMatchObject({ level: "ok" });
    expect(of(checks, "repository")).toMatchObject({ level: "info" });
  });

  it("finds closed ports, names that nobody knows and servers that say nothing", async () => {
    const [closed, silent] = [await freePort(), await silentPort()];
    const scratch = repository(
      `  hive: { host: 127.0.0.1, port: ${closed} }\n  trino: { address: "http://127.0.0.1:${silent}" }\n  mariadb: { host: nowhere.invalid }\n`,
      {
        "streams.yaml": `version: 1\nsinks: { main: { kind: kafka, brokers: ["127.0.0.1:${closed}"] } }\nservices: { local: "http://127.0.0.1:${closed}/v1/events" }\n`,
      },
    );
    const { code, checks } = await doctor(scratch);
    expect(code).toBe(1);
    expect(of(checks, "warehouse.hive")).toMatchObject({
      level: "error",
      says: `nothing listens at 127.0.0.1:${closed}.`,
      advice: expect.stringContaining(`ssh -N -L ${closed}:SERVER:${closed} GATEWAY`),
    });
    expect(of(checks, "warehouse.trino")).toMatchObject({
      level: "error",
      says: expect.stringMatching(/answer/),
    });
    expect(of(checks, "warehouse.mariadb")).toMatchObject({
      level: "error",
      says: expect.stringMatching(/nowhere\.invalid/),
    });
    expect(of(checks, "sinks.main")).toMatchObject({ level: "error" });
    expect(of(checks, "services.local")).toMatchObject({ level: "info" });
  });

  it("looks for a ticket and for Hive's own client", async () => {
    const port = await silentPort();
    const scratch = repository(
      `  hive: { host: 127.0.0.1, port: ${port}, principal: hive/_HOST@EXAMPLE.ORG }\n`,
    );
    const path = fake(scratch, "klist", "exit 1");
    const without = await doctor(scratch, { PATH: path });
    expect(of(without.checks, "Kerberos")).toMatchObject({
      level: "error",
      advice: expect.stringMatching(/kinit/),
    });
    expect(of(without.checks, "beeline")).toMatchObject({ level: "error" });
    fake(scratch, "klist", "exit 0");
    fake(scratch, "beeline", "echo 'Error: the ticket is for somebody else' >&2; exit 1");
    const withBoth = await doctor(scratch, { PATH: path });
    expect(of(withBoth.checks, "Kerberos")).toMatchObject({ level: "ok" });
    expect(of(withBoth.checks, "beeline")).toMatchObject({ level: "ok" });
    expect(of(withBoth.checks, "warehouse.hive")).toMatchObject({ level: "error" });
    const nothing = await doctor(scratch, { PATH: "/nowhere" });
    expect(of(nothing.checks, "Kerberos")?.says).toMatch(/klist is not installed/);
    expect(of(nothing.checks, "git")).toMatchObject({ level: "error" });
  });

  it.each([
    ["644", "[client]\npassword=hunter2\n", "error", /others may read it \(mode 644\)/],
    ["666", "[client]\nhost=a\n", "error", /everyone may write it/],
    ["600", "[client]\npassword=hunter2\nhost=a\n", "ok", /mode 600/],
    ["644", "[client]\nhost=a\n", "ok", /mode 644/],
    ["600", "[client]\nuser=x\n", "info", /127\.0\.0\.1:3306/],
    ["600", "host=a\n", "error", /inside a \[group\]/],
  ])("judges a my.cnf of mode %s", async (mode, text, level, says) => {
    const scratch = repository("  mariadb: { myCnf: my.cnf }\n", { "my.cnf": text });
    chmodSync(scratch.path("my.cnf"), Number.parseInt(mode, 8));
    const { checks, out } = await doctor(scratch);
    expect(of(checks, "warehouse.mariadb.myCnf")).toMatchObject({ level, says: expect.stringMatching(says) });
    expect(out).not.toContain("hunter2");
  });

  it("compares lists of wikis with the servers of shards", async () => {
    const scratch = repository(
      "  mariadb: { dblists: lists, shards: { s1: nowhere.invalid, s9: nowhere.invalid } }\n",
      { "lists/s1.dblist": "enwiki\n", "lists/s5.dblist": "dewiki\n" },
    );
    const { checks } = await doctor(scratch);
    const found = checks.filter(({ subject }) => subject.startsWith("warehouse.mariadb.dblists"));
    expect(found.map(({ level, says }) => [level, says])).toEqual([
      ["warn", "the wikis of s5 have no server."],
      ["info", "s9 has a server but no wiki."],
    ]);
    expect(of(checks, "warehouse.mariadb.shards.s1")).toMatchObject({ level: "error" });
  });

  it("finds proxies that cannot be reached, and says nothing of their passwords", async () => {
    const [closed, open] = [await freePort(), await silentPort()];
    const scratch = repository(`  hive: { host: 127.0.0.1, port: ${closed} }\n`);
    const proxies = { HTTPS_PROXY: `http://me:hunter2@127.0.0.1:${closed}`, http_proxy: `127.0.0.1:${open}` };
    const { checks, out } = await doctor(scratch, proxies);
    expect(of(checks, "HTTPS_PROXY")).toMatchObject({ level: "warn" });
    expect(of(checks, "http_proxy")).toMatchObject({ level: "ok" });
    expect(of(checks, "NO_PROXY")).toMatchObject({ level: "warn" });
    expect(out).not.toContain("hunter2");
    const excepted = await doctor(scratch, { ...proxies, NO_PROXY: "localhost, 127.0.0.1" });
    expect(of(excepted.checks, "NO_PROXY")).toBeUndefined();
  });

  it("names packages that are missing, and fails for those that the configuration needs", async () => {
    const scratch = repository("  mariadb: { host: nowhere.invalid }\n");
    for (const part of ["bin", "dist"]) {
      cpSync(join(import.meta.dirname, "..", part), scratch.path(`.command/${part}`), { recursive: true });
    }
    const { checks } = await doctor(scratch, {}, [], scratch.path(".command/bin/addendum.cjs"));
    expect(of(checks, "mysql2")).toMatchObject({ level: "error", advice: "Install it: npm install mysql2" });
    expect(of(checks, "@duckdb/node-api")).toMatchObject({ level: "info" });
    expect(of(checks, "hive-driver")).toMatchObject({ level: "info" });
  });

  it.skipIf(skipBecause("MariaDB", whyNoMariaDb()))("asks a real MariaDB", async () => {
    const { server, port, optionFile } = await startMariaDb();
    try {
      const scratch = repository(`  mariadb: { myCnf: "${optionFile}" }\n`);
      const { checks } = await doctor(scratch, {}, ["--timeout", "20"]);
      expect(of(checks, "warehouse.mariadb.myCnf")).toMatchObject({ level: "ok" });
      expect(checks.find(({ subject }) => subject === "warehouse.mariadb")).toMatchObject({
        level: "ok",
        says: `127.0.0.1:${port} answers`,
      });
      const denied = await doctor(scratch, { ADDENDUM_MARIADB_PASSWORD: "wrong" }, ["--timeout", "20"]);
      expect(denied.checks.find(({ subject }) => subject === "warehouse.mariadb")).toMatchObject({
        level: "error",
        advice: "Check user and password in your my.cnf, or set ADDENDUM_MARIADB_PASSWORD.",
      });
    } finally {
      await server.stop();
    }
  });
});
