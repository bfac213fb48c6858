import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { bundleAssets } from "../bundle-assets.mjs";

const directory = mkdtempSync(join(tmpdir(), "addendum-scripts-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test("the live view's script is small: it parses no YAML, and holds no validator", async () => {
  await bundleAssets(directory);
  const live = join(directory, "live");
  const scripts = readdirSync(live).filter((name) => name.endsWith(".js"));
  const texts = scripts.map((name) => readFileSync(join(live, name)));
  // The intake sends it as it is.
  expect(texts.reduce((sum, text) => sum + text.length, 0)).toBeLessThan(60_000);
  expect(texts.reduce((sum, text) => sum + gzipSync(text).length, 0)).toBeLessThan(20_000);
});
