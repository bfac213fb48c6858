// Programs that others are compared with.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./measure.mjs";
import { scratch } from "./repositories.mjs";

export const jsYaml = join(root, "node_modules/js-yaml");

/** One process that reads each regular YAML file once and parses it, following no links. */
export function floorScript() {
  return script(
    "floor.cjs",
    `const fs = require("fs"), path = require("path"), yaml = require(${JSON.stringify(jsYaml)});
   const walk = (dir) => { for (const e of fs.readdirSync(dir, { withFileTypes: true })) {
     const p = path.join(dir, e.name);
     if (e.isDirectory() && e.name !== ".git" && e.name !== "node_modules") walk(p);
     else if (e.isFile() && p.endsWith(".yaml")) yaml.safeLoad(fs.readFileSync(p, "utf8"));
   } };
   walk(process.argv[2]);`,
  );
}

/** Loaded before a program, it says at the end how much memory that took. */
export function peakScript() {
  return script(
    "peak.cjs",
    'process.on("exit", () => console.error("peak " + process.resourceUsage().maxRSS));\n',
  );
}

function script(name, text) {
  const file = join(scratch(), name);
  writeFileSync(file, text);
  return file;
}
