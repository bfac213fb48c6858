// npm run bench: everything, a quarter of an hour; npm run bench -- --hook --intake: some sections alone.
// Times the command against its peer and against a floor, in one run, and writes docs/benchmarks.md.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { checkAll } from "./bench/check-all.mjs";
import { commit } from "./bench/commit.mjs";
import { containment } from "./bench/containment.mjs";
import { dashboards } from "./bench/dashboards.mjs";
import { drift } from "./bench/drift.mjs";
import { hook } from "./bench/hook.mjs";
import { intake } from "./bench/intake.mjs";
import { live } from "./bench/live.mjs";
import { lake } from "./bench/lake.mjs";
import { ms, node, root, run, runs, time } from "./bench/measure.mjs";
import { memory } from "./bench/memory.mjs";
import { pairs } from "./bench/pairs.mjs";
import { readers } from "./bench/readers.mjs";
import { corpus, removeScratch } from "./bench/repositories.mjs";
import { reports } from "./bench/reports.mjs";
import { site } from "./bench/site.mjs";
import { tables } from "./bench/tables.mjs";
import { types } from "./bench/types.mjs";

/** In the order of the page. Each has a name, a heading, and a function that says its lines. */
const sections = [
  drift,
  hook,
  checkAll,
  types,
  tables,
  commit,
  memory,
  containment,
  pairs,
  intake,
  live,
  lake,
  reports,
  readers,
  dashboards,
  site,
];

const asked = process.argv.slice(2).map((argument) => argument.replace(/^--/, ""));
const unknown = asked.find((name) => !sections.some((section) => section.name === name));
if (unknown !== undefined) {
  const known = sections.map(({ name }) => `--${name}`);
  console.error(`bench: there is no section “${unknown}”; there are ${known.join(", ")}.`);
  process.exit(2);
}

function introduction() {
  const [bare] = time([node(["-e", "0"], root)]);
  return `# Benchmarks

The last figures of \`npm run bench\`, as printed: medians of as many runs as a table says, else of ${runs}, the commands in turns.

Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? "?"}. Repository: ${corpus ? "the Wikimedia primary event schemas" : "our own schemas"}, and 10 and 100 times as large. Peer: @wikimedia/jsonschema-tools 1.3.0. Floor: one Node process that reads each YAML file once and parses it with js-yaml 3.

Node alone, doing nothing, takes ${ms(bare)}: no command here can take less.`;
}

async function textOf({ heading, measure }) {
  const lines = [`## ${heading}\n`];
  console.log(`\n${lines[0]}`);
  await measure((line) => {
    lines.push(line);
    console.log(line);
  });
  return lines.join("\n");
}

/** The page's parts as they are: heading → text, that of the introduction being "". */
function partsOf(page) {
  const parts = existsSync(page) ? readFileSync(page, "utf8").split(/^(?=## )/m) : [];
  return new Map(parts.map((part) => [/^## (.*)/.exec(part)?.[1] ?? "", part.trimEnd()]));
}

const page = join(root, "docs/benchmarks.md");
const parts = asked.length === 0 ? new Map() : partsOf(page);
try {
  run(process.execPath, [join(root, "packages/cli/build.mjs")], root);
  if (!parts.has("")) {
    parts.set("", introduction());
    console.log(`${parts.get("")}\n`);
  }
  for (const section of sections) {
    if (asked.length === 0 || asked.includes(section.name)) parts.set(section.heading, await textOf(section));
  }
  const headings = ["", ...sections.map(({ heading }) => heading)];
  writeFileSync(page, `${headings.flatMap((heading) => parts.get(heading) ?? []).join("\n\n")}\n`);
} finally {
  removeScratch();
}
