import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { addendum, ms, node, root, run, time } from "./measure.mjs";
import { git, oneCurrent, raise, repository, reset, schemasDirectory, scratch } from "./repositories.mjs";

export const types = { name: "types", heading: "Types", measure };

function measure(say) {
  say(
    "| repository | versions | addendum types, all anew | a second | the hook, one schema changed, without / with types |",
  );
  say("| --- | --- | --- | --- | --- |");
  for (const times of [1, 10]) {
    const directory = repository(times);
    const out = join(scratch(), `types${times}`);
    const anew = () => rmSync(out, { recursive: true, force: true });
    const [all] = time([node([addendum, "types", "--out", out], directory, anew)], 5);
    const versions = Number(
      run("sh", ["-c", "find . -type f -name '[0-9]*.yaml' | wc -l"], directory).stdout.toString(),
    );
    const [without, withTypes] = time([false, true].map((hasTypes) => hookWithTypes(times, hasTypes)));
    say(
      `| × ${times} | ${versions} | ${ms(all)} | ${((1000 * versions) / all).toFixed(0)} versions | ${ms(without)} / ${ms(withTypes)} |`,
    );
  }
  run(process.execPath, [join(root, "packages/event-producer/build.mjs")], root);
  const producer = readFileSync(join(root, "packages/event-producer/dist/index.production.js"));
  say(
    `\nThe producer, built for browsers: ${producer.length} bytes, ${gzipSync(producer).length} compressed.`,
  );
}

/** The hook in a copy of a repository, with types in every commit or without. */
function hookWithTypes(times, hasTypes) {
  const at = join(scratch(), `hook${times}${hasTypes}`);
  cpSync(repository(times), at, { recursive: true, verbatimSymlinks: true });
  rmSync(join(at, ".jsonschema-tools.yaml"), { force: true });
  const types = hasTypes ? "types: { out: types }\n" : "";
  const settings = `version: 1\nschemas: ${schemasDirectory}\nadopted: true\ncontentTypes: [yaml]\n${types}`;
  writeFileSync(join(at, "addendum.yaml"), settings);
  if (hasTypes) run(process.execPath, [addendum, "types"], at);
  run("git", ["add", "-A"], at);
  run("git", [...git, "commit", "-q", "-m", "types", "--no-verify"], at);
  return node([addendum, "hook", "pre-commit"], at, () => {
    reset(at);
    raise(join(at, oneCurrent(times)), "9.0.0");
    run("git", ["add", "-A"], at);
  });
}
