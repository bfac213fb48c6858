import { isObject, parseJson } from "@addendum/json-schema";
import {
  directoryOfTitle,
  type Generator,
  type GeneratorContext,
  type GeneratorVersion,
  joinPath,
  noUntypedSchema,
  noVersionIdClash,
  type Settings,
  type TitleContext,
  type TitleFiles,
  typesNotGenerated,
} from "@addendum/schema-repository";
import { type IndexEntry, indexText, parseIndex } from "./index-file.ts";
import {
  headerOf,
  type SchemaVersion,
  toCommonJs,
  toDeclarationFile,
  toEsModule,
  toTypeScript,
  typeModule,
  type TypeModule,
  uriOf,
} from "./module.ts";
import { packageText } from "./package-file.ts";

/** TypeScript types of all versions: a module for each version, one for each major, and an index. */
export const typesGenerator: Generator<IndexEntry> = {
  name: "types",
  outdated: typesNotGenerated,
  directory: ({ types }) => types?.out,
  files: (title, versions, context) => new TitleModules(title, versions, context).files(),
  directoriesOf: (title) => [title],
  isGenerated: (name, read) =>
    /\.(ts|js|mjs)$/.test(name) && read()?.startsWith(headerOf("").split(" from")[0] as string) === true,
  index: {
    path: (settings) => (isPackage(settings) ? "index.d.ts" : "index.ts"),
    parse: parseIndex,
    text: (entries, context) => indexText(withOwnKeys(entries, context), sourceOf(context.settings)),
  },
  commonFiles({ settings: { types }, read }) {
    if (types?.package === undefined) return [];
    const existing = parseJson(read("package.json") ?? "");
    return [
      { path: "package.json", text: packageText(types.package, isObject(existing) ? existing : undefined) },
    ];
  },
};

function isPackage({ types }: Settings): boolean {
  return types?.package !== undefined;
}

function sourceOf({ schemas }: Settings): string {
  return `the schemas below ${schemas || "this directory"}`;
}

/** The modules of a title. */
class TitleModules {
  private readonly title: string;
  private readonly versions: readonly GeneratorVersion[];
  private readonly context: TitleContext<IndexEntry>;
  private readonly made: TitleFiles["files"][number][] = [];
  private readonly entries: IndexEntry[] = [];
  private readonly unreadable = new Set<string>();

  constructor(title: string, versions: readonly GeneratorVersion[], context: TitleContext<IndexEntry>) {
    this.title = title;
    this.versions = versions;
    this.context = context;
  }

  files(): TitleFiles<IndexEntry> {
    const byMajor = new Map<string, GeneratorVersion[]>();
    for (const version of this.versions) {
      const major = majorOf(version);
      byMajor.set(major, [...(byMajor.get(major) ?? []), version]);
      this.version(version);
    }
    for (const [major, versions] of byMajor) this.major(major, versions);
    return { files: this.made, entries: this.entries };
  }

  private version(one: GeneratorVersion): void {
    const { title } = this;
    const listed = this.context.listed.find(({ version }) => version === one.version);
    // What is listed and did not change needs no second look.
    if (listed !== undefined && !one.isChanged) {
      this.unchanged(one.version);
      this.entries.push(listed);
      return;
    }
    const version = this.read(one);
    if (version === undefined) return;
    const made = typeModule(version);
    for (const { pointer, reason } of made.untyped) {
      this.context.findings.add(noUntypedSchema, "untyped", { file: one.file, pointer }, { reason });
    }
    this.entries.push({ key: uriOf(version), title, version: version.version, typeName: made.typeName });
    this.module(version.version, made, one.file);
  }

  /** The module of a major: its newest version's, whose events may name any version of the major. */
  private major(major: string, versions: readonly GeneratorVersion[]): void {
    const listed = this.context.listed.filter((entry) => majorOf(entry) === major);
    const newest = versions.at(-1);
    if (newest === undefined) return;
    if (listed.length === versions.length && versions.every(({ isChanged }) => !isChanged)) {
      this.unchanged(major);
      return;
    }
    const version = this.read(newest);
    if (version === undefined) return;
    const uris = this.entries.filter((entry) => majorOf(entry) === major).map(({ key }) => key);
    this.module(major, typeModule(version, uris), newest.file);
  }

  private read({ version, file, schema: read }: GeneratorVersion): SchemaVersion | undefined {
    const schema = read();
    if (schema !== undefined) return { title: this.title, version, schema };
    // The newest of a major is read for the major's module as well.
    if (!this.unreadable.has(file)) this.context.findings.add(noUntypedSchema, "unreadable", { file });
    this.unreadable.add(file);
    return undefined;
  }

  private unchanged(name: string): void {
    for (const path of this.paths(name)) this.made.push({ path });
  }

  private module(name: string, made: TypeModule, file: string): void {
    const source = file.replace(/\.(yaml|json)$/, "");
    const texts = isPackage(this.context.settings)
      ? [toDeclarationFile(made, source), toCommonJs(made, source), toEsModule(made, source)]
      : [toTypeScript(made, source)];
    this.paths(name).forEach((path, index) => this.made.push({ path, text: texts[index] as string }));
  }

  private paths(name: string): readonly string[] {
    const endings = isPackage(this.context.settings) ? ["d.ts", "js", "mjs"] : ["ts"];
    return endings.map((ending) => joinPath(this.title, `${name}.${ending}`));
  }
}

function majorOf({ version }: { readonly version: string }): string {
  return version.slice(0, version.indexOf("."));
}

/** Two versions under one URI are known by their paths. */
function withOwnKeys(
  entries: readonly IndexEntry[],
  { settings, findings }: GeneratorContext,
): readonly IndexEntry[] {
  const byKey = new Map<string, IndexEntry[]>();
  for (const entry of entries) byKey.set(entry.key, [...(byKey.get(entry.key) ?? []), entry]);
  const keys = new Map<IndexEntry, string>();
  for (const [id, clashing] of byKey) {
    if (clashing.length < 2) continue;
    for (const entry of clashing) {
      const { title, version } = entry;
      const key = `/${title}/${version}`;
      const file = joinPath(directoryOfTitle(title, settings), `${version}.${settings.contentTypes[0]}`);
      findings.add(noVersionIdClash, "clash", { file, pointer: "/$id" }, { id, key });
      keys.set(entry, key);
    }
  }
  return entries.map((entry) => ({ ...entry, key: keys.get(entry) ?? entry.key }));
}
