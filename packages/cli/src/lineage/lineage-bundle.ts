import { createRequire } from "node:module";
import type * as Lineage from "@addendum/lineage";

/** The lineage, as a separate bundle, so that runs in which no version changes do not wait for it to load. */
export function lineageBundle(): typeof Lineage {
  return createRequire(__filename)("./lineage.cjs") as typeof Lineage;
}
