// node scripts/test-on-this-node.mjs [PACKAGE[:FILE,…]…]: runs the tests of some packages, else of all, with the Node
// that runs this script, two packages at a time. Of the files of a package, those named: “cli:hook,serve” runs
// hook.test.ts and serve.test.ts. “all” stands for the packages that are not named.
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const root = join(import.meta.dirname, "..");
const vitest = join(root, "node_modules/vitest/vitest.mjs");
console.log(`Node ${process.version}`);
// What is tried thousands of times on one version is tried a tenth as often on the others.
const less = {
  ENGINES: "none",
  CONTAINMENT_RUNS: "2000",
  EVALUATE_RUNS: "30",
  FIELD_CHANGES: "30",
  HISTORY_RUNS: "40",
  LAKE_SCHEMAS: "6",
  MANY_SCHEMAS: "300",
  MATERIALIZE_KILLS: "4",
  RANDOM_QUERIES: "15",
  REPORT_KILLS: "5",
  TABLE_CHAINS: "20",
  LAKE_KILLS: "5",
  INTAKE_KILLS: "5",
  INTAKE_FUZZ_BODIES: "4000",
  INTAKE_SLOW_CLIENTS: "500",
};
const env = { ...less, ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH}` };

const packages = readdirSync(join(root, "packages")).filter((name) => {
  const { scripts } = JSON.parse(readFileSync(join(root, "packages", name, "package.json"), "utf8"));
  return scripts?.test !== undefined;
});
const asked = new Map();
for (const argument of process.argv.slice(2)) {
  const [name, files] = argument.split(":");
  if (name !== "all" && !packages.includes(name)) {
    console.error(`test-on-this-node: there is no package “${name}” with tests.`);
    process.exit(2);
  }
  asked.set(name, files?.split(",").map((file) => `${file}.test.ts`) ?? []);
}
const isWhole = asked.size === 0 || asked.delete("all");
// What is named comes first: the command's tests take longest.
const queue = [
  ...asked,
  ...(isWhole ? packages.filter((name) => !asked.has(name)).map((name) => [name, []]) : []),
];

async function testOneByOne() {
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const [name, files] = next;
    const directory = join(root, "packages", name);
    const { status, output } = await run([
      vitest,
      "run",
      "--root",
      directory,
      ...files.map((file) => `/${file}`),
    ]);
    process.stdout.write(output);
    if (status !== 0) process.exitCode = 1;
  }
}

/** Its output comes as a whole: two would be mixed up. */
function run(args) {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] });
    const chunks = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => chunks.push(chunk));
    child.on("error", fail);
    child.on("close", (status) => done({ status, output: Buffer.concat(chunks) }));
  });
}

await Promise.all([testOneByOne(), testOneByOne()]);
