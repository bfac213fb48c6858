import { statSync } from "node:fs";
import { isAbsolute, resolve, sep } from "node:path";
import {
  type Data,
  type DataObject,
  isObject,
  join as joinPointer,
  own,
  parseDocument,
  type Pointer,
} from "@addendum/json-schema";
import { type Findings, reportIgnoredKey, type Settings } from "@addendum/schema-repository";
import { granularities, type Granularity } from "../schedule/interval.ts";
import { parseTemplate, TemplateError, type TemplatePart } from "../template/placeholders.ts";
import { knownKeys, retiredKeys } from "./known-keys.ts";
import { Part } from "./part.ts";
import { readDatabase } from "./read-database.ts";
import { readGraphiteMetrics, readGraphiteServer } from "./read-graphite.ts";
import { readTextFile } from "./read-text-file.ts";
import { Remarks, Unusable } from "./remarks.ts";
import {
  type Dimension,
  type ReportsConfiguration,
  type ReportSettings,
  type ReportType,
  reportTypes,
} from "./report-settings.ts";

/** The configuration cannot be read at all. An offset is into its text. */
export class BrokenConfiguration extends Error {
  readonly offset: number | undefined;

  constructor(message: string, offset?: number) {
    super(message);
    this.offset = offset;
  }
}

export interface ConfigurationSource {
  readonly text: string;
  /** For findings. */
  readonly file: string;
  /** The directory of the queries, absolute. */
  readonly directory: string;
  /** Of the repository: which findings are how grave. */
  readonly settings: Settings;
  /** An option file that stands for all others. */
  readonly credentials?: string | undefined;
  /** Milliseconds that a query may take where a report does not say. */
  readonly timeout?: number | undefined;
}

const defaultTimeout = 4 * 3_600_000;

/**
 * Reads a `config.yaml` of ReportUpdater. What is wrong with one report is a finding, and the others are there.
 * Throws {@link BrokenConfiguration}.
 */
export function readConfiguration(source: ConfigurationSource): {
  readonly configuration: ReportsConfiguration;
  readonly findings: Findings;
} {
  const parsed = parseDocument(source.text, { areDatesExact: true });
  if (parsed.kind === "problem") {
    const { problem } = parsed;
    switch (problem.kind) {
      case "syntax":
        throw new BrokenConfiguration(`not valid YAML: ${problem.reason}`, problem.offset);
      case "too-large":
        throw new BrokenConfiguration(`too large: ${problem.what} exceeds ${problem.limit}`);
      case "cyclic":
        throw new BrokenConfiguration(`${problem.pointer} contains itself`);
    }
  }
  const { data } = parsed.document;
  if (!isObject(data)) throw new BrokenConfiguration("the configuration is not a mapping", 0);
  const reader = new Reader(source, data);
  return { configuration: reader.read(), findings: reader.findings };
}

class Reader {
  private readonly remarks: Remarks;
  private readonly source: ConfigurationSource;
  private readonly data: DataObject;
  private readonly defaults: DataObject;

  constructor(source: ConfigurationSource, data: DataObject) {
    this.source = source;
    this.data = data;
    this.remarks = new Remarks(source.file, source.settings);
    const defaults = own(data, "defaults") ?? {};
    this.defaults = isObject(defaults) ? defaults : {};
    if (!isObject(defaults))
      this.remarks.say("/defaults", "“defaults” is not a mapping", "Write settings of reports below it.");
  }

  get findings(): Findings {
    return this.remarks.findings;
  }

  read(): ReportsConfiguration {
    // Parts that anchors name are often put aside under such keys.
    this.remarks.checkKeys(this.data, "", knownKeys.top, (key) => /^(x-|[._])/.test(key));
    this.checkReportKeys(this.defaults, "/defaults");
    const reports = own(this.data, "reports");
    if (!isObject(reports))
      throw new BrokenConfiguration("“reports” is missing, or is not a mapping of reports", 0);
    const graphite = readGraphiteServer(own(this.data, "graphite"), this.source.directory, this.remarks);
    const found: ReportSettings[] = [];
    const invalid: string[] = [];
    for (const [key, report] of Object.entries(reports)) {
      const before = this.findings.list.length;
      try {
        found.push(this.report(key, report));
      } catch (error) {
        if (!(error instanceof Unusable)) throw error;
        if (this.findings.list.length === before) throw error;
        invalid.push(key);
      }
    }
    return { reports: found, invalid, graphite };
  }

