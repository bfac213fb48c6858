import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Data, DataObject, Schema } from "@addendum/json-schema";
import { describe, expect, it } from "vitest";
import { Random } from "../../containment/test/random.ts";
import { instance } from "../../containment/test/random-instance.ts";
import { schema as randomSchema } from "../../containment/test/random-schema.ts";
import { skipBecause } from "../../warehouse/test/server.ts";
import { runSparkJob } from "../../warehouse/test/spark-job.ts";
import { whyNoSpark } from "../../warehouse/test/spark.ts";
import { rejections, rowsOf } from "./lake-rows.ts";
import { propertiesOf, valueText } from "./random-columns.ts";
import { ScratchRepository } from "./scratch-repository.ts";

const hourMs = 3_600_000;
const hour = Math.floor(Date.now() / hourMs) * hourMs;
const at = (hours: number) => new Date(hour - hours * hourMs).toISOString();
/** The directory of an hour below its table's. */
function hourPath(hours: number): string {
  const time = new Date(hour - hours * hourMs);
  return `year=${time.getUTCFullYear()}/month=${time.getUTCMonth() + 1}/day=${time.getUTCDate()}/hour=${time.getUTCHours()}`;
}

const names = ["a", "user-agent", "Mixed", "b c", "$x", "1st", "é", "select", "it's"];
const awkward: readonly Data[] = [
  1.5,
  2 ** 63,
  2 ** 64,
  1e300,
  -0,
  "\ud800",
  "a\u0000b",
  null,
  { A: 1, a: 2 },
];

/** Properties that each have a hard value or two, and lines with them. */
const odd: Record<string, Schema> = {
  n: { type: "integer" },
  x: { type: "number" },
  t: { type: "string" },
  flag: { type: "boolean" },
  any: { type: ["string", "integer", "object"] },
  m: { type: "object", additionalProperties: { type: "integer" } },
  maps: {
    type: "array",
    items: {
      type: "object",
      additionalProperties: {
        type: "object",
        properties: { in: { type: "string" } },
        additionalProperties: true,
      },
    },
  },
  s: {
    type: "object",
    properties: {
      a: { type: "integer" },
      "B-c": { type: "string" },
      m: { type: "object", additionalProperties: { type: "integer" } },
    },
  },
  _corrupt_record: { type: "string" },
  "d-e": { type: "string" },
  secret: { type: "string", privacy: { kind: "ip-address", retention: "none" } } as Schema,
};
const oddMembers = [
  '"n":9007199254740993,"n2":1',
  '"n":1.0',
  '"n":1e3',
  '"n":-0',
  '"n":9223372036854775807',
  '"n":9223372036854775808',
  '"n":9007199254740992.0',
  '"n":1e18',
  '"n":true',
  '"n":1,"n":2',
  '"u":1,"u":2',
  '"x":1e400',
  '"x":-0',
  '"x":-0.0',
  '"x":12345678901234567890123',
  '"x":5e-324,"t":"\\u00e9\\u0000\\ud83d\\ude42"',
  '"x":"1"',
  '"t":"\\ud800"',
  '"u":"\\udc00"',
  '"flag":0',
  '"any":1.50',
  '"any":[1e300,-0,0.0000001,123456789012345678901234567890, {"k":1,"k":2}, "\\/\\u2028"]',
  '"any":{ "a" : 1e20, "b" : 1e21 , "c":1.2345678901234567e17,"d":"\\u0001" }',
  '"any":"text"',
  '"m":{"k":1,"":2,"é":null}',
  '"m":{"k":1.5}',
  '"m":[]',
  // Names that stand twice, spelled alike or not, where only one of them is looked at.
  '"m":{"k":1,"k":2}',
  '"m":{"k":null,"\\u006b":2}',
  '"maps":[{"k":{"in":"x"}},{"k":{"in":"y","in":"y"}}]',
  '"maps":[{"k":{"in":"x"},"k":null}]',
  '"s":{"u":1,"u":2,"a":3,"a":4}',
  '"s":{"u":1,"u":2,"m":{"k":1}}',
  '"n":9007199254740993,"u":{"k":1,"k":2}',
  // Numbers that no double holds.
  '"any":1e400',
  '"any":[-1E+400,1.7976931348623159e308,1.7976931348623157e308,1e-400,-1e-400,1e99999999999999999999]',
  `"any":{"k":${"9".repeat(309)},"l":-${"9".repeat(400)},"m":${"1".repeat(5000)}}`,
  `"n":${"1".repeat(5000)}`,
  `"x":${"1".repeat(308)}`,
  `"x":${"1".repeat(5000)}`,
  '"x":0.1000000000000000055511151231257827',
  `"any":${"[".repeat(480)}1e400${"]".repeat(480)}`,
  `"any":${'{"a":'.repeat(480)}"${"[".repeat(900)}"${"}".repeat(480)}`,
  `"any":${"[".repeat(499)}${"]".repeat(499)}`,
  `"any":${"[".repeat(500)}${"]".repeat(500)}`,
  `"u":${"[".repeat(20_000)}${"]".repeat(20_000)}`,
  `"u":${"[".repeat(20_000)}`,
  `"t":"${"[".repeat(20_000)}"`,
  '"s":{}',
  '"s":null',
  '"s":{"a":1,"A":2}',
  '"s":{"a":1,"a":2}',
  '"s":{"B-c":"x"}',
  '"s":{"x":1,"X":1}',
  '"d-e":"kept"',
  '"secret":"192.0.2.7"',
  '"T":"other case","t":"x"',
  '"T":"other case alone"',
];

