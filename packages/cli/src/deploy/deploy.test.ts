import { columnsOf, declare } from "@addendum/event-fields";
import { parseStreams } from "@addendum/streams";
import { printers } from "@addendum/tables";
import type { Cluster, Engine } from "@addendum/warehouse";
import { describe, expect, it } from "vitest";
import { type CanaryTarget, deployCanaries } from "./canaries.ts";
import type { WantedTable } from "./plan-tables.ts";
import { wantedTables } from "./plan-tables.ts";
import { wantedTopics } from "./plan-topics.ts";
import { deploymentMarkdown, deploymentText } from "./print-deployment.ts";
import { type Step, stepOf } from "./step.ts";
import { deployTables } from "./tables.ts";
import { deployTopics } from "./topics.ts";

const printer = printers.find(({ engine }) => engine === "trino-hive")!;
const { columns } = columnsOf(declare({ type: "object", properties: { n: { type: "integer" } } }));

function table(name: string): WantedTable {
  const history = [{ version: "1.0.0", columns }];
  return { title: name, major: 1, table: { name, columns }, history, misfits: [], conflicts: [] };
}

interface Fake {
  /** What becomes of a statement about a table: it runs, is refused, or ends the server. */
  readonly execute: (table: string) => "run" | "refuse" | "die" | "run and lose the answer";
}

