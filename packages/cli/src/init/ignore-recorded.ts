import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Settings } from "@addendum/schema-repository";
import { type Git, writePlan } from "@addendum/workspace";

/** The directories that `addendum serve` and `addendum load` write to by default. */
const recorded = ["events", "lake"] as const;

/**
 * Adds the directories of recorded events to `.gitignore`, since they grow without end and may contain personal data. A
 * directory that git ignores already, or that contains tracked files or schemas, is left out.
 * @param root the schema repository's, absolute
 * @returns the file that was written; undefined if nothing was to be added
 */
export function ignoreRecorded(root: string, settings: Settings, git: Git | undefined): string | undefined {
  const path = join(root, ".gitignore");
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  const isSource = (name: string) =>
    settings.schemas === name || settings.schemas.startsWith(`${name}/`) || isSchemaDirectory(name);
  const isSchemaDirectory = (name: string) => settings.schemas === "" && existsSync(join(root, name));
  const missing = recorded.filter(
    (name) => !isSource(name) && !isIgnored(text, name, git) && !isTracked(name, git),
  );
  if (missing.length === 0) return undefined;
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  const lines = [
    "# Events that `addendum serve` receives and `addendum load` stores.",
    ...missing.map((name) => `/${name}/`),
  ];
  const separator = text === "" || text.endsWith("\n") ? "" : end;
  const added = lines.map((line) => `${line}${end}`).join("");
  writePlan(root, [{ kind: "file", path: ".gitignore", text: `${text}${separator}${added}` }]);
  return ".gitignore";
}

function isIgnored(text: string, name: string, git: Git | undefined): boolean {
  if (text.split(/\r?\n/).some((line) => line.trim().replace(/^\//, "").replace(/\/$/, "") === name))
    return true;
  // This command of git's knows no literal paths, and needs none for these names.
  const args = ["--no-literal-pathspecs", "check-ignore", "-q", "--", git?.toGit(`${name}/x`) ?? ""];
  return git?.run(args).status === 0;
}

function isTracked(name: string, git: Git | undefined): boolean {
  return git !== undefined && git.text(["ls-files", "--", git.toGit(name)]) !== "";
}
