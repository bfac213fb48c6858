import {
  directoryOfTitle,
  type Generator,
  type GeneratorContext,
  type GeneratorVersion,
  type IndexEntry,
  isFragmentTitle,
  joinPath,
  noColumnlessProperty,
  noTableNameClash,
  type TablesSettings,
  tablesNotGenerated,
  type TitleContext,
  type TitleFiles,
} from "@addendum/schema-repository";
import {
  definitionFiles,
  definitionHeader,
  type DefinitionSettings,
  tablesOf,
  type TitleVersion,
} from "./definitions.ts";
import { printers } from "./printers/registry.ts";

/** Definitions of tables: for each engine a file for each major, and one for each version that adds something. */
export const tablesGenerator: Generator<TableEntry> = {
  name: "tables",
  outdated: tablesNotGenerated,
  directory: ({ tables }) => tables?.out,
  files(title, versions, context) {
    const { tables } = context.settings;
    // Fragments have no events.
    if (tables === undefined || isFragmentTitle(title)) return { files: [], entries: [] };
    return titleFiles(title, versions, context, tables);
  },
  directoriesOf: (title, { tables }) => (tables?.engines ?? []).map((engine) => `${engine}/${title}`),
  isGenerated: (name, read) => name.endsWith(".sql") && read()?.startsWith(definitionHeader) === true,
  index: { path: () => "index.json", parse: parseIndex, text: indexText },
};

function titleFiles(
  title: string,
  versions: readonly GeneratorVersion[],
  context: TitleContext<TableEntry>,
  settings: TablesSettings,
): TitleFiles<TableEntry> {
  const read: (TitleVersion & { readonly file: string })[] = [];
  for (const { version, file, schema: readSchema } of versions) {
    const schema = readSchema();
    if (schema === undefined) context.findings.add(noColumnlessProperty, "unreadable", { file });
    else read.push({ version, file, schema });
  }
  const tables = tablesOf(title, read, settings);
  for (const { misfits } of tables) {
    for (const { version, path, pointer, reason, detail = "" } of misfits) {
      const file = read.find((one) => one.version === version)?.file ?? "";
      // What later versions repeat is said of the newest alone.
      if (version !== misfits.findLast((one) => one.path.join() === path.join())?.version) continue;
      context.findings.add(noColumnlessProperty, reason, { file, pointer }, { path: path.join("."), detail });
    }
  }
  const entries = tables.flatMap(({ table, history }) =>
    history.map(({ version }): TableEntry => ({ title, version, table: table.name })),
  );
  return { files: definitionFiles(title, tables, definitionSettings(settings)), entries };
}

/** A version and the table that contains its events. */
interface TableEntry extends IndexEntry {
  readonly table: string;
}

/** `index.json`: a line for each version. */
function parseIndex(text: string): readonly TableEntry[] | undefined {
  try {
    const { versions } = JSON.parse(text) as { readonly versions: readonly TableEntry[] };
    return versions.every(({ title, version, table }) =>
      [title, version, table].every((one) => typeof one === "string"),
    )
      ? versions
      : undefined;
  } catch {
    return undefined;
  }
}

function indexText(entries: readonly TableEntry[], { settings, findings }: GeneratorContext): string {
  const holders = new Map<string, string>();
  const sorted = entries.toSorted(
    (a, b) => compare(a.title, b.title) || compareNumbers(a.version, b.version),
  );
  for (const { title, version, table } of sorted) {
    const other = holders.get(table) ?? title;
    holders.set(table, other);
    if (other === title) continue;
    const file = joinPath(directoryOfTitle(title, settings), `${version}.${settings.contentTypes[0]}`);
    findings.add(noTableNameClash, "clash", { file, pointer: "/title" }, { title, other, table });
  }
  const lines = sorted.map(({ title, version, table }) => `    ${JSON.stringify({ title, version, table })}`);
  return `{\n  "versions": [\n${lines.join(",\n")}\n  ]\n}\n`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** X.Y.Z by its numbers. */
function compareNumbers(a: string, b: string): number {
  const [first, second] = [a, b].map((version) => version.split(".").map(Number)) as [number[], number[]];
  const index = first.findIndex((number, at) => number !== second[at]);
  return index === -1 ? 0 : (first[index] as number) - (second[index] as number);
}

/** The printers' settings, from the configuration. */
export function definitionSettings({ engines, database, location }: TablesSettings): DefinitionSettings {
  return {
    engines: printers.filter(({ engine }) => engines.includes(engine)),
    database: database?.split(".") ?? [],
    location,
  };
}
