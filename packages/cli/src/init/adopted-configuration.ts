import { type DataObject, equals } from "@addendum/json-schema";
import { type ConfigurationResult, parseConfiguration, type Settings } from "@addendum/schema-repository";
import { configurationEntries, editorComment, entryText } from "./configuration-text.ts";

/** What a key of `.jsonschema-tools.yaml` is called in `addendum.yaml`. */
const names: Readonly<Record<string, string>> = {
  schemaBasePath: "schemas",
  schemaBaseUris: "referenceBases",
  contentTypes: "contentTypes",
  currentName: "currentName",
  schemaVersionField: "versionField",
  schemaTitleField: "titleField",
  shouldDereference: "dereference",
  shouldSymlinkExtensionless: "extensionlessAliases",
  shouldSymlinkLatest: "latestAliases",
  shouldGenerateExample: "generateExamples",
  enforcedNumericBounds: "numericBounds",
  ignoreSchemas: "ignore",
  skipSchemaTestCases: "skippedTestCases",
  gitStaged: "materialize",
  shouldGitAdd: "materialize",
  dryRun: "materialize",
  logLevel: "logLevel",
};

/** Keys whose values are written the same way in both files, so that comments within them keep their places. */
const sameValues = new Set(["ignoreSchemas", "skipSchemaTestCases", "contentTypes", "schemaBaseUris"]);

const note = `# Configuration of this schema repository; see docs/configuration.md of Addendum.
# Taken over from .jsonschema-tools.yaml, which is no longer read.
# “adopted”: what only Addendum rejects is a warning, and the output stays what it was.
`;

/**
 * `addendum.yaml` for a repository that jsonschema-tools made. The comments of its configuration are kept, each with the
 * key or the item that it was written for: they are the reasons of skips.
 * @param source the text of `.jsonschema-tools.yaml`
 * @param settings what it says
 * @param schema where editors find the JSON Schema of `addendum.yaml`
 */
export function adoptedConfiguration(
  source: string,
  settings: Settings,
  baseBranch: string,
  schema: string,
): string {
  const head = `${editorComment(schema)}${note}`;
  const plain = `version: 1\n${configurationEntries(settings, baseBranch).map(entryText).join("")}`;
  const entries = readEntries(source);
  for (const verbatim of [sameValues, new Set<string>()]) {
    const commented = `version: 1\n${withComments(entries, settings, baseBranch, verbatim)}`;
    if (saySame(plain, commented)) return head + commented;
  }
  // A layout that was not foreseen: the comments come first, and nothing of them is lost.
  const comments = source.split(/\r?\n/).flatMap((line) => commentOf(line) ?? []);
  return `${head}${comments.map((comment) => `${comment}\n`).join("")}${plain}`;
}

function saySame(one: string, other: string): boolean {
  const [first, second] = [one, other].map(settingsOf);
  return first !== undefined && second !== undefined && equals(first, second);
}

/** The settings that a text stands for, as data. */
function settingsOf(text: string): DataObject | undefined {
  const result: ConfigurationResult = parseConfiguration(text);
  if (result.kind !== "settings") return undefined;
  return JSON.parse(JSON.stringify(result.settings)) as DataObject;
}

/** A key at the top of the source: the comments before it, its own lines, and its name; "" for what follows the last. */
interface SourceEntry {
  readonly key: string;
  readonly before: readonly string[];
  readonly lines: readonly string[];
}

function readEntries(source: string): readonly SourceEntry[] {
  const entries: SourceEntry[] = [];
  let before: string[] = [];
  let open: { key: string; before: string[]; lines: string[] } | undefined;
  for (const line of source.replace(/^\ufeff/, "").split(/\r?\n/)) {
    const key = /^(["']?)([\w-]+)\1\s*:(?:\s|$)/.exec(line)?.[2];
    if (key === undefined) {
      if (open !== undefined) open.lines.push(line);
      else if (!/^(?:---|%)/.test(line)) before.push(line);
      continue;
    }
    if (open !== undefined) {
      before = withoutTail(open.lines);
      entries.push(open);
    }
    open = { key, before, lines: [line] };
    before = [];
  }
  if (open === undefined) return [{ key: "", before, lines: [] }];
  const tail = withoutTail(open.lines);
  return [...entries, open, { key: "", before: tail, lines: [] }];
}

/** Takes the comments and empty lines off the end of an entry's lines: they belong to what follows. */
function withoutTail(lines: string[]): string[] {
  let end = lines.length;
  while (end > 1 && /^(?:#.*|\s*)$/.test(lines[end - 1] as string)) end--;
  return lines.splice(end);
}

/** @param verbatim keys whose values are copied as they are written */
function withComments(
  entries: readonly SourceEntry[],
  settings: Settings,
  baseBranch: string,
  verbatim: ReadonlySet<string>,
): string {
  const isCommented = ({ before, lines }: SourceEntry) =>
    [...before, ...lines].some((line) => commentOf(line) !== undefined);
  const kept = new Set(entries.filter(isCommented).flatMap(({ key }) => names[key] ?? []));
  const wanted = configurationEntries(settings, baseBranch, kept);
  const inSource = new Set(entries.flatMap(({ key }) => names[key] ?? []));
  const others = wanted.filter(([name]) => !inSource.has(name)).map(entryText);
  const written = new Set<string>();
  const parts: string[] = [...others];
  for (const { key, before, lines } of entries) {
    parts.push(...before.filter((line) => line.trim() !== "").map((line) => `${line.trimEnd()}\n`));
    const entry = wanted.find(([name]) => name === names[key]);
    if (entry === undefined || written.has(entry[0])) {
      parts.push(...commentsIn(lines));
      continue;
    }
    written.add(entry[0]);
    if (verbatim.has(key)) parts.push(renamed(lines, entry[0]));
    else parts.push(...commentsIn(lines), entryText(entry));
  }
  return parts.join("");
}

function renamed([first = "", ...others]: readonly string[], name: string): string {
  const lines = [first.replace(/^(["']?)[\w-]+\1/, name), ...others];
  return `${lines.join("\n").trimEnd()}\n`;
}

function commentsIn(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => {
    const comment = commentOf(line);
    return comment === undefined ? [] : [`${comment}\n`];
  });
}

/** The comment of a line of YAML: from a “#” on that begins a word outside quotes. */
function commentOf(line: string): string | undefined {
  let quote = "";
  for (let index = 0; index < line.length; index++) {
    const character = line[index] as string;
    if (quote !== "") {
      if (character === "\\" && quote === '"') index++;
      else if (character === quote) quote = "";
    } else if (character === "#" && (index === 0 || /\s/.test(line[index - 1] as string))) {
      return line.slice(index).trimEnd();
    } else if (/["']/.test(character) && !/\w/.test(line[index - 1] ?? "")) {
      quote = character;
    }
  }
  return undefined;
}
