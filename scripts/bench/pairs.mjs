import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { jsYaml } from "./floor.mjs";
import { addendum, ms, node, ratio, root, time } from "./measure.mjs";
import { corpus } from "./repositories.mjs";

export const pairs = {
  name: "pairs",
  heading: "Many pairs, one process: `compat --batch` and npm json-schema-diff",
  measure,
};

function measure(say) {
  const pairs = bothCanDo();
  const times = 100;
  const ours = (input) => ({ ...node([addendum, "compat", "--batch"], root), input });
  const theirs = (input) => ({
    ...node([join(root, "packages/containment/test/second-opinion.mjs")], root),
    input,
  });
  const [oursNone, theirsNone, oursAll, theirsAll] = time(
    [ours(""), theirs(""), ours(pairs.times(times)), theirs(pairs.times(times))],
    5,
  );
  const count = times * pairs.count;
  const [perOurs, perTheirs] = [(oursAll - oursNone) / count, (theirsAll - theirsNone) / count];
  say("| | starting | pairs | time | a pair, without starting |");
  say("| --- | --- | --- | --- | --- |");
  say(`| addendum compat --batch | ${ms(oursNone)} | ${count} | ${ms(oursAll)} | ${perOurs.toFixed(3)} ms |`);
  say(
    `| npm json-schema-diff 1.0.0 | ${ms(theirsNone)} | ${count} | ${ms(theirsAll)} | ${perTheirs.toFixed(3)} ms |`,
  );
  say(`\nTheirs / ours, a pair: ${ratio(perTheirs, perOurs)}.`);
  for (const [name, input] of Object.entries(realPairs(corpus ?? join(root, "schemas")))) {
    if (input.count === 0) continue;
    const [all] = time([ours(input.text)], 3);
    say(
      `\nReal schemas, ${name}: ${input.count} pairs in ${ms(all)}, ${((1000 * input.count) / all).toFixed(0)} a second.`,
    );
  }
}

/** Small pairs in which both read every keyword, as JSON lines. */
function bothCanDo() {
  const object = (properties, more = {}) => ({ type: "object", properties, ...more });
  const list = [
    [object({ a: { type: "string" } }), object({ a: { type: ["string", "null"] } })],
    [object({ a: { type: "number" } }, { additionalProperties: false }), object({ a: { type: "number" } })],
    [
      { type: "array", items: { type: "integer" } },
      { type: "array", items: { type: "number" } },
    ],
    [
      { type: "integer", minimum: 0, maximum: 5 },
      { type: "integer", minimum: 0, maximum: 9 },
    ],
    [
      { type: "string", minLength: 2 },
      { type: "string", minLength: 1 },
    ],
    [{ anyOf: [{ type: "string" }, { type: "null" }] }, { type: ["string", "null"] }],
  ];
  const lines = list.map(([old, newer], id) => JSON.stringify({ id, old, new: newer, contentModel: "open" }));
  return { count: lines.length, times: (count) => `${lines.join("\n")}\n`.repeat(count) };
}

/** Version files with one optional property more, and with one fewer option of a value, as JSON lines. */
function realPairs(directory) {
  const yaml = createRequire(import.meta.url)(jsYaml);
  const schemas = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /^\d+\.\d+\.\d+\.yaml$/.test(entry.name))
    .map((entry) => yaml.safeLoad(readFileSync(join(entry.parentPath, entry.name), "utf8")))
    .filter((schema) => schema.properties !== undefined && schema.additionalProperties !== false);
  const lines = (make, count) => {
    const pairs = schemas.map((old, id) => JSON.stringify({ id, old, new: make(old) }));
    const text = `${pairs.join("\n")}\n`.repeat(count);
    return { count: pairs.length * count, text };
  };
  return {
    compatible: lines(
      (old) => ({ ...old, properties: { ...old.properties, added_here: { type: "string" } } }),
      100,
    ),
    "incompatible, judged by the validator": lines(
      (old) => ({ ...old, required: [...(old.required ?? []), "added_here"] }),
      1,
    ),
  };
}
