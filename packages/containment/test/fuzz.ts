// What `npm run fuzz` runs: random edits of random schemas, of the version files below a directory, or of schemas that
// share their parts by references of all kinds.
import {
  type Data,
  type DataObject,
  isArray,
  isObject,
  parseDocument,
  type Schema,
} from "@addendum/json-schema";
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { contains } from "../src/contains.ts";
import type { ContentModel } from "../src/verdict.ts";
import { examineVerdict, type Otherwise } from "./oracle.ts";
import { Random } from "./random.ts";
import { asCompared, dress, sharedSchema } from "./random-references.ts";
import { documentSchema, edit } from "./random-schema.ts";

const { values: options } = parseArgs({
  options: {
    cases: { type: "string", default: "20000" },
    seed: { type: "string", default: "1" },
    seconds: { type: "string", default: "Infinity" },
    schemas: { type: "string" },
    state: { type: "string" },
    references: { type: "boolean", default: false },
    fresh: { type: "boolean", default: false },
  },
});
const [cases, seed, seconds] = [Number(options.cases), Number(options.seed), Number(options.seconds)];

interface Tally {
  done: number;
  compatible: number;
  incompatible: number;
  unknown: number;
  /** Compatible only for what an accepted version left. */
  excused: number;
  steps: number;
  mostSteps: number;
  reasons: Record<string, number>;
  faults: string[];
}

const nothing: Tally = {
  done: 0,
  compatible: 0,
  incompatible: 0,
  unknown: 0,
  excused: 0,
  steps: 0,
  mostSteps: 0,
  reasons: {},
  faults: [],
};
const tally = { ...nothing, ...(options.state && !options.fresh ? readState(options.state) : {}) };
const real = options.schemas === undefined ? undefined : readSchemas(options.schemas);

interface Case {
  readonly seed: number;
  readonly contentModel: ContentModel;
  readonly old: Schema;
  /** What was accepted between the two, in every other case. */
  readonly accepted?: Schema;
  readonly new: Schema;
}

function makeCase(number: number): Case {
  const random = new Random(Math.imul(seed, 0x9e3779b1) + number);
  if (options.references) {
    const old = sharedSchema(random, 3);
    const once = edit(random, old);
    const newer = random.chance(0.3) ? edit(random, once) : once;
    return { seed: number, contentModel: random.chance(0.5) ? "closed" : "open", old, new: newer };
  }
  const old = real === undefined ? documentSchema(random, 3) : random.pick(real);
  const once = edit(random, old);
  const twice = random.chance(0.3) ? edit(random, once) : once;
  const contentModel = random.chance(0.5) ? "closed" : "open";
  if (number % 2 === 0) return { seed: number, contentModel, old, new: twice };
  return { seed: number, contentModel, old, accepted: once, new: edit(random, twice) };
}

function examine(one: Case) {
  const { accepted } = one;
  if (options.references) {
    const written = writtenOtherwise(one);
    const random = new Random(one.seed);
    return { ...examineVerdict(random, one.old, one.new, one.contentModel, { written }), isExcused: false };
  }
  const found = examineVerdict(new Random(one.seed), one.old, one.new, one.contentModel, { accepted });
  if (accepted === undefined || found.fault !== undefined) return { ...found, isExcused: false };
  const plain = contains(one.old, one.new, { contentModel: one.contentModel });
  const { verdict } = found;
  const isSame = JSON.stringify(verdict) === JSON.stringify(plain);
  const fault = plain.kind === "compatible" && !isSame ? "the plain question has another answer" : undefined;
  return { verdict, fault, isExcused: verdict.kind === "compatible" && plain.kind !== "compatible" };
}

/** Both with identifiers, embedded documents and files, half the time by the same ones. */
function writtenOtherwise({ seed: number, old, new: newer }: Case): Otherwise {
  const written = (one: Schema, by: number) => asCompared(dress(new Random(by), one as DataObject));
  return { old: written(old, number), new: written(newer, number % 2 === 0 ? number : number + 1) };
}

