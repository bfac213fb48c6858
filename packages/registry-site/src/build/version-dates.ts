import type { Git } from "@addendum/workspace";
import { classify, formatVersion, type Settings, titleOfDirectory } from "@addendum/schema-repository";

/** When versions came into the repository: `title/X.Y.Z` → ISO 8601. */
export interface VersionDates {
  /** The commit that it is known up to. */
  readonly head: string;
  readonly dates: Readonly<Record<string, string>>;
}

/**
 * When each version was first committed.
 * @param known from an earlier run: only later commits are requested
 * @returns undefined if git does not know it, as in a shallow clone, where everything looks new
 */
export function versionDates(
  git: Git | undefined,
  settings: Settings,
  known: VersionDates | undefined,
): VersionDates | undefined {
  if (git === undefined || git.isShallow) return undefined;
  const head = git.commit("HEAD");
  if (head === undefined) return undefined;
  if (known?.head === head) return known;
  const isLater =
    known !== undefined && git.run(["merge-base", "--is-ancestor", known.head, head]).status === 0;
  const path = git.toGit(settings.schemas).replace(/\/$/, "");
  const range = isLater ? `${known.head}..${head}` : head;
  const result = git.run([
    "log",
    "--diff-filter=A",
    "--no-renames",
    "--name-only",
    "-z",
    "--format=%x02%at",
    range,
    ...(path === "" ? [] : ["--", path]),
  ]);
  if (result.status !== 0) return undefined;
  const dates: Record<string, string> = isLater ? { ...known.dates } : {};
  // Newest commits come first, so the last commit that names a version added it.
  for (const record of result.stdout.toString().split("\u0002").slice(1)) {
    const [seconds = "", ...files] = record.split("\0").map((field) => field.replace(/^\n/, ""));
    const date = new Date(Number(seconds) * 1000).toISOString().replace(".000Z", "Z");
    for (const file of files) {
      const key = versionKey(git.fromGit(file), settings);
      if (key !== undefined && (!isLater || known.dates[key] === undefined)) dates[key] = date;
    }
  }
  return { head, dates };
}

function versionKey(path: string | undefined, settings: Settings): string | undefined {
  if (path === undefined || path === "") return undefined;
  const slash = path.lastIndexOf("/");
  const file = classify(path.slice(slash + 1));
  const title = titleOfDirectory(path.slice(0, Math.max(0, slash)), settings);
  return file?.kind === "version" && title ? `${title}/${formatVersion(file.version)}` : undefined;
}

/** The dates of each title's versions. */
export function datesByTitle(
  dates: VersionDates | undefined,
): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const found = new Map<string, Record<string, string>>();
  for (const [key, date] of Object.entries(dates?.dates ?? {})) {
    const title = key.slice(0, key.lastIndexOf("/"));
    const own = found.get(title);
    if (own === undefined) found.set(title, { [key]: date });
    else own[key] = date;
  }
  return found;
}
