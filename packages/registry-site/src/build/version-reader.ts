import {
  type Data,
  type DataObject,
  documentLimits,
  type DocumentProblem,
  findJsonProblem,
  isObject,
  lineAndColumn,
  parseJson,
} from "@addendum/json-schema";
import {
  classify,
  compareVersions,
  type Content,
  directoryOfTitle,
  findConflict,
  formatVersion,
  joinPath,
  type Materializer,
  type Settings,
  type Snapshot,
  type Version,
} from "@addendum/schema-repository";
import type { OpenRepository } from "@addendum/workspace";
import { shortText } from "../html/short-text.ts";
import type { UnreadableFile, UnreadableVersion } from "../model/record.ts";
import { type HashedVersion, schemaHash } from "./comparison-key.ts";
import { hashOf } from "./site-files.ts";

/** A version whose schema can be shown. */
export interface ReadVersion extends HashedVersion {
  readonly number: Version;
  readonly schema: DataObject;
  /** Whether the repository's own JSON file contains just that. */
  readonly isFile: boolean;
}

/** A title's versions, in ascending order, and what cannot be read of them. */
export interface ReadVersions {
  readonly versions: readonly ReadVersion[];
  readonly unreadable: readonly UnreadableVersion[];
}

/** What a file contains, or why that is nothing that can be shown. */
type FileData =
  | { readonly kind: "data"; readonly data: DataObject; readonly text: string }
  | { readonly kind: "problem"; readonly reason: string; readonly text: string; readonly offset?: number };

const reasonLength = 300;

/** Reads the versions of titles, and finds out why some cannot be read. */
export class VersionReader {
  private readonly settings: Settings;
  private readonly snapshot: Snapshot;
  private readonly materializer: Materializer;

  constructor({ settings, snapshot }: OpenRepository, materializer: Materializer) {
    this.settings = settings;
    this.snapshot = snapshot;
    this.materializer = materializer;
  }

  /**
   * @param files names of the title's files
   * @param dates when its versions came: `title/X.Y.Z` → ISO 8601
   */
  read(title: string, files: readonly string[], dates: Readonly<Record<string, string>>): ReadVersions {
    const numbers = new Map<string, Version>();
    for (const name of files) {
      const file = classify(name);
      if (file?.kind === "version") numbers.set(formatVersion(file.version), file.version);
    }
    const versions: ReadVersion[] = [];
    const unreadable: UnreadableVersion[] = [];
    for (const number of [...numbers.values()].sort(compareVersions)) {
      const version = formatVersion(number);
      const { read, problems } = this.version(title, version, files);
      if (read !== undefined) versions.push({ number, version, ...read });
      if (problems.length > 0) {
        unreadable.push({ version, date: dates[`${title}/${version}`], files: problems });
      }
    }
    return { versions, unreadable };
  }

  /** JSON first: it is parsed in a fraction of the time that YAML takes. */
  private version(
    title: string,
    version: string,
    files: readonly string[],
  ): {
    readonly read?: Pick<ReadVersion, "schema" | "isFile" | "hash">;
    readonly problems: readonly UnreadableFile[];
  } {
    const problems: UnreadableFile[] = [];
    for (const name of [`${version}.json`, `${version}.yaml`]) {
      if (!files.includes(name)) continue;
      const path = joinPath(directoryOfTitle(title, this.settings), name);
      const found = this.file(path, this.snapshot.read(path));
      if (found === undefined) continue;
      if (found.kind === "problem") {
        problems.push(problemOf(path, found));
        continue;
      }
      const { data, text } = found;
      const schema = this.materializer.resolvedVersion(title, version, data);
      // What a schema refers to decides, too, where it refers to something.
      const hash = schema === data ? hashOf(text) : schemaHash(schema);
      return { read: { schema, isFile: name.endsWith(".json") && schema === data, hash }, problems };
    }
    return { problems };
  }

  private file(path: string, content: Content): FileData | undefined {
    switch (content.kind) {
      case "missing":
        return undefined; // It was removed this moment.
      case "link":
        return problem("it is a symbolic link, and those are not followed");
      case "unreadable":
        return problem(content.reason);
      case "text":
        return path.endsWith(".json") ? jsonData(content.text) : this.yamlData(path, content.text);
    }
  }

  private yamlData(path: string, text: string): FileData {
    const result = this.materializer.documents.version(path, text);
    if (result.kind === "document") return objectIn(result.document.data, text);
    return syntaxProblem(text, documentReason(result.problem), offsetOf(result.problem));
  }
}

function jsonData(text: string): FileData {
  const data = parseJson(text);
  if (data === undefined) {
    const found = findJsonProblem(text);
    return syntaxProblem(
      text,
      `it is not valid JSON: ${found?.reason ?? "it cannot be parsed"}`,
      found?.offset,
    );
  }
  // Deeper ones than any honest schema are none.
  const isShallow = (value: Data, depth: number): boolean => {
    if (typeof value !== "object" || value === null || value instanceof Date) return true;
    return depth > 0 && Object.values(value).every((member) => isShallow(member as Data, depth - 1));
  };
  if (!isShallow(data, documentLimits.depth)) {
    return problem(documentReason({ kind: "too-large", what: "the nesting", limit: documentLimits.depth }));
  }
  return objectIn(data, text);
}

function objectIn(data: Data, text: string): FileData {
  if (isObject(data)) return { kind: "data", data, text };
  const isEmpty = data === null && text.trim() === "";
  return problem(isEmpty ? "it is empty" : "a schema file must contain one object");
}

function documentReason(found: DocumentProblem): string {
  switch (found.kind) {
    case "syntax":
      return `it is not valid YAML: ${found.reason}`;
    case "too-large":
      return `${found.what} is beyond the limit of ${found.limit.toLocaleString("en")}`;
    case "cyclic":
      return `an alias at ${found.pointer || "the root"} refers to the value that contains it`;
  }
}

function offsetOf(found: DocumentProblem): number | undefined {
  return found.kind === "syntax" ? found.offset : undefined;
}

/** A parser's message about a merge conflict does not help. */
function syntaxProblem(text: string, reason: string, offset: number | undefined): FileData {
  const conflict = findConflict(text);
  if (conflict === undefined)
    return { kind: "problem", reason, text, ...(offset !== undefined && { offset }) };
  const { ours, theirs } = conflict;
  return {
    kind: "problem",
    reason: `it contains a merge conflict between ${ours} and ${theirs}`,
    text,
    offset: conflict.offset,
  };
}

function problem(reason: string): FileData {
  return { kind: "problem", reason, text: "" };
}

function problemOf(
  file: string,
  { reason, text, offset }: Extract<FileData, { readonly kind: "problem" }>,
): UnreadableFile {
  const place = offset === undefined ? undefined : lineAndColumn(text, offset);
  return { file, line: place?.line, column: place?.column, reason: shortText(reason, reasonLength) };
}