const stringMembers = (...few: readonly string[]) =>
  Object.fromEntries(few.map((name) => [name, { type: "string" }])) as DataObject;
/** What schemas declare by what an event is recognized when it comes again. */
const metas: readonly DataObject[] = [
  stringMembers("stream", "id", "dt"),
  stringMembers("stream", "dt"),
  { ...stringMembers("stream", "dt"), id: { type: ["string", "integer"] } },
  {
    ...stringMembers("stream", "dt"),
    id: { type: "string", privacy: { kind: "user-id", retention: "none" } },
  },
];

function schemaOf(title: string, properties: DataObject, meta = metas[0]): string {
  return JSON.stringify({
    title,
    $id: `/${title}/1.0.0`,
    $schema: "https://json-schema.org/draft-07/schema#",
    type: "object",
    properties: {
      $schema: { type: "string" },
      meta: { type: "object", properties: meta as DataObject },
      ...properties,
    },
  });
}

/** A repository of random schemas with streams of every kind, and the lines of their events. */
function repositoryWithEvents(
  random: Random,
  count: number,
): { readonly repository: ScratchRepository; readonly lines: readonly (string | Buffer)[] } {
  const repository = new ScratchRepository();
  repository.write("addendum.yaml", "version: 1\n");
  repository.write("schemas/odd/1.0.0.json", schemaOf("odd", odd as DataObject));
  repository.write(
    "schemas/odd/2.0.0.json",
    schemaOf("odd", { n: { type: "string" } }).replace("1.0.0", "2.0.0"),
  );
  const streams = ["s.odd: { title: odd, retention: 30 days }", "gone: { title: odd, retention: none }"];
  const events: (string | Buffer)[] = [];
  let id = 0;
  const event = (title: string, stream: string, members: string, meta: object = {}) => {
    const all = { stream, id: `id-${id++}`, dt: at(1 + random.below(50)), ...meta };
    events.push(
      `{"$schema":"/${title}/1.0.0","meta":${JSON.stringify(all)}${members === "" ? "" : `,${members}`}}`,
    );
  };
  for (const members of oddMembers) event("odd", "s.odd", members);
  for (let index = 0; index < count; index++) {
    const title = `r${index}`;
    // One half as containment has them; the other as tables have columns, and without identifiers, too.
    const isPlain = index % 2 === 0;
    const properties: Record<string, Data> = isPlain
      ? Object.fromEntries(
          names.filter(() => random.chance(0.6)).map((name) => [name, randomSchema(random, 3) as Data]),
        )
      : { ...propertiesOf(random, 3), ...(random.chance(0.5) && stringMembers("uuid")) };
    const root: Schema = { type: "object", properties };
    const meta = isPlain ? metas[0] : metas[((index - 1) / 2) % metas.length];
    repository.write(`schemas/${title}/1.0.0.json`, schemaOf(title, properties, meta));
    streams.push(`s.${title}: { title: ${title} }`);
    for (let number = 0; number < 50; number++) {
      const about = {
        ...(random.chance(0.1) && { id: `id-${id - 1 - random.below(20)}` }),
        ...(random.chance(0.02) && { domain: "canary" }),
        ...(random.chance(0.02) && { stream: random.pick(["gone", "unknown", "p.any"]) }),
        ...(random.chance(0.02) && { dt: random.pick([at(-2), at(60), "nonsense"]) }),
      };
      if (!isPlain) {
        event(
          title,
          `s.${title}`,
          valueText(random, root as Data)
            .slice(1, -1)
            .trim(),
          about,
        );
        continue;
      }
      const members: Record<string, Data> = {};
      for (const [name, of] of Object.entries(properties)) {
        if (random.chance(0.75))
          members[name] = random.chance(0.06) ? random.pick(awkward) : instance(random, root, of as Data);
      }
      if (random.chance(0.1)) members["undeclared"] = random.pick(awkward);
      event(title, `s.${title}`, JSON.stringify(members).slice(1, -1), about);
    }
  }
  const oddly: readonly (readonly [string, string, object])[] = [
    ["odd", "s.odd", { id: "id-0" }],
    ["odd", "s.odd", { id: "id-9" }],
    ["odd", "s.odd", { id: null }],
    ["odd", "s.odd", { id: 5 }],
    ["odd", "s.odd", { id: "" }],
    ["odd", "s.odd", { domain: "canary" }],
    ["nowhere", "s.odd", { domain: "canary" }],
    ["odd", "s.odd", { dt: at(60) }],
    ["odd", "s.odd", { dt: at(-2) }],
    ["odd", "s.odd", { dt: at(24 * 31) }],
    ["odd", "s.r0", { dt: at(24 * 31) }],
    ["odd", "s.odd", { dt: "1969-12-31T23:59:59Z" }],
    ["r0", "s.r0", { dt: "1969-12-31T23:59:59Z" }],
    ["r0", "s.r0", { dt: "0000-02-30T00:00:00Z" }],
    ["odd", "s.odd", { dt: "2026-02-29T00:00:00Z" }],
    ["odd", "s.odd", { dt: at(1).replace("Z", "+00:00") }],
    ["odd", "s.odd", { dt: at(1).replace("T", "t").replace(".000Z", "z") }],
    ["odd", "s.odd", { dt: at(1).replace("Z", "") }],
    ["odd", "s.odd", { dt: null }],
    ["odd", "s.odd", { dt: 5 }],
    ["odd", "gone", {}],
    ["odd", "unknown", {}],
    ["odd", "p.any-thing", {}],
    ["odd", "pX", {}],
    ["odd", "q.last", {}],
    ["odd", "q.last\n", {}],
    ["odd", "q.\u2028.last", {}],
    // Streams with one table: it is that of the first in the file, not of the first event.
    ["odd", "s.shared-one", {}],
    ["r0", "s.shared.one", {}],
    ["nowhere", "s.odd", {}],
    ["../odd", "s.odd", {}],
  ];
  for (const [title, stream, meta] of oddly) event(title, stream, '"t":"x"', meta);
  const meta = `"meta":{"stream":"s.odd","dt":"${at(1)}"}`;
  events.push(
    "",
    "nonsense",
    "[1]",
    '{"a":NaN}',
    `\ufeff{"$schema":"/odd/1.0.0",${meta}}`,
    `{"$schema":"/odd/2.0.0",${meta},"n":"second"}`,
    `{"$schema":"/odd/latest",${meta},"n":"latest"}`,
    `{"$schema":"/odd/1.0.0",${meta},"uuid":"u-1"}`,
    `{"$schema":"/odd/1.0.0",${meta},"uuid":"u-1"}`,
    `{"$schema":"/odd/1.0.0","meta":{"stream":"s.odd"},"dt":"${at(2)}"}`,
    '{"$schema":"/odd/1.0.0","meta":"no","dt":1}',
    Buffer.concat([
      Buffer.from(`{"$schema":"/odd/1.0.0",${meta},"t":"`),
      Buffer.from([0xff]),
      Buffer.from('"}'),
    ]),
    ` \t{"$schema":"/odd/1.0.0",${meta},"t":"space"}\r`,
    `{"$schema":"/odd/1.0.0",${meta},"t":"${"x".repeat(5_000_000)}"}`,
  );
  streams.push("/^p\\./: { title: odd }", "/^q\\..*\\.?(?<end>last)$/: { title: odd }");
  streams.push("s.shared.one: { title: r0 }", "s.shared-one: { title: odd }");
  repository.write("streams.yaml", `version: 1\nstreams:\n${streams.map((one) => `  ${one}\n`).join("")}`);
  return { repository, lines: events };
}

