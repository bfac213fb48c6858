import type { ContentType, Settings } from "./settings.ts";
import { formatVersion, parseVersion, type Version } from "./version.ts";

export function joinPath(...parts: readonly string[]): string {
  let path = "";
  for (const part of parts) if (part !== "") path = path === "" ? part : `${path}/${part}`;
  return path;
}

export function directoryOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/**
 * A path below a directory, without `.` and `..`; undefined when it leads out of the root.
 * @param from the directory that a relative path starts from
 */
export function resolvePath(from: string, path: string): string | undefined {
  if (path.startsWith("/") || path.includes("\\") || path.includes("\0")) return undefined;
  const names = from === "" ? [] : from.split("/");
  for (const name of path.split("/")) {
    if (name === "" || name === ".") continue;
    if (name === "..") {
      if (names.pop() === undefined) return undefined;
    } else {
      names.push(name);
    }
  }
  return names.join("/");
}

export type SchemaFile =
  | { readonly kind: "version"; readonly version: Version; readonly contentType: ContentType }
  | { readonly kind: "version-alias"; readonly version: Version }
  | { readonly kind: "latest-alias"; readonly contentType: ContentType | undefined };

/** The kind of a file, from its name, besides `current.yaml`. */
export function classify(name: string): SchemaFile | undefined {
  const contentType = name.endsWith(".yaml") ? "yaml" : name.endsWith(".json") ? "json" : undefined;
  const stem = contentType === undefined ? name : name.slice(0, -".yaml".length);
  if (stem === "latest") return { kind: "latest-alias", contentType };
  const version = parseVersion(stem);
  if (version === undefined) return undefined;
  return contentType === undefined
    ? { kind: "version-alias", version }
    : { kind: "version", version, contentType };
}

/** The title whose files a directory contains: its path below the schemas' directory. */
export function titleOfDirectory(directory: string, settings: Settings): string | undefined {
  if (settings.schemas === "") return directory;
  if (directory === settings.schemas) return "";
  return directory.startsWith(`${settings.schemas}/`)
    ? directory.slice(settings.schemas.length + 1)
    : undefined;
}

export function directoryOfTitle(title: string, settings: Settings): string {
  return joinPath(settings.schemas, title);
}

/** The aliases of a version: name → the name it points to. */
export function versionAliases(version: Version, settings: Settings): Map<string, string> {
  const name = formatVersion(version);
  const aliases = new Map<string, string>();
  if (settings.extensionlessAliases) aliases.set(name, `${name}.${settings.contentTypes[0]}`);
  return aliases;
}

export function latestAliases(version: Version, settings: Settings): Map<string, string> {
  const name = formatVersion(version);
  const aliases = new Map<string, string>();
  if (!settings.latestAliases) return aliases;
  if (settings.extensionlessAliases) aliases.set("latest", `${name}.${settings.contentTypes[0]}`);
  for (const type of settings.contentTypes) aliases.set(`latest.${type}`, `${name}.${type}`);
  return aliases;
}

/** Whether a title names a part that other schemas share, and not an event. Source: Wikimedia's schema repositories. */
export function isFragmentTitle(title: string): boolean {
  return title.split("/").includes("fragment");
}
