import { realpathSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { directoryOf, type Settings, titleOfDirectory } from "@addendum/schema-repository";
import { exists, type LoadedSettings, UserError } from "@addendum/workspace";
import { nothingAt } from "./nothing-found.ts";

/**
 * The titles that paths on the command line name: a schema's directory or any file in it, a directory of several, or a
 * title itself. All titles where there are no paths. Throws {@link UserError} for a path without a schema.
 * @param mayBeOthers whether the paths are what a program lists, such as all staged files: others than schemas are
 *   ignored then, if they exist
 */
export function selectTitles(
  paths: readonly string[],
  all: () => readonly string[],
  loaded: LoadedSettings,
  mayBeOthers = false,
): readonly string[] {
  if (paths.length === 0) return all();
  const selected = new Set<string>();
  for (const path of paths) {
    const titles = titlesAt(path, all(), loaded);
    const isPassedOver = (mayBeOthers && exists(resolve(path))) || holdsSchemas(path, loaded);
    if (titles.length === 0 && !isPassedOver) {
      throw nothingAt(path, repositoryPath(path, loaded.root), all(), loaded);
    }
    for (const title of titles) selected.add(title);
  }
  return [...selected];
}

/** Whether a path is the schemas' directory, or one above it. */
function holdsSchemas(path: string, { root, settings }: LoadedSettings): boolean {
  const inside = repositoryPath(path, root);
  if (inside === undefined || statSync(resolve(path), { throwIfNoEntry: false })?.isDirectory() !== true) {
    return false;
  }
  return inside === "" || settings.schemas === inside || settings.schemas.startsWith(`${inside}/`);
}

function titlesAt(path: string, all: readonly string[], loaded: LoadedSettings): readonly string[] {
  const { root, settings } = loaded;
  const inside = repositoryPath(path, root);
  if (inside !== undefined) {
    const isDirectory = statSync(resolve(path), { throwIfNoEntry: false })?.isDirectory() === true;
    const title = titleOfDirectory(isDirectory ? inside : directoryOf(inside), settings);
    if (holdsSchemas(path, loaded)) return all;
    const found = all.filter((one) => one === title || (isDirectory && one.startsWith(`${title ?? ""}/`)));
    if (found.length > 0) return found;
  }
  const asTitle = path.replace(/^\/|\/$/g, "");
  return all.includes(asTitle) ? [asTitle] : [];
}

/** A path of the command line below the repository's root; undefined if it is not there, or outside. */
export function repositoryPath(path: string, root: string): string | undefined {
  let real: string;
  try {
    const absolute = resolve(path);
    real = resolve(realpathSync(dirname(absolute)), relative(dirname(absolute), absolute));
  } catch {
    return undefined;
  }
  const below = relative(realpathSync(root), real).replaceAll("\\", "/");
  return below === ".." || below.startsWith("../") ? undefined : below;
}

/** The current of one title that a person named by its file, its directory or its title. */
export function selectCurrent(
  argument: string,
  all: () => readonly string[],
  loaded: LoadedSettings,
): { readonly title: string; readonly path: string } {
  const [title, ...others] = selectTitles([argument], all, loaded);
  if (title === undefined || others.length > 0)
    throw new UserError(`${argument} stands for several schemas; name one.`);
  return { title, path: currentPath(title, loaded.settings) };
}

function currentPath(title: string, settings: Settings): string {
  return [settings.schemas, title, settings.currentName].filter(Boolean).join("/");
}

/** The path of a new title's current. Throws {@link UserError} if the title is not valid or already exists. */
export function placeForTitle(
  argument: string,
  root: string,
  settings: Settings,
): { readonly title: string; readonly path: string } {
  const title = argument.replace(/^\/|\/$/g, "");
  const names = title.split("/");
  if (!names.every((name) => /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(name))) {
    throw new UserError(
      `“${argument}” is not a valid title: use letters, digits, “_”, “-” and “.”, with “/” between names.`,
    );
  }
  if (/^(latest|\d+\.\d+\.\d+)$/.test(names.at(-1) as string)) {
    throw new UserError(`“${argument}” ends in a version; a title does not contain one.`);
  }
  const path = currentPath(title, settings);
  if (exists(join(root, path))) throw new UserError(`${path} already exists.`);
  return { title, path };
}
