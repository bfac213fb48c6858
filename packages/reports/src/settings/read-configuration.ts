import { statSync } from "node:fs";
import { isAbsolute, resolve, sep } from "node:path";
import {
  type Data,
  type DataObject,
  isArray,
  isObject,
  join as joinPointer,
  own,
  parseDocument,
  type Pointer,
} from "@addendum/json-schema";
import {
  Findings,
  reportIgnoredKey,
  reportInvalidSetting,
  reportUnknownKey,
  type Settings,
  suggest,
} from "@addendum/schema-repository";
import { parseTime } from "../schedule/date-text.ts";
import { granularities, type Granularity } from "../schedule/interval.ts";
import { parseTemplate, TemplateError, type TemplatePart } from "../template/placeholders.ts";
import { readTextFile } from "./read-text-file.ts";
import { knownKeys, retiredKeys } from "./known-keys.ts";
import {
  type DatabaseSettings,
  type Dimension,
  type GraphiteMetrics,
  type GraphiteServer,
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
        throw new BrokenConfiguration(`too large: ${problem.what} is above ${problem.limit}`);
      case "cyclic":
        throw new BrokenConfiguration(`${problem.pointer} contains itself`);
    }
  }
  const { data } = parsed.document;
  if (!isObject(data)) throw new BrokenConfiguration("the configuration is not a mapping", 0);
  const reader = new Reader(source, data);
  return { configuration: reader.read(), findings: reader.findings };
}

/** A report cannot run; what is wrong with it has been said. */
class Unusable extends Error {}

class Reader {
  readonly findings: Findings;
  private readonly source: ConfigurationSource;
  private readonly data: DataObject;
  private readonly defaults: DataObject;

  constructor(source: ConfigurationSource, data: DataObject) {
    this.source = source;
    this.data = data;
    this.findings = new Findings(source.settings);
    const defaults = own(data, "defaults") ?? {};
    this.defaults = isObject(defaults) ? defaults : {};
    if (!isObject(defaults))
      this.say("/defaults", "“defaults” is not a mapping", "Write keys of reports below it.");
  }

