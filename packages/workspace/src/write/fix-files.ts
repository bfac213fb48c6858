import {
  applyFixes,
  baseName,
  classify,
  type Content,
  type Finding,
  type Write,
} from "@addendum/schema-repository";
import { writePlan } from "./write-plan.ts";

export interface FixedFiles {
  readonly written: readonly string[];
  /** Versions that could be fixed: they are made from their currents, and published ones never change. */
  readonly left: readonly string[];
}

/** Applies the fixes of findings to the files that they are in, and never to a version. */
export function fixFiles(
  root: string,
  findings: readonly Finding[],
  read: (file: string) => Content,
): FixedFiles {
  const files = new Set(findings.flatMap(({ fix, location }) => (fix === undefined ? [] : [location.file])));
  const isVersion = (path: string) => classify(baseName(path)) !== undefined;
  const writes = [...files].flatMap((path): Write[] => {
    const content = read(path);
    if (content.kind !== "text" || isVersion(path)) return [];
    const own = findings.filter(({ location }) => location.file === path);
    const text = applyFixes(content.text, own, path.endsWith(".json"));
    return text === content.text ? [] : [{ kind: "file", path, text }];
  });
  if (writes.length > 0) writePlan(root, writes);
  return { written: writes.map(({ path }) => path), left: [...files].filter(isVersion).sort() };
}
