import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { UserError, writePlan } from "@addendum/workspace";

/** The outcome of giving every clone its hooks. */
export type PrepareOutcome =
  /** There is no package.json here or above, within the work tree. */
  | { readonly kind: "no-package" }
  /** `file` installs the hooks, now or already. */
  | { readonly kind: "written" | "present"; readonly file: string }
  /** `file` runs husky, which has hooks of its own in `.husky`. */
  | { readonly kind: "husky"; readonly file: string }
  /** `file` has a script of its own, which stays; `script` would do both. */
  | { readonly kind: "other"; readonly file: string; readonly script: string };

/**
 * Makes `npm install` (and those of pnpm and yarn) install the hooks: adds a script `prepare` to the nearest
 * package.json, unless it has one. Indentation and line ends are preserved. Throws {@link UserError} if package.json is
 * not a JSON object.
 * @param top where the search for a package.json ends: the work tree's top, or the schema repository's root
 */
export function writePrepareScript(root: string, top: string): PrepareOutcome {
  const directory = nearestPackage(root, top);
  if (directory === undefined) return { kind: "no-package" };
  const path = join(directory, "package.json");
  const file = relative(top, path).replaceAll("\\", "/");
  const text = readFileSync(path, "utf8").replace(/^\ufeff/, "");
  const manifest = parseObject(text, path);
  const scripts = isRecord(manifest["scripts"]) ? manifest["scripts"] : {};
  const script = installCommand(relative(directory, root).replaceAll("\\", "/"));
  const present = scripts["prepare"];
  if (typeof present === "string" && present.trim() !== "") {
    if (present.includes("addendum init")) return { kind: "present", file };
    if (/\bhusky\b/.test(present)) return { kind: "husky", file };
    return { kind: "other", file, script: `${present} && ${script}` };
  }
  const changed = { ...manifest, scripts: { ...scripts, prepare: script } };
  writePlan(directory, [{ kind: "file", path: "package.json", text: inLayoutOf(text, changed) }]);
  return { kind: "written", file };
}

/** @param below the schema repository's directory, seen from package.json */
function installCommand(below: string): string {
  const command = "addendum init --hooks";
  if (below === "") return command;
  // Double quotes are the ones that every shell of npm's knows.
  return `${command} ${/^[\w./-]+$/.test(below) ? below : `"${below.replaceAll(/["$`\\]/g, "\\$&")}"`}`;
}

function nearestPackage(root: string, top: string): string | undefined {
  for (let directory = root; ; directory = dirname(directory)) {
    if (existsSync(join(directory, "package.json"))) return directory;
    if (directory === top || dirname(directory) === directory) return undefined;
  }
}

function parseObject(text: string, path: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new UserError(`${path} is not valid JSON: ${(cause as Error).message}`, { cause });
  }
  if (!isRecord(value)) throw new UserError(`${path} is not a JSON object.`);
  return value;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function inLayoutOf(text: string, value: unknown): string {
  const indent = /^\s*\{\r?\n([ \t]+)/.exec(text)?.[1] ?? 2;
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  const written = JSON.stringify(value, null, indent).replaceAll("\n", end);
  return /\n\s*$/.test(text) ? written + end : written;
}
