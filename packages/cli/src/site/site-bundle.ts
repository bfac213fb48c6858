import { createRequire } from "node:module";
import type * as RegistrySite from "@addendum/registry-site";

/** The site is a bundle of its own: no other command waits for it to load. */
export function siteBundle(): typeof RegistrySite {
  return createRequire(__filename)("./site.cjs") as typeof RegistrySite;
}
