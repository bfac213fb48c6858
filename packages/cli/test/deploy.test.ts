import { type ChildProcess, spawn } from "node:child_process";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { KafkaBroker, whyNoKafka } from "../../event-intake/test/kafka-broker.ts";
import { openCluster } from "../../warehouse/src/topics/cluster.ts";
import { skipBecause, whyNoEngines } from "../../warehouse/test/server.ts";
import { command, field, schema, ScratchRepository } from "./scratch-repository.ts";

interface Step {
  readonly kind: string;
  readonly system: string;
  readonly name: string;
  readonly state: string;
  readonly says: string;
  readonly statements: readonly string[];
  readonly differences: readonly string[];
}

interface Deployed {
  readonly code: number | null;
  readonly err: string;
  readonly steps: readonly Step[];
  readonly notes: readonly string[];
  readonly base: { readonly name: string; readonly commit: string };
}

const running = new Set<ChildProcess>();
afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
  running.clear();
});

/** Beside this process, which may be the server that the command asks. */
async function addendum(repository: ScratchRepository, ...args: readonly string[]) {
  const child = spawn(process.execPath, [command, ...args], { cwd: repository.root });
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk) => (out += String(chunk)));
  child.stderr.on("data", (chunk) => (err += String(chunk)));
  const code = await new Promise<number | null>((done) => child.on("close", done));
  return { code, out, err };
}

async function deploy(repository: ScratchRepository, ...args: readonly string[]): Promise<Deployed> {
  const { code, out, err } = await addendum(repository, "deploy", "--format", "json", ...args);
  const document = out === "" ? {} : (JSON.parse(out) as Partial<Deployed>);
  return { steps: [], notes: [], base: { name: "", commit: "" }, ...document, code, err };
}

const shown = ({ steps }: Deployed) =>
  steps.map(({ kind, system, name, state }) => `${state} ${kind} ${name} on ${system.split(" ")[0]}`);

/** An intake of the repository's streams. */
async function serve(repository: ScratchRepository): Promise<string> {
  const child = spawn(process.execPath, [command, "serve", "--port", "0"], {
    cwd: repository.root,
    stdio: ["ignore", "ignore", "pipe"],
  });
  running.add(child);
  let said = "";
  return new Promise((ready, fail) => {
    child.stderr?.on("data", (chunk) => {
      said += String(chunk);
      const match = /received at (http:\S+)/.exec(said);
      if (match !== null) ready(match[1] as string);
    });
    child.on("exit", () => fail(new Error(said)));
  });
}

const meta =
  "  $schema: { type: string }\n  meta:\n    type: object\n    properties:\n      stream: { type: string }\n      domain: { type: string }\n      dt: { type: string }\n      id: { type: string }\n";
const eventSchema = (title: string, version: string, more = "") =>
  schema(title, version, meta + more).replace(
    "examples:\n  - a: b\n",
    `examples:\n  - { $schema: /${title}/${version}, meta: { stream: any }, a: b }\n`,
  );

/** A repository whose main branch holds ui/click 1.0.0 and what else is given. */
function merged(files: Readonly<Record<string, string>>): ScratchRepository {
  const repository = new ScratchRepository();
  repository.git("init", "-q", "-b", "main");
  repository.write("addendum.yaml", "version: 1\nbaseBranch: main\n");
  publish(repository, "ui/click", "1.0.0");
  for (const [path, text] of Object.entries(files)) repository.write(path, text);
  repository.commit("merged");
  return repository;
}

function publish(repository: ScratchRepository, title: string, version: string, more = ""): void {
  repository.write(`schemas/${title}/${version}.yaml`, eventSchema(title, version, more));
  repository.write(`schemas/${title}/current.yaml`, eventSchema(title, version, more));
}

