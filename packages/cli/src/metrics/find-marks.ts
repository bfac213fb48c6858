import { markWord, type TemporaryMark, temporaryMarks } from "@addendum/metrics";
import { decode, type OpenRepository } from "@addendum/workspace";

/** Files of code; documents may explain marks without having any. */
const code = /\.(?:[cm]?[jt]sx?|vue|svelte|php|py|rb|go|java|kt|swift|sql|hql|ya?ml|lua|sh)$/;
/** Larger files are not source code. */
const sizeLimit = 2_000_000;

/**
 * The marks of temporary code, in the work tree's files that git knows, or in some staged files of an index. Without
 * git there are none.
 */
export function findMarks(
  { git }: Pick<OpenRepository, "git">,
  staged?: readonly string[],
): readonly TemporaryMark[] {
  if (git === undefined) return [];
  const paths = staged?.filter((path) => code.test(path)).map((path) => git.toGit(path));
  if (paths?.length === 0) return [];
  const where = staged === undefined ? ["--untracked"] : ["--cached"];
  const found = git.answer([
    "grep",
    ...where,
    "-l",
    "-z",
    "-I",
    "-F",
    "--full-name",
    "-e",
    markWord,
    // Many paths would not fit into a command.
    ...(paths === undefined || paths.length > 500 ? [] : ["--", ...paths]),
  ]);
  const wanted = paths === undefined ? undefined : new Set(paths);
  return (found ?? "").split("\0").flatMap((path) => {
    const file = path === "" ? undefined : git.fromGit(path);
    if (file === undefined || !code.test(file) || wanted?.has(path) === false) return [];
    const bytes = staged === undefined ? git.workTreeFile(path) : git.run(["show", `:${path}`]).stdout;
    const content = bytes === undefined || bytes.length > sizeLimit ? undefined : decode(bytes);
    return content?.kind === "text" ? temporaryMarks(file, content.text) : [];
  });
}
