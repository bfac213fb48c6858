import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { floorScript, peakScript } from "./floor.mjs";
import { addendum, ms, node, peakMegabytes, peer, ratio, root, run, time } from "./measure.mjs";
import { corpus, forget, git, repositories, scratch } from "./repositories.mjs";

export const checkAll = {
  name: "check-all",
  heading: "Everything at once: `check --all`, and what others have for it",
  measure,
};

function measure(say) {
  say(
    "Drift, all rules, every pair of versions of a major. Peer: materialize-all, then its three repository test suites with mocha. Buf: `lint`, then `breaking --against '.git#branch=main'`, on a Protobuf repository with as many files.\n",
  );
  say(
    "| repository | runs | floor | cold | again, unchanged | peer | buf | cold / floor | peer / cold | peer / unchanged | buf / cold |",
  );
  say("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
  const others = installOthers();
  for (const [times, directory] of repositories()) {
    const check = [addendum, "check", "--all"];
    const commands = [
      node([floorScript(), directory], directory),
      node(check, directory, () => forget(directory)),
      node(check, directory),
    ];
    const withOthers = times < 100 && corpus !== undefined;
    if (withOthers) commands.push(...commandsOfOthers(others, times, directory));
    const count = { 1: 11, 10: 5, 100: 3 }[times];
    const [floor, cold, warm, theirs, bufs] = time(commands, count);
    if (withOthers) run("git", ["checkout", "-q", "."], directory);
    const shown = (value, of) => (withOthers ? ratio(value, of) : "–");
    say(
      `| × ${times} | ${count} | ${ms(floor)} | ${ms(cold)} | ${ms(warm)} | ${withOthers ? ms(theirs) : "–"} | ${withOthers ? ms(bufs) : "–"} | ${ratio(cold, floor)} | ${shown(theirs, cold)} | ${shown(theirs, warm)} | ${shown(bufs, cold)} |`,
    );
  }
  for (const [times, directory] of repositories()) {
    forget(directory);
    const peak = peakMegabytes(["check", "--all"], directory, peakScript());
    say(`${times === 1 ? "\n" : ""}- × ${times}: ${peak.toFixed(0)} MB at the peak.`);
  }
}

function commandsOfOthers({ mocha, suites, buf }, times, directory) {
  const peers = `"${process.execPath}" "${peer}" materialize-all; "${process.execPath}" "${mocha}" --reporter dot "${suites}"`;
  const bufs = `"${buf}" lint; "${buf}" breaking --against .git#branch=main`;
  return [
    { file: "sh", args: ["-c", peers], cwd: directory, anyStatus: true },
    { file: "sh", args: ["-c", bufs], cwd: makeProtobufRepository(times, directory), anyStatus: true },
  ];
}

/** What only this comparison needs is installed for it, and is gone afterwards. */
function installOthers() {
  const at = join(scratch(), "others");
  mkdirSync(at);
  writeFileSync(join(at, "package.json"), "{}");
  run("npm", ["install", "--silent", "--no-audit", "--no-fund", "mocha@11.8.0", "@bufbuild/buf@1.75.0"], at);
  const suites = join(at, "suites.cjs");
  writeFileSync(
    suites,
    `require(${JSON.stringify(join(root, "node_modules/@wikimedia/jsonschema-tools"))}).tests.all({ logLevel: "error" });\n`,
  );
  const modules = join(at, "node_modules");
  return {
    suites,
    mocha: join(modules, "mocha/bin/mocha.js"),
    buf: join(modules, `@bufbuild/buf-${process.platform}-${process.arch}/bin/buf`),
  };
}

/** A Protobuf repository with as many files as another has YAML files, each a message of twenty fields. */
function makeProtobufRepository(times, like) {
  const target = join(scratch(), `protobuf${times}`);
  const count = Number(
    run("sh", ["-c", "find . -type f -name '*.yaml' -not -path './.git/*' | wc -l"], like).stdout.toString(),
  );
  mkdirSync(target);
  writeFileSync(
    join(target, "buf.yaml"),
    "version: v2\nlint:\n  use: [STANDARD]\nbreaking:\n  use: [FILE]\n",
  );
  for (let index = 0; index < count; index++) {
    const directory = join(target, `event${index}/v1`);
    mkdirSync(directory, { recursive: true });
    const fields = Array.from(
      { length: 20 },
      (_, field) => `  // What it says.\n  string field_${field} = ${field + 1};`,
    );
    writeFileSync(
      join(directory, "event.proto"),
      `syntax = "proto3";\n\npackage event${index}.v1;\n\n// Something happened.\nmessage Event {\n${fields.join("\n")}\n}\n`,
    );
  }
  run("git", ["init", "-q", "-b", "main"], target);
  run("git", ["add", "-A"], target);
  run("git", [...git, "commit", "-q", "-m", "first"], target);
  return target;
}
