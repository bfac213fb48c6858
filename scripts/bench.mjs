// npm run bench: everything, ten minutes; npm run bench -- --intake: the intake alone.
// Times the command against its peer and against a floor, in one run, and writes docs/benchmarks.md.
// The repository that is measured: ADDENDUM_CORPUS/event-schemas, else ../shared/corpus/event-schemas, else our own.
import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { cpus, tmpdir } from "node:os";
import { createRequire } from "node:module";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { benchIntake } from "./bench-intake.mjs";
import { bundle } from "./run-typescript.mjs";

const root = join(import.meta.dirname, "..");
const unknown = process.argv.slice(2).find((arg) => arg !== "--intake");
if (unknown !== undefined) {
  console.error(`bench: “${unknown}” is not known; --intake measures the intake alone.`);
  process.exit(2);
}
if (process.argv.includes("--intake")) {
  // The intake alone, which comes last on the page.
  const page = join(root, "docs/benchmarks.md");
  const [before] = readFileSync(page, "utf8").split("## The intake\n");
  const section = [];
  await benchIntake((line) => {
    section.push(line);
    console.log(line);
  });
  writeFileSync(page, `${before.trimEnd()}\n\n${section.join("\n")}\n`);
  process.exit();
}
const scratch = mkdtempSync(join(tmpdir(), "addendum-bench-"));
const addendum = join(root, "packages/cli/bin/addendum.cjs");
const peer = join(root, "node_modules/@wikimedia/jsonschema-tools/scripts/jsonschema-tools.js");
const jsYaml = join(root, "node_modules/js-yaml");
const runs = 9;
/** Where a command takes less than a second, more of them cost little, and a busy machine shows less in the median. */
const shortRuns = 25;
const git = ["-c", "user.name=bench", "-c", "user.email=bench@example.org"];

const corpus = [process.env.ADDENDUM_CORPUS, join(root, "../shared/corpus")]
  .filter(Boolean)
  .map((path) => join(path, "event-schemas"))
  .find(existsSync);

/** The floor: one process that reads each regular YAML file once and parses it, following no links. */
const floorScript = join(scratch, "floor.cjs");
writeFileSync(
  floorScript,
  `const fs = require("fs"), path = require("path"), yaml = require(${JSON.stringify(jsYaml)});
   const walk = (dir) => { for (const e of fs.readdirSync(dir, { withFileTypes: true })) {
     const p = path.join(dir, e.name);
     if (e.isDirectory() && e.name !== ".git" && e.name !== "node_modules") walk(p);
     else if (e.isFile() && p.endsWith(".yaml")) yaml.safeLoad(fs.readFileSync(p, "utf8"));
   } };
   walk(process.argv[2]);`,
);

const peakScript = join(scratch, "peak.cjs");
writeFileSync(
  peakScript,
  'process.on("exit", () => console.error("peak " + process.resourceUsage().maxRSS));\n',
);

/** A repository `times` as large as the corpus, its links as links, committed. */
function makeRepository(times) {
  const target = join(scratch, `x${times}`);
  const base = corpus ?? root;
  const schemas = corpus === undefined ? "schemas" : "jsonschema";
  for (let copy = 0; copy < times; copy++) {
    const prefix = times === 1 ? "" : `/copy${copy}`;
    copyTree(join(base, schemas), join(target, schemas + prefix), prefix);
  }
  cpSync(
    join(base, corpus === undefined ? "addendum.yaml" : ".jsonschema-tools.yaml"),
    join(target, corpus === undefined ? "addendum.yaml" : ".jsonschema-tools.yaml"),
  );
  execFileSync("chmod", ["-R", "u+w", target]);
  mkdirSync(join(target, "node_modules"));
  writeFileSync(join(target, ".gitignore"), "node_modules\n");
  run("git", ["init", "-q", "-b", "main"], target);
  // Nothing is published yet, so the copies' versions are made to fit their new names.
  if (times > 1) run(process.execPath, [addendum, "materialize"], target);
  run("git", ["add", "-A"], target);
  run("git", [...git, "commit", "-q", "-m", "first"], target);
  return target;
}

