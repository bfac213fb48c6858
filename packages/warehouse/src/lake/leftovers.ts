import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Manifest } from "./manifest.ts";

/**
 * Removes what a killed run left behind: staged files, half a manifest, and Parquet files that the manifest does not
 * name.
 */
export function removeLeftovers(lake: string, manifest: Manifest): void {
  rmSync(join(lake, "_staging"), { recursive: true, force: true });
  for (const entry of readdirSync(lake, { withFileTypes: true })) {
    // No other process writes while the lake is locked.
    if (entry.isFile() && /^_manifest\.json\.\d+\.tmp$/.test(entry.name)) {
      rmSync(join(lake, entry.name), { force: true });
    }
    if (!entry.isDirectory() || entry.name.startsWith("_")) continue;
    const files = manifest.tables[entry.name]?.files ?? {};
    for (const path of readdirSync(join(lake, entry.name), { recursive: true, encoding: "utf8" })) {
      if (path.endsWith(".parquet") && !Object.hasOwn(files, path))
        rmSync(join(lake, entry.name, path), { force: true });
    }
  }
}
