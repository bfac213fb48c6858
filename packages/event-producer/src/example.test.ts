import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { compilers } from "../../type-generator/test/compilers.ts";

const app = join(import.meta.dirname, "../../../examples/browser-app");

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(app, "src/main.ts")],
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
    conditions: ["source"],
    define: { __DEVELOPMENT__: "false" },
  });
  return outputFiles[0]?.text ?? "";
}

test.each(compilers)("the example compiles with TypeScript %s", (_, program) => {
  const source = ["--customConditions", "source", "--allowImportingTsExtensions"];
  const { stdout, status } = spawnSync(process.execPath, [program, "-p", app, ...source], {
    encoding: "utf8",
  });
  expect({ stdout, status }).toEqual({ stdout: "", status: 0 });
});

test("users load what the page sends, and nothing else", async () => {
  const text = await bundle();
  expect(text).toContain("/analytics/codemirror/toggle/");
  expect(text).toContain("wikitext_2017");
  // An enumeration that the page does not list, and another schema's constants.
  expect(text).not.toContain("keyboard_shortcut");
  expect(text).not.toContain("template_dialog");
  expect(text).not.toContain("not sent");
  expect(gzipSync(text).length).toBeLessThan(4000);
});
