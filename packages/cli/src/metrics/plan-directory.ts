import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { generatedMark } from "@addendum/metrics";
import { equalButForLineEnds, type Plan } from "@addendum/schema-repository";
import { UserError } from "@addendum/workspace";

/**
 * The plan that updates a directory of generated files: it writes those that differ, and removes those that are no
 * longer needed. Throws {@link UserError} if a hand-written file is in the way.
 * @param directory absolute, or relative to the repository's root
 * @param endings of files that may be removed
 */
export function planDirectory(
  root: string,
  directory: string,
  files: readonly { readonly path: string; readonly text: string }[],
  endings: readonly string[],
): Plan {
  const at = resolve(root, directory);
  const place = relative(root, at).replaceAll("\\", "/");
  if (place === "" || place.startsWith(".."))
    throw new UserError(`${directory} is not a directory in the repository.`);
  const read = (name: string) =>
    existsSync(join(at, name)) ? readFileSync(join(at, name), "utf8") : undefined;
  const isOurs = (text: string | undefined) =>
    text === undefined || text.slice(0, 400).includes(generatedMark);
  const foreign = files.find(({ path }) => !isOurs(read(path)));
  if (foreign !== undefined) {
    throw new UserError(
      `${place}/${foreign.path} was not generated, so it is not overwritten; name another directory.`,
    );
  }
  const wanted = new Set(files.map(({ path }) => path));
  const old = (existsSync(at) ? readdirSync(at) : []).filter(
    (name) => endings.some((end) => name.endsWith(end)) && !wanted.has(name) && isOurs(read(name)),
  );
  return [
    ...files.flatMap(({ path, text }) => {
      const there = read(path);
      const isSame = there !== undefined && equalButForLineEnds(there, text);
      return isSame ? [] : [{ kind: "file" as const, path: `${place}/${path}`, text }];
    }),
    ...old.map((name) => ({ kind: "removal" as const, path: `${place}/${name}` })),
  ];
}