function bytesOf(lines: readonly (string | Buffer)[], end = "\n"): Buffer {
  return Buffer.concat(
    lines.flatMap((line, index) => [
      Buffer.from(line as string),
      Buffer.from(index === lines.length - 1 ? end : "\n"),
    ]),
  );
}

const seed = Number(process.env["SPARK_SEED"] ?? 4711);

describe.skipIf(skipBecause("Spark", whyNoSpark()))("the Spark job", () => {
  it(
    `loads the same rows as load, rejects the same lines, and counts the same (SPARK_SEED=${seed})`,
    { timeout: 1_800_000 },
    async () => {
      const { repository, lines } = repositoryWithEvents(
        new Random(seed),
        Number(process.env["SPARK_SCHEMAS"] ?? 8),
      );
      const events = repository.path("events");
      mkdirSync(events);
      const [first, second] = [lines.slice(0, 300), lines.slice(300)];
      writeFileSync(join(events, "e.2.ndjson"), bytesOf(first));
      writeFileSync(join(events, "e.10.ndjson.gz"), gzipSync(bytesOf(second)));
      // The same identifiers again, in a file that is read later.
      writeFileSync(join(events, "e.11.ndjson"), bytesOf(first.slice(0, 90)));
      const damaged = gzipSync(bytesOf(lines.slice(40, 140)));
      writeFileSync(join(events, "f.ndjson.gz"), damaged.subarray(0, damaged.length - 200));
      const open = bytesOf(lines.slice(-3, -1), "").subarray(0, -5);
      writeFileSync(join(events, "z.ndjson"), open);
      const deleted = { files: {}, deletedHours: [hourPath(60), hourPath(7)] };
      const manifest = { version: 1, sources: {}, tables: { s_odd: deleted, s_r0: deleted, s_r1: deleted } };
      repository.write("lake/_manifest.json", JSON.stringify(manifest));
      const sparkLake = repository.path("spark lake");
      expect(repository.addendum("load", "--model", "model.json")).toMatchObject({ code: 0, err: "" });

      const bySpark = (now = Date.now()) =>
        runSparkJob(repository.root, [
          "--model",
          "model.json",
          "--events",
          events,
          "--lake",
          sparkLake,
          "--now",
          String(now),
        ]);
      const byLoad = () => {
        const { out, err } = repository.addendum("load", "--format", "json");
        expect(err).toBe("");
        const { canaryProblems: _, unreadable, ...report } = JSON.parse(out) as Record<string, Data>;
        return { ...report, unreadable: (unreadable as readonly { path: string }[]).map(({ path }) => path) };
      };
      const shown = ({ unreadable, ...report }: Record<string, unknown>) => ({
        ...report,
        unreadable: (unreadable as readonly { path: string }[]).map(({ path }) => path),
      });
      const report = byLoad();
      expect(report).toMatchObject({
        canaries: expect.toSatisfy((canaries: number) => canaries > 2) as number,
        late: expect.toSatisfy((late: number) => late > 0) as number,
      });
      expect(shown(bySpark())).toEqual(report);
      const wanted = await rowsOf(repository.path("lake"));
      expect(Object.keys(wanted).length).toBeGreaterThan(5);
      expect(await rowsOf(sparkLake)).toEqual(wanted);
      expect(rejections(sparkLake)).toEqual(rejections(repository.path("lake")));
      // What was never to be stored.
      const bytes = readdirSync(sparkLake, { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".parquet"))
        .map((name) => readFileSync(join(sparkLake, name), "latin1"));
      expect(bytes.join("")).not.toContain("192.0.2.7");

      // A run that was killed left files behind; the open file has grown; a file was compressed, and says nothing new.
      const [table] = Object.keys(wanted) as [string];
      const leftover = join(sparkLake, table, `${hourPath(1)}/0123456789abcdef0123-0.parquet`);
      mkdirSync(join(leftover, ".."), { recursive: true });
      writeFileSync(leftover, "half a file");
      mkdirSync(join(sparkLake, "_staging/judged"), { recursive: true });
      writeFileSync(
        join(events, "z.ndjson"),
        Buffer.concat([
          bytesOf(lines.slice(-3, -1)),
          bytesOf(first.slice(0, 20)),
          Buffer.from(
            `{"$schema":"/odd/1.0.0","meta":{"stream":"s.odd","id":"new","dt":"${at(1)}"},"t":"new"}\n`,
          ),
        ]),
      );
      writeFileSync(join(events, "e.2.ndjson.gz"), gzipSync(bytesOf(first)));
      const later = byLoad();
      expect(later).toMatchObject({ loaded: expect.toSatisfy((loaded: number) => loaded > 0) as number });
      expect(shown(bySpark())).toEqual(later);
      expect(await rowsOf(sparkLake)).toEqual(await rowsOf(repository.path("lake")));
      expect(readdirSync(sparkLake)).not.toContain("_staging");
    },
  );
});
