import { createRequire } from "node:module";
import type * as Lineage from "@addendum/lineage";

/** Who reads what is a bundle of its own: runs in which no version changes do not wait for it to load. */
export function lineageBundle(): typeof Lineage {
  return createRequire(__filename)("./lineage.cjs") as typeof Lineage;
}
