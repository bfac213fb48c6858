import { spawn } from "node:child_process";
import type { Engine } from "@addendum/warehouse";
import { describe, expect, it } from "vitest";
import { openHive } from "../../warehouse/src/engines/hive.ts";
import { openMariaDb } from "../../warehouse/src/engines/mariadb.ts";
import { openTrino } from "../../warehouse/src/engines/trino.ts";
import { startHive, whyNoHive } from "../../warehouse/test/hive-server.ts";
import { startMariaDb, whyNoMariaDb } from "../../warehouse/test/mariadb-server.ts";
import { type Server, skipBecause } from "../../warehouse/test/server.ts";
import { startTrino, whyNoTrino } from "../../warehouse/test/trino-server.ts";
import { CuttingProxy } from "./cutting-proxy.ts";
import { command, field, schema, ScratchRepository } from "./scratch-repository.ts";

interface Step {
  readonly name: string;
  readonly state: string;
  readonly says: string;
  readonly statements: readonly string[];
}

async function deploy(
  repository: ScratchRepository,
  ...args: readonly string[]
): Promise<{ readonly code: number | null; readonly steps: readonly Step[] }> {
  const child = spawn(process.execPath, [command, "deploy", "--format", "json", ...args], {
    cwd: repository.root,
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk) => (out += String(chunk)));
  child.stderr.on("data", (chunk) => (err += String(chunk)));
  const code = await new Promise<number | null>((done) => child.on("close", done));
  expect(err).toBe("");
  return { code, steps: (JSON.parse(out) as { steps: readonly Step[] }).steps };
}

const shown = ({ steps }: { readonly steps: readonly Step[] }) =>
  steps.map(({ name, state }) => `${state} ${name}`);

const titles = ["ui/a", "ui/b", "ui/c"];
const nested = (...fields: readonly string[]) =>
  `  nested:\n    type: object\n    properties:\n${fields.map((name) => `      ${name}: { type: integer }\n`).join("")}`;

function publish(repository: ScratchRepository, version: string, more: string): void {
  for (const title of titles) {
    repository.write(`schemas/${title}/${version}.yaml`, schema(title, version, more));
    repository.write(`schemas/${title}/current.yaml`, schema(title, version, more));
  }
  repository.commit(version);
}

/** An engine whose server can be killed, and asked by another way than through the proxy. */
interface Target {
  readonly server: Server;
  readonly port: number;
  /** `addendum.yaml`, with the port of what stands before the server. */
  readonly configuration: (port: number) => string;
  readonly open: () => Promise<Engine>;
  readonly database: readonly string[];
  /** What a statement that creates, and one that widens, begins with. */
  readonly creates: string;
  readonly alters: string;
}

/** Kills the server with the second of three tables on its way: while they are made, and again while they are widened. */
async function killAndGoOn(target: Target): Promise<void> {
  const repository = new ScratchRepository();
  repository.git("init", "-q", "-b", "main");
  repository.write("addendum.yaml", target.configuration(target.port));
  publish(repository, "1.0.0", nested("one"));
  const columns = async () => {
    const engine = await target.open();
    const found: string[] = [];
    for (const name of ["ui_a", "ui_b", "ui_c"]) {
      const described = await engine.describeTable(target.database, name);
      found.push(
        `${name}: ${JSON.stringify(described?.map((column) => column.name).filter((one) => /late|nested/.test(one)))}`,
      );
    }
    await engine.close();
    return found;
  };
  const round = async (text: string, isNew: boolean) => {
    const due = await deploy(repository);
    expect(due.code).toBe(0);
    expect(shown(due)).toEqual(["due ui_a", "due ui_b", "due ui_c"]);
    // Tables have one or two statements each: the cut comes with the first of the second table.
    const before = due.steps[0]?.statements.filter((statement) => statement.includes(text)).length ?? 1;
    const proxy = await CuttingProxy.start(target.port, text, before + 1, () => target.server.kill());
    try {
      const through = target.configuration(proxy.port);
      repository.write("through-proxy.yaml", through);
      const cut = await deploy(repository, "--apply", "--config", "through-proxy.yaml", "--repo", ".");
      expect(cut.code).toBe(1);
      expect(shown(cut)).toEqual(["done ui_a", "failed ui_b", "left ui_c"]);
      expect(cut.steps[1]?.says).toMatch(/0 of \d statements ran; the next run continues/);
    } finally {
      await proxy.close();
    }
    const down = await deploy(repository, "--apply");
    expect(down.code).toBe(1);
    expect(shown(down)).toEqual(["failed ui_a", "left ui_b", "left ui_c"]);
    target.server.restart();
    await target.server.ready({ port: target.port });
    const again = await untilItAnswers(() => deploy(repository, "--apply"));
    expect(again.steps[0]?.state).toBe("in-step");
    expect(shown(again).slice(1)).toEqual(["done ui_b", "done ui_c"]);
    expect(shown(await deploy(repository, "--apply"))).toEqual([
      "in-step ui_a",
      "in-step ui_b",
      "in-step ui_c",
    ]);
    const wanted = isNew ? '["nested"]' : '["nested","late"]';
    expect((await columns()).map((line) => line.replace('["late","nested"]', wanted))).toEqual(
      ["ui_a", "ui_b", "ui_c"].map((name) => `${name}: ${wanted}`),
    );
  };
  await round(target.creates, true);
  publish(repository, "1.1.0", nested("one", "two") + field("late", "integer"));
  await round(target.alters, false);
}

