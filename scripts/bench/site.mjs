import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { firstPaints } from "./first-paint.mjs";
import { floorScript, peakScript } from "./floor.mjs";
import { addendum, ms, node, peakMegabytes, ratio, run, time } from "./measure.mjs";
import { countTitles, oneCurrent, raise, repository, reset, scratch } from "./repositories.mjs";

export const site = { name: "site", heading: "The registry’s pages", measure };

const many = 10_000;

async function measure(say) {
  say(
    "All pages made anew, and made again after one schema has changed. Types are those of the newest version.\n",
  );
  say("| repository | schemas | floor | addendum site | site / floor | again, one changed |");
  say("| --- | --- | --- | --- | --- | --- |");
  for (const times of [1, 10]) {
    const directory = repository(times);
    reset(directory);
    const out = join(scratch(), `site${times}`);
    const command = [addendum, "site", "--out", out, "--quiet"];
    const [floor, whole] = time(
      [
        node([floorScript(), directory], directory),
        node(command, directory, () => rmSync(out, { recursive: true, force: true })),
      ],
      5,
    );
    let serial = 0;
    const change = () => raise(join(directory, oneCurrent(times)), `9.${serial++}.0`);
    const [again] = time([node(command, directory, change)], 9);
    reset(directory);
    say(
      `| × ${times} | ${countTitles(times)} | ${ms(floor)} | ${ms(whole)} | ${ratio(whole, floor)} | ${ms(again)} |`,
    );
  }
  say(`\n${await firstPaints(repository(10))}`);
  const directory = makeMany();
  const out = join(scratch(), "site-many");
  const began = performance.now();
  const peak = peakMegabytes(["site", "--out", out, "--quiet"], directory, peakScript());
  const seconds = (performance.now() - began) / 1000;
  const files = run("sh", ["-c", "find . -type f | wc -l"], out).stdout.toString().trim();
  const search = run("sh", ["-c", "gzip -9c search.json | wc -c"], out).stdout.toString().trim();
  say(
    `\n${many.toLocaleString("en")} schemas of 16 fields: ${seconds.toFixed(1)} s, ${peak.toFixed(0)} MB at the peak, ${Number(files).toLocaleString("en")} files; what the search reads is ${(Number(search) / 1024).toFixed(0)} kB, compressed.`,
  );
}

/** A repository of many small schemas, as an organization has them after some years. */
function makeMany() {
  const directory = join(scratch(), "many");
  const words = [
    "click",
    "page",
    "search",
    "editor",
    "session",
    "preview",
    "dialog",
    "upload",
    "error",
    "load",
  ];
  for (let index = 0; index < many; index++) {
    const title = `team${index % 200}/${words[index % 10]}/${words[(index >> 3) % 10]}_${index}`;
    const properties = Object.fromEntries(
      Array.from({ length: 16 }, (_, field) => [
        `${words[(index + field) % 10]}_${field}`,
        { type: field % 3 === 0 ? "integer" : "string", description: `What ${words[field % 10]} it was.` },
      ]),
    );
    const schema = {
      title,
      description: `Somebody used ${words[index % 10]} ${index}.`,
      $id: `/${title}/1.0.0`,
      $schema: "https://json-schema.org/draft-07/schema#",
      type: "object",
      properties,
      examples: [{}],
    };
    const at = join(directory, "schemas", title);
    mkdirSync(at, { recursive: true });
    const text = `${JSON.stringify(schema, undefined, 2)}\n`;
    for (const name of ["current.yaml", "1.0.0.yaml", "1.0.0.json"]) writeFileSync(join(at, name), text);
    for (const name of ["1.0.0", "latest"]) symlinkSync("1.0.0.yaml", join(at, name));
  }
  writeFileSync(join(directory, "addendum.yaml"), "version: 1\n");
  run("git", ["init", "-q", "-b", "main"], directory);
  return directory;
}
