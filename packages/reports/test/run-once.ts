// Runs a directory of scripts once, for tests that kill it: run-once DIRECTORY OUT NOW.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { defaultSettings } from "@addendum/schema-repository";
import { runDirectory } from "../src/directory/run-directory.ts";
import { scripts } from "../src/sources/scripts.ts";

const [directory, out, now] = process.argv.slice(2) as [string, string, string];
console.log("ready");
const { findings, holder } = await runDirectory({
  directory,
  out,
  configuration: { text: readFileSync(join(directory, "config.yaml"), "utf8"), file: "config.yaml" },
  settings: defaultSettings,
  now: Number(now),
  sourceOf: () => scripts,
  longestWait: 0,
});
for (const { message } of findings) console.error(message);
process.exitCode = findings.length > 0 || holder !== undefined ? 1 : 0;
