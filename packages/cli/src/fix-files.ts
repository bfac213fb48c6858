import { applyFixes, type Content, type Finding, type Write } from "@addendum/schema-repository";
import { writePlan } from "./write-plan.ts";

/**
 * Applies the fixes of findings to the files that they stand in.
 * @returns the paths that were written
 */
export function fixFiles(
  root: string,
  findings: readonly Finding[],
  read: (file: string) => Content,
): readonly string[] {
  const files = new Set(findings.flatMap(({ fix, location }) => (fix === undefined ? [] : [location.file])));
  const writes = [...files].flatMap((path): Write[] => {
    const content = read(path);
    if (content.kind !== "text") return [];
    const own = findings.filter(({ location }) => location.file === path);
    const text = applyFixes(content.text, own, path.endsWith(".json"));
    return text === content.text ? [] : [{ kind: "file", path, text }];
  });
  if (writes.length > 0) writePlan(root, writes);
  return writes.map(({ path }) => path);
}
