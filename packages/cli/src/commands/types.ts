import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { Findings, findTitles, Materializer, runGenerator } from "@addendum/schema-repository";
import { typesGenerator } from "@addendum/type-generator";
import { directorySnapshot, loadSettings, UserError, writePlan } from "@addendum/workspace";
import { plural } from "../report/count.ts";
import { printResult } from "../run/print-result.ts";
import { defineCommand, type ExitCode } from "../run/command.ts";
import { explainNothing } from "../run/nothing-found.ts";
import { openWorkTree } from "../run/open-repository.ts";

export const types = defineCommand({
  name: "types",
  usage: "",
  summary: "writes TypeScript types of all versions",
  description:
    "One module for each version, one for each major version with its newest version, and an index. Generated files that belong to no version are removed.",
  options: [
    {
      name: "out",
      kind: "string",
      value: "DIR",
      help: "the directory of the types (default: types.out, else “types”)",
    },
    {
      name: "package",
      kind: "string",
      value: "NAME",
      help: "make the directory a package of that name (default: types.package)",
    },
    { name: "check", kind: "boolean", help: "write nothing, and fail if something would be written" },
  ],
  examples: [
    { line: "addendum types --out types", does: "TypeScript modules below types/, compiled with your code" },
    {
      line: "addendum types --out packages/event-types --package @example/event-types",
      does: "a package that producers install",
    },
    { line: "addendum types --check", does: "in CI: fail if the types are outdated" },
  ],
  run(invocation): ExitCode {
    const loaded = loadSettings(invocation);
    if (loaded.note) invocation.terminal.note(loaded.note);
    if (invocation.positionals.length > 0) {
      throw new UserError("types takes no paths: the index lists every schema.");
    }
    const { settings } = loaded;
    const given = invocation.value("out");
    // As the configuration says it, it is below the repository's root; on the command line, below the current directory.
    const out = given?.replace(/(?<=.)\/+$/, "") ?? settings.types?.out ?? "types";
    const directory = given === undefined ? join(loaded.root, out) : resolve(given);
    if (existsSync(directory) && !statSync(directory).isDirectory()) {
      throw new UserError(`${directory} is not a directory.`);
    }
    const name = invocation.value("package") ?? settings.types?.package;
    if (name !== undefined && !/^(@[a-z0-9._~-]+\/)?[a-z0-9._~-]+$/.test(name)) {
      throw new UserError(`“${name}” is not a valid package name.`);
    }
    const opened = openWorkTree(loaded, { kind: "disk" });
    const repository = {
      ...opened,
      settings: { ...settings, types: { out, package: name } },
      snapshot: directorySnapshot(opened.snapshot, out, directory),
    };
    const titles = findTitles(repository.snapshot, settings);
    if (titles.length === 0) explainNothing(opened, loaded);
    const ignored = new Findings(settings);
    const { findings, drift, writes } = runGenerator({
      repository,
      generator: typesGenerator,
      titles,
      isWhole: true,
      all: () => titles,
      materializer: new Materializer(repository.snapshot, settings, ignored, new Set(), repository.remote),
      planned: new Map(),
    });
    const isCheck = invocation.flag("check");
    const all = isCheck ? [...findings.list, ...drift.list] : findings.list;
    if (!isCheck) {
      writePlan(
        directory,
        writes.map((write) => ({ ...write, path: write.path.slice(out.length + 1) })),
        false,
      );
    }
    const state =
      writes.length === 0
        ? "all up to date"
        : `${plural(writes.length, "file")} ${isCheck ? "would be written" : "written"}`;
    return printResult(invocation, {
      command: "types",
      findings: all,
      titles: titles.length,
      done: `Types of ${plural(titles.length, "schema")} in ${out}; ${state}.`,
      more: { files: writes.map(({ path, kind }) => ({ path, kind })) },
      read: (file) => repository.snapshot.read(file),
    });
  },
});
