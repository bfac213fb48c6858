import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { type Packed, packAll } from "../../../scripts/release/pack.mjs";

declare module "vitest" {
  export interface ProvidedContext {
    /** What would be published, packed by what the tests begin with. */
    readonly packed: readonly Packed[];
  }
}

export default function packOnce(project: TestProject): () => void {
  const directory = mkdtempSync(join(tmpdir(), "addendum-tarballs-"));
  project.provide("packed", packAll(directory));
  return () => rmSync(directory, { recursive: true });
}