describe("addendum deploy", () => {
  const duckDb =
    "version: 1\nbaseBranch: main\ntables: { engines: [duckdb, spark] }\nwarehouse: { duckdb: { path: events.duckdb } }\n";

  it("deploys what the base branch holds, whatever the work tree does", async () => {
    const repository = merged({
      "addendum.yaml": duckDb,
      "streams.yaml": "version: 1\nstreams: { ui.click: { title: ui/click } }\n",
    });
    repository.git("checkout", "-q", "-b", "work");
    publish(repository, "ui/click", "1.1.0", field("late", "integer"));
    publish(repository, "ui/other", "1.0.0");
    repository.commit("work");
    repository.write("streams.yaml", "version: 1\nstreams: { ui.other: { title: ui/other } }\n");
    repository.write("addendum.yaml", "version: 1\nbaseBranch: main\n");
    const plan = await deploy(repository);
    expect(plan).toMatchObject({ code: 0, err: "", base: { name: "main" } });
    expect(shown(plan)).toEqual(["due table ui_click on duckdb"]);
    expect(plan.steps[0]?.says).toBe("create it for ui/click 1.0.0");
    expect(plan.steps[0]?.statements[0]).toMatch(/^CREATE TABLE IF NOT EXISTS "ui_click"/);
    expect(plan.notes).toEqual([
      "No tables are deployed on spark: Addendum does not connect to Spark; run the definitions there.",
    ]);
    expect(await deploy(repository, "--fail-on", "info")).toMatchObject({ code: 1 });
    expect(shown(await deploy(repository, "--apply"))).toEqual(["done table ui_click on duckdb"]);
    expect(shown(await deploy(repository, "--apply"))).toEqual(["in-step table ui_click on duckdb"]);
    repository.git("checkout", "-q", "-f", "main");
    repository.git("merge", "-q", "work");
    const next = await deploy(repository);
    expect(next.steps).toMatchObject([
      {
        state: "due",
        says: "widen it to ui/click 1.1.0",
        statements: expect.arrayContaining([expect.stringMatching(/"late"/)]),
      },
    ]);
    expect(shown(await deploy(repository, "--apply"))).toEqual(["done table ui_click on duckdb"]);
  });

  it("prints a plan for people, and for a comment", async () => {
    const repository = merged({ "addendum.yaml": duckDb });
    const text = await addendum(repository, "deploy");
    expect(text.code).toBe(0);
    expect(text.out).toMatch(
      /^What main \([0-9a-f]{12}\) needs:\n\nduckdb\n {2}due {8}table ui_click: create it for ui\/click 1\.0\.0\.\n {13}CREATE TABLE/,
    );
    expect(text.out).toMatch(/\n1 due\. --apply does it\.\n$/);
    const markdown = await addendum(repository, "deploy", "--format", "markdown");
    expect(markdown.out).toMatch(
      /\n\| due \| duckdb \| table ui\\_click \| create it for ui\/click 1\.0\.0\. \|\n/,
    );
    expect(markdown.out).toMatch(/\n```sql\nCREATE TABLE/);
    expect(await addendum(repository, "deploy", "--format", "sarif")).toMatchObject({ code: 2, out: "" });
    expect(await addendum(repository, "deploy", "--only", "tabels")).toMatchObject({ code: 2, out: "" });
  });

  it("ends with 2 where nothing is published, and says why nothing is deployed", async () => {
    const empty = new ScratchRepository();
    empty.git("init", "-q", "-b", "main");
    empty.write("addendum.yaml", "version: 1\nbaseBranch: main\n");
    expect(await deploy(empty)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/nothing is published yet/),
    });
    const repository = merged({});
    const plan = await deploy(repository);
    expect(plan).toMatchObject({ code: 0, steps: [] });
    expect(plan.notes).toEqual([
      expect.stringMatching(/^No tables are deployed, because addendum\.yaml has no `tables:`/),
    ]);
  });

  it("sends the first canary of a stream and sees it in the lake", async () => {
    const repository = merged({
      "streams.yaml":
        "version: 1\ndefaults: { title: ui/click, canary: true }\nstreams:\n  ui.click: {}\n  ui.silent: { canary: false }\n  ui.never: { retention: none }\n  ui.out: { sink: stdout }\n  ui.bare: { title: ui/bare }\n",
    });
    repository.write("schemas/ui/bare/1.0.0.yaml", schema("ui/bare", "1.0.0"));
    repository.commit("bare");
    const plan = await deploy(repository);
    expect(shown(plan)).toEqual(["due canary ui.click on lake", "impossible canary ui.bare on lake"]);
    expect(plan.notes.filter((note) => note.startsWith("No canary"))).toHaveLength(2);
    // Nobody listens there.
    const unreachable = await deploy(repository, "--apply", "--intake", "http://127.0.0.1:1/v1/events");
    expect(unreachable.code).toBe(1);
    expect(unreachable.steps[0]).toMatchObject({
      state: "failed",
      says: expect.stringMatching(/ECONNREFUSED|cannot be reached/),
    });
    const intake = await serve(repository);
    // It arrives, and nobody loads what that intake writes.
    const elsewhere = await deploy(
      repository,
      "--apply",
      "--intake",
      intake,
      "--events",
      "nowhere",
      "--wait",
      "1",
    );
    expect(elsewhere.steps[0]).toMatchObject({
      state: "failed",
      says: expect.stringMatching(/did not reach the lake within 1 s/),
    });
    // The one that was sent before is seen without another.
    const done = await deploy(repository, "--apply", "--intake", "http://127.0.0.1:1/v1/events");
    expect(done).toMatchObject({ code: 0 });
    expect(shown(done)).toEqual(["done canary ui.click on lake", "impossible canary ui.bare on lake"]);
    expect(shown(await deploy(repository, "--apply"))).toEqual([
      "in-step canary ui.click on lake",
      "impossible canary ui.bare on lake",
    ]);
    // A stream that is new is the only one that is tried.
    repository.write(
      "streams.yaml",
      "version: 1\ndefaults: { title: ui/click, canary: true }\nstreams: { ui.click: {}, ui.new: {} }\n",
    );
    repository.commit("a new stream");
    const more = await deploy(repository, "--apply", "--intake", await serve(repository), "--wait", "60");
    expect(shown(more)).toEqual(["in-step canary ui.click on lake", "done canary ui.new on lake"]);
  });
});

describe.skipIf(skipBecause("Kafka", whyNoEngines() ?? whyNoKafka()))("deploying topics", () => {
  let broker: KafkaBroker;
  beforeAll(async () => {
    broker = await KafkaBroker.start();
  });
  afterAll(() => broker?.remove());

  const withStreams = (address: string, streams: string, topics = "") =>
    merged({
      "streams.yaml": `version: 1\ndefaults: { title: ui/click, sink: main, topicPrefixes: [dc1., dc2.] }\nstreams:\n${streams}sinks: { main: { kind: kafka, brokers: ["${address}"]${topics} } }\n`,
    });

  it("makes the topics of new streams, and compares those that exist", async () => {
    const repository = withStreams(
      broker.address,
      "  a.one: { partitions: 3, retention: 2 days }\n  eventlogging_Two: {}\n  a.file: { sink: file }\n",
      ", topics: { partitions: 1, replicas: 1, retention: 5 days }",
    );
    const plan = await deploy(repository, "--only", "topics");
    expect(plan.code).toBe(0);
    expect(shown(plan)).toEqual([
      "due topic dc1.a.one on kafka",
      "due topic dc2.a.one on kafka",
      "due topic eventlogging_Two on kafka",
    ]);
    expect(plan.steps[0]?.says).toBe(
      "create it with 3 partitions, 1 replica; messages are stored for 2 days",
    );
    const applied = await deploy(repository, "--apply", "--only", "topics");
    expect(applied.steps.map(({ state, says }) => [state, says])).toEqual([
      ["done", "created with 3 partitions, 1 replica; messages are stored for 2 days"],
      ["done", "created with 3 partitions, 1 replica; messages are stored for 2 days"],
      ["done", "created with 1 partition, 1 replica; messages are stored for 5 days"],
    ]);
    const cluster = await openCluster({ brokers: [broker.address] });
    const topics = await cluster.describe(["dc1.a.one", "eventlogging_Two", "a.file"]);
    await cluster.close();
    expect(Object.fromEntries(topics)).toEqual({
      "dc1.a.one": { partitions: 3, replicas: 1, retentionMs: 2 * 86_400_000, cleanupPolicy: "delete" },
      eventlogging_Two: { partitions: 1, replicas: 1, retentionMs: 5 * 86_400_000, cleanupPolicy: "delete" },
    });
    repository.write(
      "streams.yaml",
      repository
        .read("streams.yaml")
        .replace("partitions: 3, retention: 2 days", "partitions: 4, retention: 1 day"),
    );
    repository.commit("other numbers");
    const compared = await deploy(repository, "--apply", "--only", "topics");
    expect(compared.code).toBe(0);
    expect(compared.steps.map(({ state }) => state)).toEqual(["in-step", "in-step", "in-step"]);
    expect(compared.steps[0]?.differences).toEqual([
      "It has 3 partitions and should have 4.",
      "It stores messages for 2 days, and should store them for 1 day.",
    ]);
    expect(await deploy(repository, "--only", "topics", "--fail-on", "warn")).toMatchObject({ code: 1 });
  });

  it("goes on where a broker died in the middle, and sees canaries in topics", async () => {
    const repository = withStreams(
      broker.address,
      "  b.one: { canary: true }\n  b.two: { topicPrefixes: [] }\n",
    );
    await broker.stop("SIGKILL");
    const down = await deploy(repository, "--apply", "--only", "topics");
    expect(down.code).toBe(1);
    expect(down.steps.map(({ state }) => state)).toEqual(["failed", "failed", "failed"]);
    expect(down.steps[0]?.says).toMatch(/^Kafka at .* cannot be reached/);
    await broker.resume();
    const cluster = await openCluster({ brokers: [broker.address] });
    await cluster.create({ name: "dc1.b.one", partitions: 1, replicas: 1, retentionMs: 7 * 86_400_000 });
    await cluster.close();
    const intake = await serve(repository);
    const up = await deploy(repository, "--apply", "--intake", intake, "--wait", "60");
    expect(shown(up)).toEqual([
      "in-step topic dc1.b.one on kafka",
      "done topic dc2.b.one on kafka",
      "done topic b.two on kafka",
      "done canary b.one on lake",
    ]);
    expect(up.code).toBe(0);
    expect(await deploy(repository, "--apply")).toMatchObject({ code: 0 });
  });
});
