import { createRequire } from "node:module";
import { join } from "node:path";
import type * as RegistrySite from "@addendum/registry-site";

interface RunBundle {
  loadBundle(bundle: string, name: string): unknown;
}

let loaded: typeof RegistrySite | undefined;

/**
 * The site, as a separate bundle, so that no other command waits for it to load. Its code is compiled once for all
 * runs.
 */
export function siteBundle(): typeof RegistrySite {
  loaded ??= load();
  return loaded;
}

function load(): typeof RegistrySite {
  const { loadBundle } = createRequire(__filename)("../bin/run-bundle.cjs") as RunBundle;
  return loadBundle(join(__dirname, "site.cjs"), "pages") as typeof RegistrySite;
}
