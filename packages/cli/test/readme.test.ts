// What a package's README shows runs as it stands there.
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { ScratchRepository, schema } from "./scratch-repository.ts";

const packages = join(import.meta.dirname, "../../../packages");
const names = readdirSync(packages).filter((name) => existsSync(join(packages, name, "src")));
const readme = (name: string) => readFileSync(join(packages, name, "README.md"), "utf8");
const sampleOf = (name: string) => /^```ts\n([\s\S]*?)^```$/m.exec(readme(name))?.[1];

test.each(names)("%s says what it is for, shows how it runs, and where to start reading", (name) => {
  expect(readme(name)).toMatch(/^# .*\n\n\S/);
  expect(readme(name)).toMatch(/^```(ts|sh)$/m);
  expect(readme(name)).toContain("Start reading at");
});

test.each(names.filter((name) => sampleOf(name) !== undefined))("the sample of %s runs", async (name) => {
  const place = new ScratchRepository();
  place.write("addendum.yaml", "version: 1\n");
  place.git("init", "-q");
  mkdirSync(place.path("schemas"), { recursive: true });
  symlinkSync(join(packages, "../node_modules"), place.path("node_modules"));
  // In its package, whose dependencies it may import.
  const sample = join(packages, name, `.sample-${process.pid}.ts`);
  writeFileSync(sample, sampleOf(name) as string);
  try {
    await build({
      entryPoints: [sample],
      outfile: place.path("sample.mjs"),
      bundle: true,
      platform: "node",
      format: "esm",
      conditions: ["source"],
      define: { __DEVELOPMENT__: "false" },
      external: [
        "@duckdb/*",
        "kafkajs",
        "fastify",
        "@fastify/*",
        "prom-client",
        "ajv*",
        "echarts",
        "hive-driver",
        "mysql2",
      ],
      banner: {
        js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url); const __filename = import.meta.filename;',
      },
    });
  } finally {
    rmSync(sample);
  }
  // What listens, or tries again, is ended.
  const { status, signal, stderr } = spawnSync(process.execPath, ["sample.mjs"], {
    cwd: place.root,
    encoding: "utf8",
    timeout: 8_000,
  });
  expect(stderr).not.toContain("Error");
  expect([0, null]).toContain(status);
  if (status === null) expect(signal).toBe("SIGTERM");
});

const root = join(packages, "..");
const overview = readFileSync(join(root, "README.md"), "utf8");
const shell = (text: string) =>
  [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block]) => block ?? "");

/** Where a stranger stands who types what the README says. */
function stranger(): ScratchRepository {
  const repository = new ScratchRepository();
  repository.git("init", "-q", "-b", "main");
  repository.write("OLD.json", '{ "type": "object", "properties": { "n": { "maximum": 50 } } }');
  repository.write("NEW.json", '{ "type": "object", "properties": { "n": { "maximum": 100 } } }');
  return repository;
}

/** A repository that jsonschema-tools made, and no more than that. */
function adopter(): ScratchRepository {
  const repository = stranger();
  repository.write(".jsonschema-tools.yaml", "schemaBasePath: ./jsonschema/\n");
  repository.write("jsonschema/shop/order/current.yaml", schema("shop/order", "1.0.0"));
  repository.addendum("materialize");
  repository.git("add", "-A");
  repository.git("commit", "-q", "-m", "as it is");
  return repository;
}

/** Runs what a block says of the command, line by line; what is installed or run by npm is only looked up. */
function runBlock(repository: ScratchRepository, block: string): void {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  for (const line of block.split(/\n|&&/).map((part) => part.replace(/\s#.*/, "").trim())) {
    const [program, ...args] = line.split(/\s+/);
    if (line === "" || line === "npm install") continue;
    if (program === "npx" && args[0] === "addendum") {
      const { code, out, err } = repository.addendum(...args.slice(1));
      expect(code, `${line}: ${out}${err}`).toBe(0);
    } else if (program === "npm" && args[0] === "install") {
      const names = args.slice(1).filter((argument) => !argument.startsWith("-"));
      // Installed for real from tarballs: packages/addendum/test.
      for (const name of names) expect(existsSync(join(packages, name, "package.json")), line).toBe(true);
    } else {
      const script = args[0] === "run" ? args[1] : args[0];
      expect([program, Object.keys(scripts)], line).toEqual(["npm", expect.arrayContaining([script])]);
    }
  }
}

test("each way in that the README begins with works as it is written", () => {
  const ways = [...overview.matchAll(/^\*\*[^*]+\*\*/gm)].map(({ 0: title, index }) => ({ title, index }));
  expect(ways.map(({ title }) => title)).toHaveLength(3);
  for (const [number, { title, index }] of ways.entries()) {
    const text = overview.slice(index, ways[number + 1]?.index ?? overview.indexOf("\n## ", index));
    const blocks = shell(text);
    expect(blocks.length, title).toBeGreaterThan(0);
    for (const block of blocks) runBlock(title.includes("Adopt") ? adopter() : stranger(), block);
  }
});

test("what npm shows of `addendum` works as it is written", () => {
  for (const block of shell(readme("addendum"))) runBlock(stranger(), block);
});

test("the README says what it is, shows it, and names a place for faults", () => {
  const [screen = ""] = overview.split("## Every day");
  for (const part of [
    "docs/images/rejected-commit.svg",
    "## Three ways in",
    "## Status",
    "/issues",
    "Node 20.19",
  ]) {
    expect(screen).toContain(part);
  }
});
