import type { Declaration } from "@addendum/event-fields";

/** A field's path as a key. */
export function keyOf(path: readonly string[]): string {
  return JSON.stringify(path);
}

/** More fields of a version are not looked at. */
const pathLimit = 20_000;

function pathsOf(event: Declaration): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (declaration: Declaration, path: readonly string[]): void => {
    for (const [name, member] of declaration.properties) {
      if (found.size >= pathLimit) return;
      const at = [...path, name];
      found.add(keyOf(at));
      visit(member, at);
    }
    if (declaration.items !== undefined) visit(declaration.items, [...path, "*"]);
    if (declaration.members !== undefined) visit(declaration.members, [...path, "*"]);
  };
  visit(event, []);
  return found;
}

/**
 * Since which version each field of the newest one is declared, without a gap; those that the first one has are left out.
 * @param versions all of them, the lowest first
 */
export function sinceVersions(
  versions: readonly { readonly version: string; readonly declaration: Declaration }[],
): ReadonlyMap<string, string> {
  const since = new Map<string, string>();
  let before: ReadonlySet<string> | undefined;
  for (const { version, declaration } of versions) {
    const paths = pathsOf(declaration);
    if (before !== undefined) for (const path of paths) if (!before.has(path)) since.set(path, version);
    before = paths;
  }
  return since;
}