/** A server that listens may not answer yet. */
async function untilItAnswers(
  ask: () => ReturnType<typeof deploy>,
): Promise<Awaited<ReturnType<typeof deploy>>> {
  for (let attempt = 0; ; attempt++) {
    const answer = await ask();
    if (answer.code === 0 || attempt > 60) return answer;
    await new Promise((later) => setTimeout(later, 2000));
  }
}

const base = "version: 1\nbaseBranch: main\n";

describe("deploying tables goes on where a server died in the middle", { timeout: 1_800_000 }, () => {
  it.skipIf(skipBecause("MariaDB", whyNoMariaDb()))("MariaDB", async () => {
    const { server, port, user, password, optionFile } = await startMariaDb();
    try {
      const open = () => openMariaDb({ port, user, password });
      const engine = await open();
      await engine.execute("CREATE DATABASE event");
      await engine.close();
      await killAndGoOn({
        server,
        port,
        open,
        database: ["event"],
        configuration: (at) =>
          `${base}tables: { engines: [mariadb], database: event }\nwarehouse: { mariadb: { myCnf: "${optionFile}", port: ${at} } }\n`,
        creates: "CREATE TABLE",
        alters: "ALTER TABLE",
      });
    } finally {
      await server.stop();
    }
  });

  it.skipIf(skipBecause("Trino", whyNoTrino()))("Trino", async () => {
    const { server, address } = await startTrino();
    try {
      const port = Number(new URL(address).port);
      const open = () => Promise.resolve(openTrino({ address, user: "test" }));
      const engine = await open();
      await engine.execute("CREATE SCHEMA iceberg.event");
      await engine.close();
      await killAndGoOn({
        server,
        port,
        open,
        database: ["iceberg", "event"],
        configuration: (at) =>
          `${base}tables: { engines: [trino-iceberg], database: iceberg.event }\nwarehouse: { trino: { address: "http://127.0.0.1:${at}", user: test } }\n`,
        creates: "CREATE TABLE",
        alters: "ALTER TABLE",
      });
    } finally {
      await server.stop();
    }
  });

  it.skipIf(skipBecause("Hive", whyNoHive()))("Hive", async () => {
    const { server, port, lake } = await startHive();
    try {
      const open = () => openHive({ host: "127.0.0.1", port, user: "test" });
      const engine = await open();
      await engine.execute("CREATE DATABASE event");
      await engine.close();
      await killAndGoOn({
        server,
        port,
        open,
        database: ["event"],
        configuration: (at) =>
          `${base}tables: { engines: [hive], database: event, location: "file://${lake}/{table}" }\nwarehouse: { hive: { host: 127.0.0.1, port: ${at}, user: test } }\n`,
        creates: "CREATE EXTERNAL TABLE",
        alters: "ALTER TABLE",
      });
    } finally {
      await server.stop();
    }
  });
});
