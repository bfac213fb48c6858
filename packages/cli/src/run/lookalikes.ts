import { closeSync, type Dirent, openSync, readdirSync, readSync } from "node:fs";
import { join } from "node:path";
import {
  classify,
  configurationNames,
  generatedDirectories,
  joinPath,
  type Settings,
} from "@addendum/schema-repository";
import { generators } from "./generators.ts";

/** A file that looks like a schema. Paths are relative to the repository's root. */
export interface Lookalike {
  readonly path: string;
  readonly kind:
    /** It is named as currents are here. */
    | "current"
    /** It is named as currents are elsewhere: `current.json` where they are `current.yaml`. */
    | "other-current"
    /** It is named as versions are. */
    | "version"
    /** It says that it is a JSON Schema. */
    | "json-schema";
}

/** The most telling first. */
const kinds: readonly Lookalike["kind"][] = ["current", "other-current", "version", "json-schema"];

/** A search beyond these would keep a person waiting; it serves a message. */
const limits = { depth: 8, entries: 20_000, readings: 300, bytes: 4096 };
const skipped = new Set(["node_modules", "vendor", "dist", "build", "coverage"]);

/** Files below a directory that look like schemas, the most telling first. Other schema repositories are ignored. */
export function findLookalikes(root: string, settings: Settings, start = ""): readonly Lookalike[] {
  const found: Lookalike[] = [];
  const generated = generatedDirectories(generators, settings);
  let [entries, readings] = [0, 0];
  let level = [start];
  for (let depth = 0; depth <= limits.depth && level.length > 0; depth++) {
    const next: string[] = [];
    for (const directory of level) {
      const names = list(join(root, directory));
      if (directory !== start && names.some(({ name }) => configurationNames.some((one) => one === name))) {
        continue;
      }
      for (const entry of names) {
        if (++entries > limits.entries) return sorted(found);
        const path = joinPath(directory, entry.name);
        if (entry.isDirectory()) {
          const isGenerated = generated.includes(path);
          if (!isGenerated && !entry.name.startsWith(".") && !skipped.has(entry.name)) next.push(path);
          continue;
        }
        const kind = kindByName(entry.name, settings);
        if (kind !== undefined) found.push({ path, kind });
        else if (/\.(?:json|ya?ml)$/.test(entry.name) && ++readings <= limits.readings) {
          if (readStart(join(root, path)).includes("json-schema.org/"))
            found.push({ path, kind: "json-schema" });
        }
      }
    }
    level = next;
  }
  return sorted(found);
}

/** What a file's name alone makes of it. */
function kindByName(name: string, settings: Settings): Lookalike["kind"] | undefined {
  if (name === settings.currentName) return "current";
  if (/^current\.(?:json|ya?ml)$/.test(name)) return "other-current";
  if (classify(name)?.kind === "version") return "version";
  return /\.schema\.(?:json|ya?ml)$/.test(name) ? "json-schema" : undefined;
}

/** The title that a current says it has, by its `$id` of `/title/1.0.0`. */
export function titleWritten(file: string): string | undefined {
  return /^\s*["']?\$id["']?\s*:\s*["']?\/([^\s"']+)\/\d+\.\d+\.\d+\b/m.exec(readStart(file))?.[1];
}

function sorted(found: readonly Lookalike[]): readonly Lookalike[] {
  return [...found].sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind));
}

function list(directory: string): Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return []; // Closed to us, or gone: nothing is found there.
  }
}

function readStart(file: string): string {
  const bytes = Buffer.alloc(limits.bytes);
  try {
    const descriptor = openSync(file, "r");
    try {
      return bytes.toString("utf8", 0, readSync(descriptor, bytes));
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return "";
  }
}
