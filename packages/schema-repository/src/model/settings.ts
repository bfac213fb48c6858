import type { ContentModel } from "@addendum/containment";
import type { Severity } from "./finding.ts";
import type { WarehouseSettings } from "./warehouse-settings.ts";

export type RuleLevel = Severity | "off";
export type ContentType = "yaml" | "json";

/** Levels of the rules that the settings do not name. `recommended`: what the rules themselves say. */
export type Preset = "recommended" | "wikimedia" | "all";

/** What `integer` and `number` are limited to where a schema does not say. */
export type NumericBounds = readonly [minimum: number, maximum: number];

/** A reasoned permission for findings about one change. */
export interface Waiver {
  readonly rules: readonly string[];
  readonly title: string;
  /** The version that contains the change. */
  readonly version: string;
  /** Into the materialized schema: findings there and below. Absent: wherever they are. */
  readonly pointer?: string;
  readonly reason?: string;
  readonly owner?: string;
  /** The last day on which it holds, YYYY-MM-DD. */
  readonly until?: string;
}

/** Levels of rules for some titles; the last override that names a rule decides. */
export interface RuleOverride {
  /** Patterns of titles: `*` stands for a part of a name, `**` for any. */
  readonly titles: readonly string[];
  readonly rules: Readonly<Record<string, RuleLevel>>;
}

/** Where generated types are kept. */
export interface TypesSettings {
  /** A directory. */
  readonly out: string;
  /** The name of the package that it is; undefined: TypeScript modules to be compiled along. */
  readonly package: string | undefined;
}

/** Where generated definitions of tables are stored, and what they say. */
export interface TablesSettings {
  /** A directory. */
  readonly out: string;
  /** Names of engines. */
  readonly engines: readonly string[];
  /** Catalog, database or schema, with dots between; undefined: the connection's own. */
  readonly database: string | undefined;
  /** Where external tables have their files; `{table}` stands for a table's name. */
  readonly location: string | undefined;
  readonly timestamps: "string" | "timestamp";
  /** What happens to a property that no column can store. */
  readonly misfits: "omit" | "json";
}

/** What the registry's pages are called and look like. What is not said follows from the repository. */
export interface SiteSettings {
  readonly name?: string;
  readonly description?: string;
  /** The repository's name in the machine's layout. */
  readonly repository?: string;
  /** Where the site is published. */
  readonly url?: string;
  /** Of links and marks, `#rrggbb`. */
  readonly accent?: string;
}

/** Which versions are exempt from comparison with older ones. */
export interface UnstableSettings {
  /** Patterns of titles: `*` stands for a part of a name, `**` for any. */
  readonly titles: readonly string[];
  /** Whether every version below 1.0.0 is. */
  readonly zeroMajor: boolean;
}

/** What `addendum.yaml` (or `.jsonschema-tools.yaml`) decides, complete. Paths are relative to the repository's root. */
export interface Settings {
  /** The directory that contains the schemas; "" is the root itself. */
  readonly schemas: string;
  /** Where `$ref: /title/version` is looked for, in order: directories, or `https://` URIs. */
  readonly referenceBases: readonly string[];
  readonly contentTypes: readonly [ContentType, ...ContentType[]];
  /** The editable source's file name, with its extension. */
  readonly currentName: string;
  /** The field that names the version; a dot leads into an object. */
  readonly versionField: string;
  readonly titleField: string;
  /** Whether version files are written out in full; `acyclic`: all but the references that lead back to themselves. */
  readonly dereference: boolean | "acyclic";
  readonly extensionlessAliases: boolean;
  readonly latestAliases: boolean;
  readonly generateExamples: boolean;
  readonly numericBounds: NumericBounds | false;
  /** Regular expressions; a schema whose `$id` matches one is left alone. */
  readonly ignore: readonly string[];
  /** The branch whose versions are published; undefined: guessed from the repository. */
  readonly baseBranch: string | undefined;
  /** The repository's files were made by jsonschema-tools: what only ours would refuse is a warning. */
  readonly adopted: boolean;
  readonly unstable: UnstableSettings;
  /** Titles that are no longer produced. */
  readonly retired: readonly string[];
  readonly rules: Readonly<Record<string, RuleLevel>>;
  readonly overrides: readonly RuleOverride[];
  /** Keywords of this repository's own that say nothing about values, beside Addendum's and those with `x-`. */
  readonly annotations: readonly string[];
  /** The levels of rules that `rules` does not set. */
  readonly preset: Preset;
  /** Whether old events may contain undeclared properties. */
  readonly contentModel: ContentModel;
  readonly waivers: readonly Waiver[];
  /** jsonschema-tools' test cases that a repository skips: regular expression on `$id` → names of test cases. */
  readonly skippedTestCases: Readonly<Record<string, readonly string[]>>;
  /** Where generated types are kept; undefined: nowhere. */
  readonly types: TypesSettings | undefined;
  /** Where definitions of tables are stored; undefined: nowhere. */
  readonly tables: TablesSettings | undefined;
  readonly site: SiteSettings;
  /** Connections, by engine. */
  readonly warehouse: WarehouseSettings;
  /** Files or directories of recorded events, for `replay`. */
  readonly events: readonly string[];
  /** What `materialize` does when its options do not say otherwise. */
  readonly materialize: {
    readonly staged: boolean;
    readonly stage: boolean;
    readonly dryRun: boolean;
  };
  readonly logLevel: "silent" | "error" | "warn" | "info" | "debug";
}

export const defaultSettings: Settings = {
  schemas: "schemas",
  referenceBases: ["schemas"],
  contentTypes: ["yaml", "json"],
  currentName: "current.yaml",
  versionField: "$id",
  titleField: "title",
  dereference: true,
  extensionlessAliases: true,
  latestAliases: true,
  generateExamples: true,
  numericBounds: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  ignore: [],
  baseBranch: undefined,
  adopted: false,
  unstable: { titles: [], zeroMajor: false },
  retired: [],
  rules: {},
  overrides: [],
  annotations: [],
  preset: "recommended",
  contentModel: "closed",
  waivers: [],
  skippedTestCases: {},
  types: undefined,
  tables: undefined,
  site: {},
  warehouse: {},
  events: [],
  materialize: { staged: false, stage: true, dryRun: false },
  logLevel: "warn",
};