  read(): ReportsConfiguration {
    // Parts that anchors name are often put aside under such keys.
    this.checkKeys(this.data, "", knownKeys.top, (key) => /^(x-|[._])/.test(key));
    this.checkReportKeys(this.defaults, "/defaults");
    const reports = own(this.data, "reports");
    if (!isObject(reports))
      throw new BrokenConfiguration("“reports” is missing, or is not a mapping of reports", 0);
    const graphite = this.graphiteServer();
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
      this.fail(
        pointer,
        `${JSON.stringify(key)} cannot be the name of a report, because files are named after it`,
        "Use letters, digits, “_” and “-”.",
        true,
      );
    }
    if (!isObject(report))
      this.fail(pointer, `“${key}” is not a mapping`, "Write the keys of the report below it.", true);
    this.checkReportKeys(report, pointer);
    const part = new Part(this, key, report, this.defaults, pointer);
    const type = part.choice<ReportType>("type", reportTypes, "sql");
    const granularity = part.choice<Granularity>("granularity", granularities);
    const starts = part.moment("starts", granularity);
    const lag = part.integer("lag", 0, "It is a number of seconds.") ?? 0;
    const maxDataPoints = part.integer("max_data_points", 1, "It is a number of intervals.");
    const timeout = part.integer("timeout", 1, "It is a number of seconds.");
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
      database: type === "sql" ? this.database(part, dimensions) : undefined,
      group: part.text("group"),
      graphite: this.metrics(part),
      timeout: timeout === undefined ? (this.source.timeout ?? defaultTimeout) : 1000 * timeout,
      parquet: part.flag("parquet"),
      reads: part.list("reads"),
    };
  }

  /** The file of a query or script, which lies in the directory. */
  private locate(part: Part, execute: string, type: ReportType): string {
    const extension = { sql: ".sql", duckdb: ".sql", trino: ".sql", hive: ".hql", script: "" }[type];
    const path = resolve(this.source.directory, execute + extension);
    const where = part.pointerOf("execute");
    if (execute === "" || execute.includes("\0"))
      this.fail(where, "“execute” is empty", "Name a file of the directory.");
    if (isAbsolute(execute) || !path.startsWith(this.source.directory + sep)) {
      this.fail(
        where,
        `“${execute}” lies outside the directory of the queries`,
        "Move it there, or link to it from there.",
      );
    }
    return path;
  }

  private executable(part: Part, type: ReportType, path: string): Pick<ReportSettings, "script" | "query"> {
    if (type === "script") {
      const file = statSync(path, { throwIfNoEntry: false });
      if (file?.isFile() !== true)
        this.fail(part.pointer, `there is no script ${path}`, "Name it with “execute”.", true);
      if ((file.mode & 0o111) === 0) {
        this.fail(part.pointer, `the script ${path} is not executable`, `Run: chmod +x ${path}`, true);
      }
      return { script: path, query: undefined };
    }
    const text = readTextFile(path);
    if (typeof text !== "string") {
      this.fail(
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
      return this.fail(
        pointer,
        `${what}: ${error.message}`,
        "Placeholders are {name}; a brace of the text is {{ or }}.",
        true,
      );
    }
  }

  private dimensions(part: Part): readonly Dimension[] {
    const explode = part.value("explode_by");
    if (explode === undefined) return [];
    const pointer = part.pointerOf("explode_by");
    if (!isObject(explode))
      this.fail(pointer, "“explode_by” is not a mapping", "Write `explode_by: { wiki: wikis.txt }`.");
    const dimensions = Object.entries(explode).map(([name, values]): Dimension => {
      const place = joinPointer(pointer, name);
      if (typeof values !== "string") {
        this.fail(
          place,
          `the values of “${name}” are not a text`,
          "Write them as `a, b`, in quotes if need be, or name a file that has one a line.",
        );
      }
      const listed = values.split(",").map(strip);
      const only = listed.length === 1 ? (listed[0] as string) : undefined;
      const text = only === undefined || only === "" ? undefined : this.explodeFile(only);
      if (text !== undefined) return { name, values: distinct(text.split(/\r\n|\n|\r/).map(strip)) };
      const found = distinct(listed);
      if (found.length === 0)
        this.fail(
          place,
          `“${name}” has no value`,
          "Write them as `a, b`, or name a file that has one a line.",
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

  private database(part: Part, dimensions: readonly Dimension[]): DatabaseSettings {
    const databases = own(this.data, "databases");
    const known = isObject(databases) ? databases : {};
    const key = part.text("db");
    if (key === undefined) this.missing(part.key, "db", part.pointer, "Name one of “databases”.");
    const entry = own(known, key);
    if (!isObject(entry)) {
      const meant = suggest(key, Object.keys(known));
      this.fail(
        part.pointerOf("db"),
        `there is no database “${key}”`,
        meant === undefined ? "Add it under “databases”." : `Did you mean “${meant}”?`,
      );
    }
    const pointer = joinPointer("/databases", key);
    this.checkKeys(entry, pointer, knownKeys.database);
    const entryPart = new Part(this, key, entry, {}, pointer);
    const isSharded = entryPart.flag("auto_find_db_shard");
    const credentials = this.source.credentials ?? entryPart.text("creds_file");
    const database = entryPart.text("db");
    const settings: DatabaseSettings = {
      key,
      host: entryPart.text("host"),
      port: entryPart.integer("port", 1, "It is a port."),
      socket: entryPart.text("socket"),
      credentials,
      database,
      sharding: undefined,
    };
    if (!isSharded) {
      if (settings.host === undefined && settings.socket === undefined && credentials === undefined) {
        this.missing(
          part.key,
          "host",
          pointer,
          `Give the database “${key}” a host and a port, or a creds_file that has them.`,
        );
      }
      return settings;
    }
    const placeholder = entryPart.text("wiki_db_placeholder");
    if (placeholder !== undefined && !dimensions.some(({ name }) => name === placeholder)) {
      this.fail(
        part.pointer,
        `the database “${key}” takes the wiki from “${placeholder}”, by which “${part.key}” is not exploded`,
        `Add “${placeholder}” to explode_by.`,
        true,
      );
    }
    if (placeholder === undefined && database === undefined) {
      this.missing(
        part.key,
        "wiki_db_placeholder",
        pointer,
        `Say which wiki the database “${key}” is: wiki_db_placeholder, or db.`,
      );
    }
    const addresses = entryPart.value("shards") ?? {};
    if (!isObject(addresses))
      this.fail(
        entryPart.pointerOf("shards"),
        "“shards” is not a mapping",
        "Write `shards: { s1: host:3311 }`.",
      );
    return {
      ...settings,
      sharding: {
        placeholder,
        configuration: entryPart.text("mw_config_path") ?? "/srv/mediawiki-config",
        isX1: entryPart.flag("use_x1"),
        addresses: new Map(Object.entries(addresses).map(([shard, address]) => [shard, String(address)])),
      },
    };
  }

  /** Points are a report’s second concern: it runs without those that cannot be sent. */
  private metrics(part: Part): GraphiteMetrics | undefined {
    const graphite = part.value("graphite");
    if (graphite === undefined) return undefined;
    const pointer = part.pointerOf("graphite");
    const refuse = (problem: string) => {
      this.say(
        pointer,
        problem,
        'Write `graphite: { path: "{_metric}.{wiki}", metrics: { Example.opens: opens } }`.',
      );
      return undefined;
    };
    if (!isObject(graphite)) return refuse("“graphite” is not a mapping");
    if (Object.keys(graphite).length === 0) return undefined;
    this.checkKeys(graphite, pointer, knownKeys.metrics);
    const path = own(graphite, "path");
    const metrics = own(graphite, "metrics");
    if (typeof path !== "string" || path === "") return refuse("“graphite” has no path");
    if (!isObject(metrics)) return refuse("“graphite.metrics” is not a mapping of metrics to columns");
    const named = Object.entries(metrics).map(([metric, column]) => ({ metric, column: String(column) }));
    try {
      return { path: parseTemplate(path), metrics: named };
    } catch (error) {
      if (error instanceof TemplateError) return refuse(`the path “${path}”: ${error.message}`);
      throw error;
    }
  }

  private graphiteServer(): GraphiteServer | undefined {
    const graphite = own(this.data, "graphite");
    if (graphite === undefined || graphite === null) return undefined;
    if (!isObject(graphite)) {
      this.say(
        "/graphite",
        "“graphite” is not a mapping",
        "Write `graphite: { host: graphite.example.org, port: 2003 }`.",
      );
      return undefined;
    }
    this.checkKeys(graphite, "/graphite", knownKeys.graphite);
    const part = new Part(this, "graphite", graphite, {}, "/graphite");
    const lookups = new Map<string, ReadonlyMap<string, string>>();
    try {
      const host = part.text("host");
      if (host === undefined) this.missing("graphite", "host", "/graphite", "Name the host of Graphite.");
      const port = part.integer("port", 1, "It is the port of Graphite’s plaintext protocol.") ?? 2003;
      const files = part.value("lookups") ?? {};
      if (!isObject(files))
        this.fail(
          "/graphite/lookups",
          "“lookups” is not a mapping",
          "Write `lookups: { wiki: sitematrix.yaml }`.",
        );
      for (const [name, file] of Object.entries(files)) lookups.set(name, this.lookup(name, file));
      return { host, port, lookups };
    } catch (error) {
      if (error instanceof Unusable) return undefined;
      throw error;
    }
  }

  private lookup(name: string, file: Data): ReadonlyMap<string, string> {
    const pointer = joinPointer("/graphite/lookups", name);
    if (typeof file !== "string")
      this.fail(pointer, `“${name}” is not the name of a file`, "Name a file of the directory.");
    const text = readTextFile(resolve(this.source.directory, file));
    if (typeof text !== "string")
      this.fail(pointer, `${file} cannot be read: ${text.reason}`, "Nothing is sent without it.");
    const parsed = parseDocument(text);
    const data = parsed.kind === "document" ? parsed.document.data : undefined;
    if (!isObject(data))
      this.fail(pointer, `${file} is not a mapping of values`, "Write `enwiki: en.wikipedia`, one a line.");
    return new Map(Object.entries(data).map(([value, stands]) => [value, String(stands)]));
  }

  private checkReportKeys(report: DataObject, pointer: Pointer): void {
    this.checkKeys(report, pointer, knownKeys.report, (key) => {
      const reason = retiredKeys.get(key);
      if (reason === undefined) return false;
      const location = { file: this.source.file, pointer: joinPointer(pointer, key), isKey: true };
      this.findings.add(reportIgnoredKey, "ignored", location, { key, reason });
      return true;
    });
  }

  private checkKeys(
    holder: DataObject,
    pointer: Pointer,
    known: readonly string[],
    isAllowed: (key: string) => boolean = () => false,
  ): void {
    for (const key of Object.keys(holder)) {
      if (known.includes(key) || isAllowed(key)) continue;
      const location = { file: this.source.file, pointer: joinPointer(pointer, key), isKey: true };
      const suggestion = suggest(key, known);
      if (suggestion === undefined) {
        this.findings.add(reportUnknownKey, "unknown", location, { key, known: known.join(", ") });
      } else {
        this.findings.add(reportUnknownKey, "misspelt", location, { key, suggestion });
      }
    }
  }

  say(pointer: Pointer, problem: string, hint: string, isKey = false): void {
    this.findings.add(
      reportInvalidSetting,
      "wrong",
      { file: this.source.file, pointer, isKey },
      { problem, hint },
    );
  }

  fail(pointer: Pointer, problem: string, hint: string, isKey = false): never {
    this.say(pointer, problem, hint, isKey);
    throw new Unusable();
  }

  invalid(pointer: Pointer, key: string, value: Data, hint: string): never {
    const shown = value instanceof Date ? value.toISOString() : JSON.stringify(value);
    this.findings.add(
      reportInvalidSetting,
      "invalid",
      { file: this.source.file, pointer },
      { key, value: shown, hint },
    );
    throw new Unusable();
  }

  missing(report: string, key: string, pointer: Pointer, hint: string): never {
    this.findings.add(
      reportInvalidSetting,
      "missing",
      { file: this.source.file, pointer, isKey: true },
      { report, key, hint },
    );
    throw new Unusable();
  }
}

/** Reads the keys of one mapping, with those of another as defaults. */
class Part {
  readonly key: string;
  readonly pointer: Pointer;
  private readonly reader: Reader;
  private readonly data: DataObject;
  private readonly defaults: DataObject;

  constructor(reader: Reader, key: string, data: DataObject, defaults: DataObject, pointer: Pointer) {
    this.reader = reader;
    this.key = key;
    this.data = data;
    this.defaults = defaults;
    this.pointer = pointer;
  }

  value(name: string): Data | undefined {
    return own(this.data, name) ?? own(this.defaults, name) ?? undefined;
  }

  /** Where the value stands. */
  pointerOf(name: string): Pointer {
    if (Object.hasOwn(this.data, name)) return joinPointer(this.pointer, name);
    return Object.hasOwn(this.defaults, name) ? joinPointer("/defaults", name) : this.pointer;
  }

  text(name: string): string | undefined {
    const value = this.value(name);
    if (value === undefined || typeof value === "string") return value;
    return this.reader.invalid(this.pointerOf(name), name, value, "It is a text; put it in quotes.");
  }

  integer(name: string, least: number, hint: string): number | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    if (typeof value === "number" && Number.isSafeInteger(value) && value >= least) return value;
    return this.reader.invalid(this.pointerOf(name), name, value, `${hint} The least is ${least}.`);
  }

  /** YAML 1.1, in which these files were written, has more words for true. */
  flag(name: string): boolean {
    const value = this.value(name);
    return value === true || (typeof value === "string" && /^(yes|on|true|y)$/i.test(value));
  }

  list(name: string): readonly string[] {
    const value = this.value(name) ?? [];
    if (isArray(value) && value.every((one) => typeof one === "string")) return value;
    return this.reader.invalid(this.pointerOf(name), name, value, "It is a list of texts.");
  }

  choice<Choice extends string>(name: string, choices: readonly Choice[], fallback?: Choice): Choice {
    const value = this.value(name) ?? fallback;
    if (value === undefined)
      return this.reader.missing(this.key, name, this.pointer, `It is one of ${choices.join(", ")}.`);
    const found = choices.find((choice) => choice === value);
    if (found !== undefined) return found;
    const meant = typeof value === "string" ? suggest(value, choices) : undefined;
    const hint = meant === undefined ? `It is one of ${choices.join(", ")}.` : `Did you mean “${meant}”?`;
    return this.reader.invalid(this.pointerOf(name), name, value, hint);
  }

  moment(name: string, granularity: Granularity): number {
    const value = this.value(name);
    const hint = "It is a date, such as 2026-01-31.";
    if (value === undefined) return this.reader.missing(this.key, name, this.pointer, hint);
    const time =
      value instanceof Date ? value.getTime() : typeof value === "string" ? parseTime(value) : undefined;
    if (time === undefined || Number.isNaN(time))
      return this.reader.invalid(this.pointerOf(name), name, value, hint);
    return granularity === "hours" ? time : Math.floor(time / 86_400_000) * 86_400_000;
  }
}

function strip(text: string): string {
  return text.trim();
}

/** An empty line is no value. */
function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)].filter((value) => value !== "");
}
