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
import { ScratchRepository } from "./scratch-repository.ts";

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
