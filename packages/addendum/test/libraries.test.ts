// The packages that others import, installed from their tarballs.
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { expect, inject, test } from "vitest";
import { firstCommit, served } from "./journey.ts";
import { Project } from "./project.ts";

/** What can be imported: `@addendum/json-schema`, `@addendum/json-schema/validator`, … */
const entries = inject("packed").flatMap(({ name, manifest }) =>
  Object.entries((manifest["exports"] ?? {}) as Record<string, unknown>)
    .filter(([, target]) => typeof target === "object")
    .map(([path]) => `${name}${path.slice(1)}`),
);
const libraries = inject("packed").flatMap(({ name }) => (entries.includes(name) ? [name] : []));

test("containment, by itself: a verdict, and a witness", () => {
  const project = new Project();
  expect(project.install(["@addendum/containment"])).not.toMatch(/warn|deprecated|EBADENGINE/i);
  project.write(
    "compare.mjs",
    `import { contains } from "@addendum/containment";
     console.log(JSON.stringify(contains({ type: "integer", maximum: 100 }, { type: "integer", maximum: 50 })));`,
  );
  const { code, out, err } = project.run("node", ["compare.mjs"]);
  expect([code, err]).toEqual([0, ""]);
  expect(JSON.parse(out)).toMatchObject({ kind: "incompatible", witness: 51 });
});

test("every entry is imported and required without a warning, and has types", () => {
  const project = new Project();
  const said = project.install(libraries, {
    "@types/node": "20.19.43",
    typescript: "5.9.3",
    "@grafana/grafana-foundation-sdk": "0.0.21",
  });
  expect(said).not.toMatch(/warn|deprecated|EBADENGINE/i);
  const names = entries.filter((entry) => entry !== "@addendum/event-producer/mw");
  const imports = names.map((entry) => `await import(${JSON.stringify(entry)});`).join("\n");
  project.write("import-all.mjs", imports);
  expect(project.run("node", ["import-all.mjs"])).toEqual({ code: 0, out: "", err: "" });
  const uses = entries.map((entry, index) => `export * as n${index} from ${JSON.stringify(entry)};`);
  project.write("use-all.mts", uses.join("\n"));
  const options = { strict: true, noEmit: true, module: "nodenext", lib: ["es2023", "dom"], types: ["node"] };
  project.write("tsconfig.json", JSON.stringify({ compilerOptions: options, files: ["use-all.mts"] }));
  expect(project.run("npx", ["--no-install", "tsc", "-p", "."])).toEqual({ code: 0, out: "", err: "" });
});

const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const noBrowser = existsSync(executablePath) ? "" : ` (skipped: there is no ${executablePath})`;
if (noBrowser !== "" && process.env["CI"]) throw new Error(noBrowser);

test.skipIf(noBrowser !== "")(`the producer, in a page that is bundled${noBrowser}`, async () => {
  const project = new Project();
  project.install(["addendum", "@addendum/event-producer"]);
  firstCommit(project);
  project.write(
    "page.js",
    `import { createProducer } from "@addendum/event-producer";
     window.send = (intake) => createProducer({
       intake,
       streams: { "shop.order": "/shop/order/1.0.0" },
     }).submit("shop.order", { note: "from a page" });`,
  );
  await build({
    absWorkingDir: project.root,
    entryPoints: ["page.js"],
    outfile: "bundle.js",
    bundle: true,
    minify: true,
  });
  const site = createServer((request, response) => {
    const isScript = request.url === "/bundle.js";
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
    response.end(isScript ? project.read("bundle.js") : "<!doctype html><script src=/bundle.js></script>");
  });
  await new Promise<void>((listening) => site.listen(0, "127.0.0.1", listening));
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  try {
    await served(project, async (address) => {
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
      await page.evaluate(`window.send("${address}/v1/events")`);
    });
  } finally {
    await browser.close();
    site.close();
  }
  expect(project.run("grep", ["-rl", '"note":"from a page"', "events"]).out).toMatch(/^events\/.*\.ndjson$/m);
});