function copyTree(from, to, prefix) {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    const [source, target] = [join(from, name), join(to, name)];
    const stat = lstatSync(source);
    if (stat.isDirectory()) {
      copyTree(source, target, prefix);
      continue;
    }
    const text = readFileSync(source, "utf8");
    const alias = /^(latest(\.\w+)?|\d+\.\d+\.\d+)$/.test(name);
    if (alias) {
      symlinkSync(
        stat.isSymbolicLink() ? execFileSync("readlink", [source], { encoding: "utf8" }).trim() : text,
        target,
      );
    } else {
      const moved =
        prefix === ""
          ? text
          : text
              .replace(/(\$ref: ['"]?|^\$id: ['"]?|\$schema: ['"]?)\/(?!\/)/gm, `$1${prefix}/`)
              .replace(/^title: (['"]?)/m, `title: $1${prefix.slice(1)}/`);
      writeFileSync(target, moved);
    }
  }
}

/** @param anyStatus whether the program may find fault with what it is given */
function run(file, args, cwd, env = {}, input = undefined, anyStatus = false) {
  const result = spawnSync(file, args, {
    cwd,
    env: { ...process.env, ...env },
    maxBuffer: 1 << 28,
    ...(input !== undefined && { input }),
  });
  if (result.status !== 0 && !(anyStatus && result.status !== null)) {
    throw new Error(
      `${file} ${args.join(" ")}: ${String(result.stdout).slice(-2000)}${String(result.stderr).slice(-2000)}`,
    );
  }
  return result;
}

/** Median milliseconds of each command, run in turns so that each meets the same machine. */
function time(commands, count = runs) {
  const samples = commands.map(() => []);
  for (let turn = 0; turn < count; turn++) {
    for (const [index, { before, file, args, cwd, env, input, anyStatus }] of commands.entries()) {
      before?.();
      const began = performance.now();
      run(file, args, cwd, env, input, anyStatus);
      samples[index].push(performance.now() - began);
    }
  }
  return samples.map((list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)]);
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

/** What only this comparison needs is installed for it, and is gone afterwards. */
function installOthers() {
  const at = join(scratch, "others");
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
  const target = join(scratch, `protobuf${times}`);
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

const lines = [];
const say = (line) => {
  lines.push(line);
  console.log(line);
};
const ms = (value) => `${value.toFixed(0)} ms`;
const ratio = (a, b) => `${(a / b).toFixed(2)} ×`;

function node(args, cwd, before) {
  return { file: process.execPath, args, cwd, before };
}

try {
  run(process.execPath, [join(root, "packages/cli/build.mjs")], root);
  const repositories = new Map([1, 10, 100].map((times) => [times, makeRepository(times)]));
  const titles = (times) =>
    run("sh", ["-c", "find . -name current.yaml | wc -l"], repositories.get(times)).stdout.toString().trim();
  say("# Benchmarks\n");
  say(
    `The last figures of \`npm run bench\`, as printed: medians of as many runs as a table says, else of ${runs}, the commands in turns.\n`,
  );
  say(
    `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? "?"}. Repository: ${corpus ? "the Wikimedia primary event schemas" : "our own schemas"}, and 10 and 100 times as large. Peer: @wikimedia/jsonschema-tools 1.3.0. Floor: one Node process that reads each YAML file once and parses it with js-yaml 3.\n`,
  );

  const [bare] = time([node(["-e", "0"], root)]);
  say(`Node alone, doing nothing, takes ${ms(bare)}: no command here can take less.\n`);

  say("## The whole repository, materialized and checked for drift\n");
  say(
    "| repository | schemas | runs | floor | cold | again, unchanged | peer’s materialize-all | cold / floor | unchanged / floor | peer / cold |",
  );
  say("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
  for (const [times, directory] of repositories) {
    const forget = () => rmSync(join(directory, "node_modules/.cache"), { recursive: true, force: true });
    const check = [addendum, "materialize", "--check"];
    const withPeer = times < 100 && corpus !== undefined;
    const commands = [
      node([floorScript, directory], directory),
      node(check, directory, forget),
      node(check, directory),
    ];
    if (withPeer) commands.push(node([peer, "materialize-all"], directory));
    const count = times === 100 ? 3 : shortRuns;
    const [floor, cold, warm, other] = time(commands, count);
    if (withPeer) run("git", ["checkout", "-q", "."], directory);
    say(
      `| × ${times} | ${titles(times)} | ${count} | ${ms(floor)} | ${ms(cold)} | ${ms(warm)} | ${withPeer ? ms(other) : "–"} | ${ratio(cold, floor)} | ${ratio(warm, floor)} | ${withPeer ? ratio(other, cold) : "–"} |`,
    );
  }

  say("\n## The hook, one schema changed\n");
  say("| repository | runs | addendum hook pre-commit | peer’s materialize-modified | ours / peer |");
  say("| --- | --- | --- | --- | --- |");
  const hooked = [1, 10].map((times) => {
    const directory = repositories.get(times);
    const prefix = times === 1 ? "" : "copy0/";
    const current =
      corpus === undefined
        ? `schemas/${prefix}error/current.yaml`
        : `jsonschema/${prefix}resource_change/current.yaml`;
    const reset = () => {
      run("git", ["reset", "-q", "--hard"], directory);
      run("git", ["clean", "-q", "-f", "-d"], directory);
    };
    const change = () => {
      reset();
      const file = join(directory, current);
      writeFileSync(file, readFileSync(file, "utf8").replace(/^(\$id: .*\/)\d+\.\d+\.\d+$/m, "$19.0.0"));
      run("git", ["add", "-A"], directory);
    };
    const commands = [node([addendum, "hook", "pre-commit"], directory, change)];
    if (corpus) commands.push(node([peer, "materialize-modified", "--staged"], directory, change));
    return { times, commands, reset };
  });
  const hookTimes = time(
    hooked.flatMap(({ commands }) => commands),
    shortRuns,
  );
  const oursOfHook = hooked.map(({ times, commands, reset }) => {
    reset();
    const [ours, theirs] = hookTimes.splice(0, commands.length);
    say(
      `| × ${times} | ${shortRuns} | ${ms(ours)} | ${theirs ? ms(theirs) : "–"} | ${theirs ? ratio(ours, theirs) : "–"} |`,
    );
    return ours;
  });
  say(`\nTen times the repository: ${ratio(oursOfHook[1], oursOfHook[0])} the time.`);

  say("\n## Everything at once: `check --all`, and what others have for it\n");
  say(
    "Drift, all rules, every pair of versions of a major. Peer: materialize-all, then its three repository test suites with mocha. Buf: `lint`, then `breaking --against '.git#branch=main'`, on a Protobuf repository with as many files.\n",
  );
  say(
    "| repository | runs | floor | cold | again, unchanged | peer | buf | cold / floor | peer / cold | peer / unchanged | buf / cold |",
  );
  say("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
  const others = installOthers();
  for (const [times, directory] of repositories) {
    const forget = () => rmSync(join(directory, "node_modules/.cache"), { recursive: true, force: true });
    const check = [addendum, "check", "--all"];
    const commands = [
      node([floorScript, directory], directory),
      node(check, directory, forget),
      node(check, directory),
    ];
    const withOthers = times < 100 && corpus !== undefined;
    if (withOthers) {
      const script = `"${process.execPath}" "${peer}" materialize-all; "${process.execPath}" "${others.mocha}" --reporter dot "${others.suites}"`;
      const protobuf = makeProtobufRepository(times, directory);
      const buf = `"${others.buf}" lint; "${others.buf}" breaking --against .git#branch=main`;
      commands.push(
        { file: "sh", args: ["-c", script], cwd: directory, anyStatus: true },
        { file: "sh", args: ["-c", buf], cwd: protobuf, anyStatus: true },
      );
    }
    const count = { 1: 11, 10: 5, 100: 3 }[times];
    const [floor, cold, warm, theirs, bufs] = time(commands, count);
    if (withOthers) run("git", ["checkout", "-q", "."], directory);
    const shown = (value, of) => (withOthers ? ratio(value, of) : "–");
    say(
      `| × ${times} | ${count} | ${ms(floor)} | ${ms(cold)} | ${ms(warm)} | ${withOthers ? ms(theirs) : "–"} | ${withOthers ? ms(bufs) : "–"} | ${ratio(cold, floor)} | ${shown(theirs, cold)} | ${shown(theirs, warm)} | ${shown(bufs, cold)} |`,
    );
  }
  for (const [times, at] of repositories) {
    rmSync(join(at, "node_modules/.cache"), { recursive: true, force: true });
    const env = { NODE_OPTIONS: `--require=${peakScript}` };
    const result = run(process.execPath, [addendum, "check", "--all"], at, env);
    const peak = Number(/peak (\d+)/.exec(String(result.stderr))?.[1]) / 1024;
    say(`${times === 1 ? "\n" : ""}- × ${times}: ${peak.toFixed(0)} MB at the peak.`);
  }

  say("\n## Types\n");
  say(
    "| repository | versions | addendum types, all anew | a second | the hook, one schema changed, without / with types |",
  );
  say("| --- | --- | --- | --- | --- |");
  for (const [times, directory] of repositories) {
    if (times === 100) continue;
    const schemas = corpus === undefined ? "schemas" : "jsonschema";
    const out = join(scratch, `types${times}`);
    const [all] = time(
      [
        node([addendum, "types", "--out", out], directory, () =>
          rmSync(out, { recursive: true, force: true }),
        ),
      ],
      5,
    );
    const versions = Number(
      run("sh", ["-c", "find . -type f -name '[0-9]*.yaml' | wc -l"], directory).stdout.toString(),
    );
    const hooks = [false, true].map((hasTypes) => {
      const at = join(scratch, `hook${times}${hasTypes}`);
      cpSync(directory, at, { recursive: true, verbatimSymlinks: true });
      rmSync(join(at, ".jsonschema-tools.yaml"), { force: true });
      const types = hasTypes ? "types: { out: types }\n" : "";
      const settings = `version: 1\nschemas: ${schemas}\nadopted: true\ncontentTypes: [yaml]\n${types}`;
      writeFileSync(join(at, "addendum.yaml"), settings);
      if (hasTypes) run(process.execPath, [addendum, "types"], at);
      run("git", ["add", "-A"], at);
      run("git", [...git, "commit", "-q", "-m", "types", "--no-verify"], at);
      const current = `${schemas}/${times === 1 ? "" : "copy0/"}${corpus === undefined ? "error" : "resource_change"}/current.yaml`;
      return node([addendum, "hook", "pre-commit"], at, () => {
        run("git", ["reset", "-q", "--hard"], at);
        run("git", ["clean", "-q", "-f", "-d"], at);
        const text = readFileSync(join(at, current), "utf8");
        writeFileSync(join(at, current), text.replace(/^(\$id: .*\/)\d+\.\d+\.\d+$/m, "$19.0.0"));
        run("git", ["add", "-A"], at);
      });
    });
    const [without, withTypes] = time(hooks);
    say(
      `| × ${times} | ${versions} | ${ms(all)} | ${((1000 * versions) / all).toFixed(0)} versions | ${ms(without)} / ${ms(withTypes)} |`,
    );
  }
  run(process.execPath, [join(root, "packages/event-producer/build.mjs")], root);
  const producer = readFileSync(join(root, "packages/event-producer/dist/index.production.js"));
  say(
    `\nThe producer, built for browsers: ${producer.length} bytes, ${gzipSync(producer).length} compressed.`,
  );

  say("\n## A whole `git commit`\n");
  say("| hook | time |");
  say("| --- | --- |");
  const directory = repositories.get(1);
  const hooks = {
    "husky, empty hook": "true",
    "husky, lint-staged doing nothing": `"${join(root, "node_modules/.bin/lint-staged")}" --quiet --allow-empty`,
    "husky, addendum, no schema staged": `"${process.execPath}" "${addendum}" hook pre-commit`,
    "husky, addendum, one schema changed": `"${process.execPath}" "${addendum}" hook pre-commit`,
  };
  run(
    process.execPath,
    [
      "-e",
      `import(${JSON.stringify(join(root, "node_modules/husky/index.js"))}).then((husky) => husky.default())`,
    ],
    directory,
  );
  writeFileSync(join(directory, "package.json"), JSON.stringify({ "lint-staged": { "*.none": "true" } }));
  let serial = 0;
  const commits = Object.entries(hooks).map(([name, hook]) => ({
    file: "git",
    args: [...git, "commit", "-q", "-m", "x"],
    cwd: directory,
    before() {
      writeFileSync(join(directory, ".husky/pre-commit"), `${hook}\n`);
      if (name.endsWith("changed")) {
        const file = join(
          directory,
          corpus === undefined ? "schemas/error/current.yaml" : "jsonschema/resource_change/current.yaml",
        );
        writeFileSync(
          file,
          readFileSync(file, "utf8").replace(/^(\$id: .*\/)\d+\.\d+\.\d+$/m, `$1${9 + ++serial}.0.0`),
        );
      } else {
        writeFileSync(join(directory, "other.txt"), `${++serial}\n`);
      }
      run("git", ["add", "-A"], directory);
    },
  }));
  time(commits).forEach((value, index) => say(`| ${Object.keys(hooks)[index]} | ${ms(value)} |`));

  say("\n## Memory\n");
  for (const [times, at] of repositories) {
    rmSync(join(at, "node_modules/.cache"), { recursive: true, force: true });
    const env = { NODE_OPTIONS: `--require=${peakScript}` };
    const result = run(process.execPath, [addendum, "materialize", "--check"], at, env);
    const peak = Number(/peak (\d+)/.exec(String(result.stderr))?.[1]) / 1024;
    say(`- × ${times}, checked cold: ${peak.toFixed(0)} MB at the peak.`);
  }

  say("\n## Containment, in a warm process\n");
  const program = bundle("packages/containment/test/bench.ts");
  const schemas = corpus ?? join(root, "schemas");
  const measured = run(process.execPath, [program, schemas], root).stdout.toString().trimEnd();
  for (const line of measured.split("\n")) say(line);

  say("\n## Many pairs, one process: `compat --batch` and npm json-schema-diff\n");
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
  const real = realPairs(schemas);
  for (const [name, input] of Object.entries(real)) {
    if (input.count === 0) continue;
    const [all] = time([{ ...node([addendum, "compat", "--batch"], root), input: input.text }], 3);
    say(
      `\nReal schemas, ${name}: ${input.count} pairs in ${ms(all)}, ${((1000 * input.count) / all).toFixed(0)} a second.`,
    );
  }
  say("");
  await benchIntake(say);
  writeFileSync(join(root, "docs/benchmarks.md"), `${lines.join("\n")}\n`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
