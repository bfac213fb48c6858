// A repository with two titles and events of them: what the lake is measured with.
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { addendum, run } from "./measure.mjs";
import { scratch } from "./repositories.mjs";

const hourMs = 3_600_000;
const linesPerFile = 100_000;
/** How many columns the wide title has beside meta. */
const wideColumns = 150;

const names = Array.from({ length: wideColumns }, (_, index) => `column_${index}`);
const wideType = (index) => ["string", "integer", "boolean", "number"][index % 4];

/** Directory of the repository, whose tables are `bench_event` and `bench_wide`. */
export function lakeRepository() {
  const at = join(scratch(), "lake-repository");
  const schema = (title, properties) => `title: ${title}
$id: /${title}/1.0.0
$schema: https://json-schema.org/draft-07/schema#
type: object
properties:
  $schema: { type: string }
  meta: { type: object, properties: { stream: { type: string }, id: { type: string }, dt: { type: string } } }
${properties}`;
  const wide = names.map((name, index) => `  ${name}: { type: ${wideType(index)} }\n`).join("");
  const narrow =
    "  test: { type: string }\n  number: { type: integer }\n  map: { type: object, additionalProperties: { type: string } }\n";
  for (const [title, properties] of [
    ["bench/event", narrow],
    ["bench/wide", wide],
  ]) {
    mkdirSync(join(at, "schemas", title), { recursive: true });
    writeFileSync(join(at, "schemas", title, "current.yaml"), schema(title, properties));
  }
  writeFileSync(join(at, "addendum.yaml"), "version: 1\nschemas: schemas\n");
  run(process.execPath, [addendum, "materialize", "--no-git"], at);
  return at;
}

/** The columns of `bench_event`, as DuckDB's reader takes them. */
export const eventColumns =
  "{'$schema': 'VARCHAR', meta: 'STRUCT(stream VARCHAR, id VARCHAR, dt VARCHAR)', test: 'VARCHAR', number: 'BIGINT', map: 'MAP(VARCHAR, VARCHAR)'}";

const words = "What was done in some words of an ordinary length and others that come and go".split(" ");

/** Numbers from 0 to below 1, the same in each run. */
function* numbers(seed) {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

/**
 * Writes files of events as the intake does.
 * @param {string} directory
 * @param {{ count: number, hours: number, isShuffled?: boolean, isWide?: boolean }} options
 */
export function writeEvents(directory, { count, hours, isShuffled = false, isWide = false }) {
  mkdirSync(directory, { recursive: true });
  const random = numbers(7);
  const next = () => random.next().value;
  const start = Math.floor(Date.now() / hourMs - hours) * hourMs;
  for (let from = 0; from < count; from += linesPerFile) {
    const descriptor = openSync(join(directory, `${String(from).padStart(9, "0")}.ndjson`), "w");
    for (let at = from; at < Math.min(from + linesPerFile, count); at += 5000) {
      const lines = [];
      for (let index = at; index < Math.min(at + 5000, from + linesPerFile, count); index++) {
        const share = isShuffled ? next() : index / count;
        const dt = new Date(start + Math.floor(share * hours * hourMs)).toISOString();
        lines.push(isWide ? wideLine(index, dt, next) : line(index, dt, next));
      }
      writeSync(descriptor, lines.join(""));
    }
    closeSync(descriptor);
  }
}

/** Some kilobyte. */
function line(index, dt, next) {
  const text = Array.from({ length: 150 }, () => words[Math.floor(next() * words.length)]).join(" ");
  const wiki = `wiki${Math.floor(next() * 50)}`;
  return `{"$schema":"/bench/event/1.0.0","meta":{"stream":"bench.event","id":"${id(index, next)}","dt":"${dt}"},"test":"${text}","number":${index},"map":{"wiki":"${wiki}","action":"saved"}}\n`;
}

function wideLine(index, dt, next) {
  const values = names.map((name, column) => {
    const number = Math.floor(next() * 10_000);
    const value = [`"v${number}"`, String(number), String(number % 2 === 0), `${number}.5`][column % 4];
    return `"${name}":${value}`;
  });
  return `{"$schema":"/bench/wide/1.0.0","meta":{"stream":"bench.wide","id":"${id(index, next)}","dt":"${dt}"},${values.join(",")}}\n`;
}

function id(index, next) {
  return `${index.toString(16).padStart(8, "0")}-${Math.floor(next() * 2 ** 32)
    .toString(16)
    .padStart(8, "0")}-4000-8000`;
}
