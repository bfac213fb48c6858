import { existsSync, lstatSync, readdirSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import {
  baseName,
  directoryOf,
  findTitles,
  joinPath,
  type Settings,
  type Snapshot,
  suggest,
  titleOfDirectory,
} from "@addendum/schema-repository";
import { addedPaths, type Git, type LoadedSettings, stagedChanges, UserError } from "@addendum/workspace";
import { findLookalikes, type Lookalike, titleWritten } from "./lookalikes.ts";

type SearchedRepository = Pick<LoadedSettings, "root" | "file" | "settings">;

/**
 * The message for a run that rightly found no schema; empty if none is needed. Throws {@link UserError} if schemas
 * probably exist and were not found: a gate that has seen nothing must not pass.
 */
export function explainNothing(
  { snapshot, git }: { readonly snapshot: Snapshot; readonly git: Git | undefined },
  place: SearchedRepository,
  isStaged = false,
): string {
  const { root, settings } = place;
  if (isStaged && git !== undefined) {
    const hasSchemas = () => findTitles(snapshot, settings).length > 0;
    demandNoneElsewhere(addedPaths(stagedChanges(git)), hasSchemas, place);
    return "";
  }
  const isThere = existsSync(join(root, settings.schemas));
  const [nearest] = findLookalikes(root, settings);
  if (isThere && nearest === undefined) return "No schemas yet: `addendum new TITLE` begins one.";
  const looked = isThere
    ? `${directoryName(settings)} contains no ${joinPath("TITLE", settings.currentName)}`
    : `their directory ${directoryName(settings)} does not exist`;
  const advice = nearest === undefined ? adviceForMissing(place) : adviceFor(nearest, place);
  throw new UserError(`no schema was found: ${looked}. ${advice}`);
}

/**
 * Checks a run about staged files, none of which belongs to a schema. Throws {@link UserError} if a current is staged
 * that would not be looked at, in a repository that has no schema where they are looked for.
 * @param staged paths below the repository's root
 * @param hasSchemas whether the index has schemas; asked only where it matters
 */
export function demandNoneElsewhere(
  staged: Iterable<string>,
  hasSchemas: () => boolean,
  place: SearchedRepository,
): void {
  const { settings } = place;
  const path = [...staged].find((one) => baseName(one) === settings.currentName);
  if (path === undefined || hasSchemas()) return;
  const advice = adviceFor({ path, kind: "current" }, place);
  throw new UserError(`no schema was found: ${directoryName(settings)} is empty in the index. ${advice}`);
}

/**
 * The error for a path of the command line at which there is no schema.
 * @param inside the path below the repository's root; undefined if it is outside
 */
export function nothingAt(
  path: string,
  inside: string | undefined,
  titles: readonly string[],
  place: SearchedRepository,
): UserError {
  const { root, settings } = place;
  const stat = lstatSync(resolve(path), { throwIfNoEntry: false });
  if (stat === undefined) {
    const near = suggest(titleMeant(path, place), titles);
    const question = near === undefined ? "" : ` Did you mean “${near}”?`;
    return new UserError(`${path}: there is no such file, directory or title.${question}`);
  }
  if (inside === undefined) return new UserError(`${path} is outside the repository ${root}.`);
  const start = stat.isDirectory() ? inside : directoryOf(inside);
  const nearest = findLookalikes(root, settings, start).find(
    (one) => stat.isDirectory() || one.path === inside,
  );
  const layout = joinPath(settings.schemas, "TITLE", settings.currentName);
  const advice = nearest === undefined ? `A schema is a file ${layout}.` : adviceFor(nearest, place);
  return new UserError(`${path}: there is no schema here. ${advice}`);
}

/** The title that a path would stand for if it were there. */
function titleMeant(path: string, { root, settings }: SearchedRepository): string {
  const inside = relative(root, resolve(path)).replaceAll("\\", "/");
  const directory = baseName(inside) === settings.currentName ? directoryOf(inside) : inside;
  return titleOfDirectory(directory, settings) ?? path.replace(/^\/|\/$/g, "");
}

function adviceForMissing({ root, file, settings }: SearchedRepository): string {
  const beside = join(root, dirname(settings.schemas || "."));
  const names = existsSync(beside)
    ? readdirSync(beside, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
        .map(({ name }) => name)
    : [];
  const near = suggest(basename(settings.schemas), names);
  return near === undefined
    ? "`addendum new TITLE` creates it, with a first schema."
    : `Did you mean \`${setting(file, joinPath(directoryOf(settings.schemas), near))}\`?`;
}

function adviceFor({ path, kind }: Lookalike, { root, file, settings }: SearchedRepository): string {
  const layout = joinPath(settings.schemas, "TITLE", settings.currentName);
  const [directory, name] = [directoryOf(path), baseName(path)];
  const looksLikeOne = `${path} looks like one:`;
  switch (kind) {
    case "json-schema":
      return `${path} looks like one, in another layout: a schema of this repository is ${layout}.`;
    case "version":
      return `${path} looks like a version; its source, ${settings.currentName}, should stand beside it.`;
    case "current":
    case "other-current": {
      if (name.endsWith(".yml")) return `${looksLikeOne} rename it to current.yaml.`;
      if (directory === settings.schemas) return `${path} belongs in a directory of its own: ${layout}.`;
      const isOutside = titleOfDirectory(directory, settings) === undefined;
      const base = baseOf(directory, titleWritten(join(root, path)) ?? baseName(directory));
      const lines = [
        ...(isOutside ? [`\`${setting(file, base)}\``] : []),
        ...(kind === "other-current" ? [`\`currentName: ${name}\``] : []),
      ];
      return `${looksLikeOne} write ${lines.join(" and ")} in ${basename(file)}.`;
    }
  }
}

/** The directory that contains the schemas, if this one is a title's. */
function baseOf(directory: string, title: string): string {
  const isBelow = directory === title || directory.endsWith(`/${title}`);
  return isBelow ? directory.slice(0, -title.length).replace(/\/$/, "") : directoryOf(directory);
}

/** The line of the configuration that says where schemas are. */
function setting(file: string, directory: string): string {
  return basename(file).includes("jsonschema-tools")
    ? `schemaBasePath: ./${directory}`
    : `schemas: ${directory || "."}`;
}

function directoryName({ schemas }: Settings): string {
  return schemas === "" ? "the repository" : `${schemas}/`;
}
