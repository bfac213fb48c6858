import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import {
  examineTargets,
  findTitles,
  generatedDirectories,
  type ProducerFile,
} from "@addendum/schema-repository";
import { decode, type LoadedSettings, loadSettings, UserError, writePlan } from "@addendum/workspace";
import { plural } from "../report/count.ts";
import { openWorkTree } from "../run/open-repository.ts";
import { defineCommand, type ExitCode } from "../run/command.ts";
import { printResult } from "../run/print-result.ts";
import { generators } from "../run/generators.ts";

export const targets = defineCommand({
  name: "targets",
  usage: "[PATHS]",
  summary: "finds which versions producers send, and which of them are missing or outdated",
  description:
    "Reads extension.json, imports of generated types, and $schema URIs in code, below the given paths (default: the repository). A producer that names a major version always uses its newest version.",
  options: [
    {
      name: "write",
      kind: "boolean",
      help: "move pins to the newest version of their major, and leave the rest of the file unchanged",
    },
  ],
  examples: [
    { line: "addendum targets ../my-extension", does: "which versions a producer in another checkout sends" },
    { line: "addendum targets --write src", does: "bring pins below src up to date" },
  ],
  run(invocation): ExitCode {
    const loaded = loadSettings(invocation);
    if (loaded.note) invocation.terminal.note(loaded.note);
    const { settings, root } = loaded;
    const paths =
      invocation.positionals.length > 0 ? invocation.positionals.map((path) => resolve(path)) : [root];
    const missing = paths.find((path) => !existsSync(path));
    if (missing !== undefined) throw new UserError(`${missing} does not exist.`);
    const { snapshot } = openWorkTree(loaded, { kind: "disk" });
    const marks = new Map<string, string>();
    const files = [...new Set(paths.flatMap((path) => filesBelow(path, loaded)))].flatMap(
      (file): ProducerFile[] => {
        const content = decode(readFileSync(file));
        if (content.kind !== "text") return [];
        const path = relative(root, file).replaceAll("\\", "/");
        if (readFileSync(file, "utf8").startsWith("\uFEFF")) marks.set(path, "\uFEFF");
        return [{ path, text: content.text }];
      },
    );
    const titles = findTitles(snapshot, settings);
    let { findings, pins, moved } = examineTargets(snapshot, settings, titles, files);
    const changed = invocation.flag("write") ? moved : [];
    if (changed.length > 0) {
      writePlan(
        root,
        changed.map(({ path, text }) => ({ kind: "file", path, text: (marks.get(path) ?? "") + text })),
      );
      const texts = new Map(changed.map(({ path, text }) => [path, text]));
      // What is left is what could not be moved.
      const after = files.map(({ path, text }) => ({ path, text: texts.get(path) ?? text }));
      ({ findings } = examineTargets(snapshot, settings, titles, after));
    }
    return printResult(invocation, {
      command: "targets",
      findings: findings.list,
      titles: 0,
      done: `${plural(pins, "reference to a version", "references to versions")} found${changed.length > 0 ? `; ${plural(changed.length, "file")} changed` : ""}.`,
      failed: `${plural(pins, "reference to a version", "references to versions")} found.`,
      more: { pins, files: changed.map(({ path }) => path) },
      read(file) {
        const path = join(root, file);
        return existsSync(path) ? decode(readFileSync(path)) : { kind: "missing" };
      },
    });
  },
});

const code = /\.(?:[cm]?[jt]sx?|vue|svelte|php|py|rb|go|java|kt|swift)$|(?:^|\/)(?:extension|skin)\.json$/;
const skipped = new Set(["node_modules", "vendor", "dist", "build", "coverage", ".git"]);

/** Larger files are not source code. */
const sizeLimit = 2_000_000;

/** The files of code at a path, without those that others make. */
function filesBelow(path: string, { root, settings }: LoadedSettings): string[] {
  const generated = new Set([
    join(root, settings.schemas),
    ...generatedDirectories(generators, settings).map((directory) => join(root, directory)),
  ]);
  const visit = (directory: string): string[] =>
    readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
      const at = join(directory, entry.name);
      if (entry.isDirectory()) {
        return skipped.has(entry.name) || (generated.has(at) && at !== root) ? [] : visit(at);
      }
      return entry.isFile() && code.test(at) && statSync(at).size <= sizeLimit ? [at] : [];
    });
  return statSync(path).isDirectory() ? visit(path) : [path];
}
