import {
  classify,
  compareVersions,
  formatVersion,
  type Settings,
  type Version,
} from "@addendum/schema-repository";

/** A file of a title as it is in the repository. */
export interface RepositoryFile {
  readonly name: string;
  readonly kind: "file" | "link" | "directory" | "other";
}

/**
 * The files of a title in the machine's layout: name → the name of the file in the repository that contains its bytes.
 * Aliases are files of their own, since object stores have no links. Source: schema.wikimedia.org.
 */
export function layoutFiles(
  files: readonly RepositoryFile[],
  settings: Settings,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const versions: Version[] = [];
  for (const { name, kind } of files) {
    if (kind === "directory" || kind === "other") continue;
    if (name === settings.currentName) found.set(name, name);
    const file = classify(name);
    if (file?.kind !== "version") continue;
    found.set(name, name);
    versions.push(file.version);
  }
  for (const version of versions) alias(found, formatVersion(version), formatVersion(version), settings);
  const highest = versions.sort(compareVersions).at(-1);
  if (highest === undefined) return found;
  const name = formatVersion(highest);
  alias(found, "latest", name, settings);
  for (const type of settings.contentTypes) {
    if (found.has(`${name}.${type}`)) found.set(`latest.${type}`, `${name}.${type}`);
  }
  return found;
}

/** A name without an extension leads to the first content type that is there. */
function alias(found: Map<string, string>, name: string, version: string, { contentTypes }: Settings): void {
  const type = contentTypes.find((one) => found.has(`${version}.${one}`));
  if (type !== undefined) found.set(name, `${version}.${type}`);
}
