// What `npm run bench` prints about containment: time and steps for each kind of pair, in a warm process.
import { type Data, isObject, parseDocument, type Schema } from "@addendum/json-schema";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { contains } from "../src/contains.ts";

type Pair = readonly [old: Schema, newer: Schema];

const rounds = 20;
const integer = { type: "integer", minimum: 0, maximum: 100 };
const many = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));

function members(count: number, make: (index: number) => Data): Schema {
  return {
    type: "object",
    properties: Object.fromEntries(many(count, (index) => [`p${index}`, make(index)])),
  };
}

function changed(count: number, changes: number): Pair {
  const step = Math.max(1, Math.floor(count / changes));
  const isChanged = (index: number) => index % step === 0 && index / step < changes;
  return [
    members(count, () => integer),
    members(count, (index) => (isChanged(index) ? { ...integer, maximum: 200 + index } : integer)),
  ];
}

function tagged(count: number, keyword: "anyOf" | "oneOf"): Pair {
  const alternative = (tag: number, x: Data): Data => ({
    type: "object",
    required: ["tag"],
    properties: { tag: { const: `k${tag}` }, x },
  });
  return [
    { [keyword]: many(count, (tag) => alternative(tag, { type: "string" })) },
    { [keyword]: many(count, (tag) => alternative(tag, { type: ["string", "null"] })) },
  ];
}

function conditional(index: number, maximum: number): Data {
  return {
    if: { properties: { [`p${index}`]: { const: 1 } }, required: [`p${index}`] },
    then: { required: [`q${index}`] },
    else: { properties: { [`q${index}`]: { maximum } } },
  };
}

/** Versions of each title below a directory, each with the one before it. */
function consecutive(directory: string): Pair[] {
  const byTitle = new Map<string, { readonly version: readonly number[]; readonly schema: Schema }[]>();
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    const match = /^(\d+)\.(\d+)\.(\d+)\.yaml$/.exec(entry.name);
    if (!entry.isFile() || match === null) continue;
    const parsed = parseDocument(readFileSync(join(entry.parentPath, entry.name), "utf8"));
    if (parsed.kind !== "document" || !isObject(parsed.document.data)) continue;
    const versions = byTitle.get(entry.parentPath) ?? [];
    versions.push({ version: match.slice(1).map(Number), schema: parsed.document.data });
    byTitle.set(entry.parentPath, versions);
  }
  return [...byTitle.values()].flatMap((versions) => {
    const sorted = versions.sort(
      ({ version: [a = 0, b = 0, c = 0] }, { version: [x = 0, y = 0, z = 0] }) => a - x || b - y || c - z,
    );
    return sorted
      .slice(1)
      .map(({ schema }, index): Pair => [(sorted[index] as { schema: Schema }).schema, schema]);
  });
}

function measure(name: string, pairs: readonly Pair[]): void {
  const times: number[] = [];
  const verdicts = { compatible: 0, incompatible: 0, unknown: 0 };
  let steps = 0;
  const count = pairs.length > 5 ? rounds : 3 * rounds;
  for (let round = 0; round < count; round++) {
    for (const [old, newer] of pairs) {
      const began = performance.now();
      const verdict = contains(old, newer);
      // The first rounds warm the process.
      if (round >= count / 4) times.push(performance.now() - began);
      if (round > 0) continue;
      verdicts[verdict.kind]++;
      steps = Math.max(steps, verdict.steps);
    }
  }
  times.sort((a, b) => a - b);
  const at = (part: number) =>
    (times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0).toFixed(2);
  const { compatible, incompatible, unknown } = verdicts;
  console.log(
    `| ${name} | ${compatible} / ${incompatible} / ${unknown} | ${at(0.5)} ms | ${at(0.99)} ms | ${at(1)} ms | ${steps} |`,
  );
}

console.log("| pairs | compatible / incompatible / unknown | p50 | p99 | max | most steps |");
console.log("| --- | --- | --- | --- | --- | --- |");
const [directory] = process.argv.slice(2);
if (directory !== undefined) measure("consecutive versions of the repository", consecutive(directory));
for (const count of [200, 1000]) {
  for (const changes of [1, 50, count]) {
    measure(`${count} properties, ${changes === count ? "all" : changes} widened`, [changed(count, changes)]);
  }
}
measure("30 tagged alternatives (anyOf), all widened", [tagged(30, "anyOf")]);
measure("30 tagged alternatives (oneOf), all widened", [tagged(30, "oneOf")]);
measure("12 overlapping alternatives", [
  [
    { anyOf: many(12, (n) => ({ required: [`a${n}`], properties: { [`a${n}`]: integer } })), type: "object" },
    {
      anyOf: many(12, (n) => ({ required: [`a${n}`], properties: { [`a${n}`]: { type: "number" } } })),
      type: "object",
    },
  ],
]);
measure("oneOf × 15, overlapping", [
  [
    { oneOf: many(15, (n) => ({ type: "integer", minimum: n, maximum: n + 3 })) },
    { oneOf: many(15, (n) => ({ type: "integer", minimum: n, maximum: n + 4 })) },
  ],
]);
measure("20 × if, one widened", [
  [
    { type: "object", allOf: many(20, (index) => conditional(index, 5)) },
    { type: "object", allOf: many(20, (index) => conditional(index, index === 9 ? 6 : 5)) },
  ],
]);
measure("minItems: 200000", [
  [
    { type: "array", minItems: 200_000 },
    { type: "array", minItems: 200_001 },
  ],
]);
measure("an automaton that explodes", [
  [
    { type: "string", pattern: "(a|b)*a(a|b){20}" },
    { type: "string", pattern: "(a|b)*b(a|b){20}" },
  ],
]);
measure("12 × anyOf of 3, that only search decides", [
  [
    {
      type: "integer",
      allOf: many(12, (n) => ({ anyOf: [{ minimum: n }, { maximum: 20 - n }, { multipleOf: n + 2 }] })),
    },
    {
      type: "integer",
      allOf: many(12, (n) => ({ anyOf: [{ minimum: n }, { maximum: 21 - n }, { multipleOf: n + 2 }] })),
    },
  ],
]);
console.log(`\nMemory at the peak: ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB.`);
