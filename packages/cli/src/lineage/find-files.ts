import { generatedDirectories, joinPath, type Settings } from "@addendum/schema-repository";
import { type OpenRepository, wholeSnapshot } from "@addendum/workspace";

/** Files that may show who reads events. */
export interface FoundFiles {
  /** Configurations of reports. */
  readonly configurations: readonly { readonly file: string; readonly text: string }[];
  /** What may be dashboards of Grafana. They are read when they are asked for. */
  readonly dashboards: () => readonly { readonly file: string; readonly text: string }[];
  readonly read: (path: string) => string | undefined;
}

const skipped = new Set(["node_modules", "vendor", "dist", "build", "coverage"]);
/** More directories are not looked at: then something else than a repository is below the root. */
const directoryLimit = 20_000;

/** The configurations of reports and the dashboards, outside of the schemas and of dependencies. */
export function findReadingFiles(repository: OpenRepository): FoundFiles {
  const { settings, git } = repository;
  const snapshot = wholeSnapshot(repository);
  const read = (path: string) => {
    const content = snapshot.read(path);
    return content.kind === "text" ? content.text : undefined;
  };
  const paths = pathsBelow(snapshot, settings, repository);
  const configurations = paths.filter((path) => /(^|\/)config\.ya?ml$/.test(path));
  snapshot.prefetch(configurations);
  const textsOf = (files: readonly string[], isLikely: (text: string) => boolean) =>
    files.flatMap((file) => {
      const text = read(file);
      return text !== undefined && isLikely(text) ? [{ file, text }] : [];
    });
  const findDashboards = () => {
    let documents = paths.filter((path) => path.endsWith(".json"));
    if (snapshot.isRemote && git !== undefined && documents.length > 0) {
      const patterns = marks.flatMap((mark) => ["-e", `"${mark}"`]);
      const found = git.answer(["grep", "--cached", "-l", "-z", "-F", "--full-name", ...patterns]);
      const likely = new Set((found ?? "").split("\0").flatMap((path) => git.fromGit(path) ?? []));
      documents = documents.filter((path) => likely.has(path));
    }
    snapshot.prefetch(documents);
    return textsOf(documents, (text) => marks.some((mark) => text.includes(`"${mark}"`)));
  };
  let dashboards: ReturnType<FoundFiles["dashboards"]> | undefined;
  return {
    configurations: textsOf(configurations, (text) => /^\s*["']?reports["']?\s*:/m.test(text)),
    dashboards: () => (dashboards ??= findDashboards()),
    read,
  };
}

/** A dashboard of any version of Grafana has one of these. */
const marks = ["panels", "rows", "elements"];

function pathsBelow(
  snapshot: ReturnType<typeof wholeSnapshot>,
  settings: Settings,
  { generators }: OpenRepository,
): readonly string[] {
  const generated = new Set(generatedDirectories(generators, settings));
  const paths: string[] = [];
  const waiting = [""];
  for (let count = 0; waiting.length > 0 && count < directoryLimit; count++) {
    const directory = waiting.pop() as string;
    const entries = snapshot.list(directory);
    // Schemas and the registry's generated pages contain no readers of events.
    if (entries.some(({ name }) => name === settings.currentName || name === ".addendum-site.json")) continue;
    for (const { name, kind } of entries) {
      const path = joinPath(directory, name);
      if (kind === "file") paths.push(path);
      const isLeft =
        skipped.has(name) || name.startsWith(".") || path === settings.schemas || generated.has(path);
      if (kind === "directory" && !isLeft) waiting.push(path);
    }
  }
  return paths.sort();
}