const began = Date.now();
let shown = 0;
for (; tally.done < cases && Date.now() - began < seconds * 1000; tally.done++) {
  const one = makeCase(tally.done);
  const { verdict, fault, isExcused } = examine(one);
  tally[verdict.kind]++;
  if (isExcused) tally.excused++;
  tally.steps += verdict.steps;
  tally.mostSteps = Math.max(tally.mostSteps, verdict.steps);
  if (verdict.kind === "unknown") {
    const reason = `${verdict.keyword}: ${verdict.reason}`;
    tally.reasons[reason] = (tally.reasons[reason] ?? 0) + 1;
  }
  if (fault !== undefined) {
    const small = shrinkCase(one);
    const text = JSON.stringify({ name: examine(small).fault ?? fault, ...small });
    tally.faults.push(text);
    process.stdout.write(`${process.stderr.isTTY ? "\r\u001b[K" : ""}${text}\n`);
  }
  if (Date.now() - shown > 500) showProgress();
}
showProgress();
if (process.stderr.isTTY) process.stderr.write("\n");

const { done, compatible, incompatible, unknown, excused, steps, mostSteps, reasons, faults } = tally;
const share = done === 0 ? 0 : (100 * unknown) / done;
process.stdout.write(
  `${done} cases (seed ${seed}), half of them with an accepted version between: ${compatible} compatible (${excused} by what was accepted), ${incompatible} incompatible, ${unknown} unknown ` +
    `(${share.toFixed(3)} %), ${faults.length} faults; ${(steps / Math.max(1, done)).toFixed(0)} steps on average, ` +
    `${mostSteps} at most.\n`,
);
for (const [reason, count] of Object.entries(reasons).sort((a, b) => b[1] - a[1])) {
  process.stdout.write(`  unknown ${count} ×: ${reason}\n`);
}
process.exitCode = faults.length > 0 ? 1 : 0;

function showProgress(): void {
  shown = Date.now();
  if (options.state) writeState(options.state);
  if (!process.stderr.isTTY) return;
  const width = 30;
  const full = Math.round((width * tally.done) / cases);
  const bar = "█".repeat(full) + "░".repeat(width - full);
  process.stderr.write(`\r\u001b[K${bar} ${tally.done} of ${cases}, ${tally.faults.length} faults`);
}

function readState(file: string): Partial<Tally> {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Partial<Tally>;
  } catch {
    return {}; // The first run.
  }
}

function writeState(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(tally));
  renameSync(`${file}.new`, file);
}

/** The version files below a directory. */
function readSchemas(directory: string): Schema[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    if (!entry.isFile() || !/^\d+\.\d+\.\d+\.(yaml|json)$/.test(entry.name)) return [];
    const parsed = parseDocument(readFileSync(join(entry.parentPath, entry.name), "utf8"));
    return parsed.kind === "document" && isObject(parsed.document.data) ? [parsed.document.data] : [];
  });
}

/** A smaller case with a fault of its own, found greedily. */
function shrinkCase(one: Case): Case {
  let best = one;
  for (let found = true; found;) {
    found = false;
    for (const smaller of smallerCases(best)) {
      if (!isFaulty(smaller)) continue;
      best = smaller;
      found = true;
      break;
    }
  }
  return best;
}

function isFaulty(one: Case): boolean {
  try {
    return examine(one).fault !== undefined;
  } catch (error) {
    // Without one of its definitions, what refers to that is no case.
    if (options.references) return false;
    throw error;
  }
}

function* smallerCases(one: Case): Generator<Case> {
  for (const old of smaller(one.old)) yield { ...one, old: old as Schema };
  for (const newer of smaller(one.new)) yield { ...one, new: newer as Schema };
  if (one.accepted === undefined) return;
  for (const accepted of smaller(one.accepted)) yield { ...one, accepted: accepted as Schema };
}

function* smaller(data: Data): Generator<Data> {
  if (isArray(data)) {
    if (data.length > 1)
      for (const [index] of data.entries()) yield data.filter((_, other) => other !== index);
    for (const [index, item] of data.entries()) {
      for (const less of smaller(item)) yield data.map((other, at) => (at === index ? less : other));
    }
  } else if (isObject(data)) {
    for (const key of Object.keys(data)) {
      yield Object.fromEntries(Object.entries(data).filter(([other]) => other !== key));
    }
    for (const key of Object.keys(data)) {
      for (const less of smaller(data[key] as Data)) {
        yield Object.fromEntries(
          Object.entries(data).map(([other, value]) => [other, other === key ? less : value]),
        );
      }
    }
  }
}
