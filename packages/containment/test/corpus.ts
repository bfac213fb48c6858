import { existsSync } from "node:fs";
import { join } from "node:path";

/** The cases that schema repositories hold the verdicts to; undefined, with the reason printed, where they are absent. */
export const compatibilityCases = [
  process.env["ADDENDUM_CORPUS"],
  join(import.meta.dirname, "../../../../shared/corpus"),
]
  .filter((path) => path !== undefined)
  .map((path) => join(path, "compatibility-cases.json"))
  .find((path) => existsSync(path));

if (compatibilityCases === undefined) console.log("skipped: no corpus here (ADDENDUM_CORPUS names one)");