function engineOf({ execute }: Fake): { readonly engine: Engine; readonly made: Set<string> } {
  const made = new Set<string>();
  let isDead = false;
  const demand = () => {
    if (isDead) throw new Error("connection refused");
  };
  const engine: Engine = {
    name: "trino",
    query: () => Promise.resolve().then(() => (demand(), { columns: [], rows: [] })),
    execute: async (sql) => {
      demand();
      const name = /"(\w+)" \(/.exec(sql)?.[1] ?? "";
      const outcome = execute(name);
      if (outcome === "refuse") throw new Error("not allowed\nmore words");
      if (outcome === "die") isDead = true;
      demand();
      made.add(name);
      if (outcome !== "run") throw new Error("the answer was lost");
      return Promise.resolve();
    },
    describeTable: async (_, name) =>
      Promise.resolve().then(() => (demand(), made.has(name) ? columns : undefined)),
    close: () => Promise.resolve(),
  };
  return { engine, made };
}

const states = (steps: readonly Step[]) => steps.map(({ name, state }) => `${state} ${name}`);
const names = ["a", "b", "c"];

describe("tables", () => {
  const deploy = (fake: Fake) => {
    const { engine } = engineOf(fake);
    const target = {
      printer,
      place: { database: [], location: undefined },
      open: () => Promise.resolve(engine),
    };
    return deployTables(target, names.map(table), true);
  };

  it("tries the others where one is refused", async () => {
    const steps = await deploy({ execute: (name) => (name === "b" ? "refuse" : "run") });
    expect(states(steps)).toEqual(["done a", "failed b", "done c"]);
    expect(steps[1]?.says).toBe("not allowed. 0 of 1 statements ran; the next run continues from there");
  });

  it("leaves the others where the engine is gone", async () => {
    const steps = await deploy({ execute: (name) => (name === "b" ? "die" : "run") });
    expect(states(steps)).toEqual(["done a", "failed b", "left c"]);
  });

  it("believes the table and not the answer", async () => {
    expect(states(await deploy({ execute: () => "run and lose the answer" }))).toEqual([
      "done a",
      "done b",
      "done c",
    ]);
  });

  it("goes on from where another run has come meanwhile", async () => {
    const column = (name: string) => ({ name, type: { kind: "string" } as const });
    const wanted = { ...table("a"), table: { name: "a", columns: [column("n"), column("x"), column("y")] } };
    const present = [column("n")];
    const ran: string[] = [];
    const engine: Engine = {
      ...engineOf({ execute: () => "run" }).engine,
      execute: async (sql) => {
        await Promise.resolve();
        const name = /"([xy])"/.exec(sql)?.[1] ?? "";
        ran.push(name);
        present.push(column(name));
        if (name === "x") throw new Error("column x exists");
      },
      describeTable: async () => Promise.resolve([...present]),
    };
    const target = {
      printer,
      place: { database: [], location: undefined },
      open: () => Promise.resolve(engine),
    };
    expect(states(await deployTables(target, [wanted], true))).toEqual(["done a"]);
    expect(ran).toEqual(["x", "y"]);
  });

  it("asks an engine that cannot be reached once", async () => {
    let asked = 0;
    const open = () => Promise.reject(new Error(`no way ${++asked}`));
    const target = { printer, place: { database: [], location: undefined }, open };
    const steps = await deployTables(target, names.map(table), false);
    expect(states(steps)).toEqual(["failed a", "left b", "left c"]);
    expect(asked).toBe(1);
  });

  it("are those of streams, and one for streams whose names differ by a sign", () => {
    const parsed = parseStreams(
      "version: 1\nstreams: { a.b: { title: x }, a-b: { title: x }, a/b: { title: y }, any: {}, gone: { title: z } }\n",
    );
    if (parsed.kind !== "configuration") throw new Error("unreadable");
    const schema = { type: "object", properties: { n: { type: "integer" } } } as const;
    const versionsOf = () => [
      { version: "1.0.0", schema },
      { version: "2.0.0", schema },
    ];
    const { tables, notes } = wantedTables(
      parsed.configuration,
      { titles: ["x", "y"], versionsOf },
      { timestamps: "string", misfits: "omit" },
    );
    expect(tables.map(({ table: { name } }) => name)).toEqual(["a_b", "a_b_2"]);
    expect(notes).toEqual([
      "a/b has no table: a_b is that of x, major 1.",
      "a/b has no table: a_b_2 is that of x, major 2.",
    ]);
  });
});

describe("topics", () => {
  const streams = (text: string) => {
    const parsed = parseStreams(text);
    if (parsed.kind !== "configuration") throw new Error(parsed.message);
    return parsed.configuration;
  };
  const hours = (text: string) => Number(text.split(" ")[0]) * 3_600_000;
  const configuration = streams(
    "version: 1\ndefaults: { sink: main }\nstreams: { a: { retention: 48 hours }, a/b: { retention: 9 hours }, c: { retention: 0 hours }, retired: { title: r }, /^x/: {} }\nsinks: { main: { kind: kafka, brokers: [k], topics: { retention: 24 hours } } }\n",
  );

  it("store messages no longer than their stream stores events, and at least an hour", () => {
    const [wanted] = wantedTopics(configuration, (title) => title !== "r", hours);
    expect(wanted?.topics.map(({ name, retentionMs }) => [name, retentionMs / 3_600_000])).toEqual([
      ["a", 24],
      ["a_b", 9],
      ["c", 1],
    ]);
  });

  it("are each tried, and believed when they are there although the answer was lost", async () => {
    const [wanted] = wantedTopics(configuration, () => true, hours);
    if (wanted === undefined) throw new Error("no topics");
    const there = new Set<string>();
    const topic = { partitions: 1, replicas: 1, retentionMs: 1, cleanupPolicy: "delete" };
    const cluster: Cluster = {
      describe: (asked) =>
        Promise.resolve(new Map(asked.filter((name) => there.has(name)).map((name) => [name, topic]))),
      create: ({ name }) => {
        if (name === "a_b") return Promise.reject(new Error("not authorized."));
        there.add(name);
        return name === "a" ? Promise.reject(new Error("timed out")) : Promise.resolve(name !== "c");
      },
      close: () => Promise.resolve(),
    };
    const steps = await deployTopics(wanted, () => Promise.resolve(cluster), true);
    expect(states(steps)).toEqual(["done a", "failed a_b", "in-step c", "done retired"]);
    expect(steps[1]?.says).toBe("not authorized");
  });
});

describe("canaries", () => {
  const canary = (stream: string) => ({ kind: "event", stream, service: "local", event: {} }) as const;
  const target = (more: Partial<CanaryTarget>): CanaryTarget => ({
    sightings: () => new Map(),
    load: () => Promise.resolve({}),
    send: (canaries) =>
      Promise.resolve([
        {
          service: "local",
          url: "http://i",
          streams: canaries.map(({ stream }) => stream),
          failure: undefined,
        },
      ]),
    patienceMs: 0,
    ...more,
  });

  it("say where they were lost", async () => {
    const of = async (more: Partial<CanaryTarget>) =>
      (await deployCanaries([canary("s")], target(more), true))[0]?.says;
    expect(await of({ load: () => Promise.reject(new Error("no broker.")) })).toBe(
      "the lake cannot load: no broker",
    );
    expect(
      await of({
        send: () => Promise.resolve([{ service: "l", url: "http://i", streams: ["s"], failure: "400" }]),
      }),
    ).toBe("http://i did not accept it: 400");
    const sightings = () => {
      throw new Error("the manifest is broken.");
    };
    expect(await of({ sightings })).toBe("the lake cannot be read: the manifest is broken");
    expect(await of({})).toMatch(/^http:\/\/i accepted it, but it did not reach the lake within 0 s/);
    let loads = 0;
    const load = (): Promise<Record<string, string>> =>
      Promise.resolve(loads++ === 0 ? { s: "old" } : { s: "n is a text" });
    expect(await of({ load, patienceMs: 60_000 })).toBe(
      "it arrived, but its table does not store it: n is a text",
    );
  });

  it("are not sent again where an earlier one has come meanwhile", async () => {
    let isLoaded = false;
    let sent = 0;
    const steps = await deployCanaries(
      [canary("s")],
      target({
        sightings: () => new Map(isLoaded ? [["s", { first: 0, last: 0 }]] : []),
        load: () => Promise.resolve({}).finally(() => (isLoaded = true)),
        send: () => Promise.resolve([]).finally(() => sent++),
      }),
      true,
    );
    expect(states(steps)).toEqual(["done s"]);
    expect(sent).toBe(0);
  });
});

describe("a printed deployment", () => {
  it("shows names of strangers as text", () => {
    const name = "a\u001b[2J|`b`\n<i>";
    const step = stepOf({ kind: "table", system: "hive", name }, "due", "create it", {
      statements: ["SELECT '```'"],
    });
    const deployment = {
      base: { name: "main", commit: "0123456789abcdef" },
      isApplied: false,
      steps: [step],
      notes: [],
      titles: 1,
    };
    const style = { paint: (_: string, text: string) => text, linkRule: (id: string) => id };
    // eslint-disable-next-line no-control-regex -- they are what must not be present
    expect(deploymentText(deployment, style)).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    const markdown = deploymentMarkdown(deployment);
    expect(markdown).not.toContain("<i>");
    expect(markdown).toContain("````sql\nSELECT '```';\n````");
    expect(markdown.split("\n").filter((line) => line.startsWith("| due"))).toHaveLength(1);
  });
});