  private report(key: string, report: Data): ReportSettings {
    const pointer = joinPointer("/reports", key);
    if (/[/\\\p{Cc}]/u.test(key) || /^\.*$/.test(key) || Buffer.byteLength(key) > 200) {
      this.remarks.fail(
        pointer,
        `${JSON.stringify(key)} cannot be the name of a report, because files are named after it`,
        "Use letters, digits, “_” and “-”.",
        true,
      );
    }
    if (!isObject(report))
      this.remarks.fail(
        pointer,
        `“${key}” is not a mapping`,
        "Write the settings of the report below it.",
        true,
      );
    this.checkReportKeys(report, pointer);
    const part = new Part(this.remarks, key, report, this.defaults, pointer);
    const type = part.choice<ReportType>("type", reportTypes, "sql");
    const granularity = part.choice<Granularity>("granularity", granularities);
    const starts = part.moment("starts", granularity);
    const lag = part.integer("lag", 0, "It must be a number of seconds.") ?? 0;
    const maxDataPoints = part.integer("max_data_points", 1, "It must be a number of intervals.");
    const timeout = part.integer("timeout", 1, "It must be a number of seconds.");
    const execute = part.text("execute") ?? key;
    const location = this.locate(part, execute, type);
    const dimensions = this.dimensions(part);
    return {
      key,
      type,
      pointer,
      granularity,
      starts,
      lag: 1000 * lag,
      maxDataPoints,
      dimensions,
      ...this.executable(part, type, location),
      database:
        type === "sql"
          ? readDatabase(part, dimensions, own(this.data, "databases"), this.source.credentials, this.remarks)
          : undefined,
      group: part.text("group"),
      graphite: readGraphiteMetrics(part, this.remarks),
      timeout: timeout === undefined ? (this.source.timeout ?? defaultTimeout) : 1000 * timeout,
      parquet: part.flag("parquet"),
      reads: part.list("reads"),
    };
  }

  /** The file of a query or script, which is in the directory. */
  private locate(part: Part, execute: string, type: ReportType): string {
    const extension = { sql: ".sql", duckdb: ".sql", trino: ".sql", hive: ".hql", script: "" }[type];
    const path = resolve(this.source.directory, execute + extension);
    const where = part.pointerOf("execute");
    if (execute === "" || execute.includes("\0"))
      this.remarks.fail(where, "“execute” is empty", "Name a file of the directory.");
    if (isAbsolute(execute) || !path.startsWith(this.source.directory + sep)) {
      this.remarks.fail(
        where,
        `“${execute}” is outside the directory of the queries`,
        "Move it there, or link to it from there.",
      );
    }
    return path;
  }

  private executable(part: Part, type: ReportType, path: string): Pick<ReportSettings, "script" | "query"> {
    if (type === "script") {
      const file = statSync(path, { throwIfNoEntry: false });
      if (file?.isFile() !== true)
        this.remarks.fail(part.pointer, `there is no script ${path}`, "Name it with “execute”.", true);
      if ((file.mode & 0o111) === 0) {
        this.remarks.fail(
          part.pointer,
          `the script ${path} is not executable`,
          `Run: chmod +x ${path}`,
          true,
        );
      }
      return { script: path, query: undefined };
    }
    const text = readTextFile(path);
    if (typeof text !== "string") {
      this.remarks.fail(
        part.pointer,
        `the query ${path} cannot be read: ${text.reason}`,
        "Name it with “execute”.",
        true,
      );
    }
    return { script: undefined, query: { file: path, template: this.template(text, part.pointer, path) } };
  }

  private template(text: string, pointer: Pointer, what: string): readonly TemplatePart[] {
    try {
      return parseTemplate(text);
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      return this.remarks.fail(
        pointer,
        `${what}: ${error.message}`,
        "A placeholder is {name}; write a literal brace twice: {{ or }}.",
        true,
      );
    }
  }

  private dimensions(part: Part): readonly Dimension[] {
    const explode = part.value("explode_by");
    if (explode === undefined) return [];
    const pointer = part.pointerOf("explode_by");
    if (!isObject(explode))
      this.remarks.fail(pointer, "“explode_by” is not a mapping", "Write `explode_by: { wiki: wikis.txt }`.");
    const dimensions = Object.entries(explode).map(([name, values]): Dimension => {
      const place = joinPointer(pointer, name);
      if (typeof values !== "string") {
        this.remarks.fail(
          place,
          `the values of “${name}” are not a string`,
          "Write them as `a, b`, in quotes if need be, or name a file with one value per line.",
        );
      }
      const listed = values.split(",").map(strip);
      const only = listed.length === 1 ? (listed[0] as string) : undefined;
      const text = only === undefined || only === "" ? undefined : this.explodeFile(only);
      if (text !== undefined) return { name, values: distinct(text.split(/\r\n|\n|\r/).map(strip)) };
      const found = distinct(listed);
      if (found.length === 0)
        this.remarks.fail(
          place,
          `“${name}” has no value`,
          "Write them as `a, b`, or name a file with one value per line.",
        );
      return { name, values: found };
    });
    // An empty file does not explode the report.
    return dimensions.filter(({ values }) => values.length > 0).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** A value may be the name of a file of the directory; one that names none stands for itself. */
  private explodeFile(name: string): string | undefined {
    const path = resolve(this.source.directory, name);
    if (!path.startsWith(this.source.directory + sep)) return undefined;
    const text = readTextFile(path);
    return typeof text === "string" ? text : undefined;
  }

  private checkReportKeys(report: DataObject, pointer: Pointer): void {
    this.remarks.checkKeys(report, pointer, knownKeys.report, (key) => {
      const reason = retiredKeys.get(key);
      if (reason === undefined) return false;
      const location = { file: this.source.file, pointer: joinPointer(pointer, key), isKey: true };
      this.remarks.findings.add(reportIgnoredKey, "ignored", location, { key, reason });
      return true;
    });
  }
}

function strip(text: string): string {
  return text.trim();
}

/** An empty line is not a value. */
function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)].filter((value) => value !== "");
}
