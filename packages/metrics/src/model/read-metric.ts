import {
  cloneData,
  type Data,
  type DataObject,
  isArray,
  isObject,
  join,
  mapValues,
  own,
  parseDocument,
  type Pointer,
  tokens,
} from "@addendum/json-schema";
import { type ConfigurationProblem, findConfigurationProblem } from "@addendum/schema-repository";
import type {
  Aggregation,
  Deprecation,
  Dimension,
  Filter,
  HistoryEntry,
  Metric,
  Normalization,
  Per,
  Source,
  Status,
} from "./metric.ts";
import { metricSchema, reservedDimensions, sourceSchemas } from "./metric-schema.ts";

/** What a file of the catalogue contains. */
export type MetricResult =
  | { readonly kind: "metric"; readonly metric: Metric; readonly data: DataObject }
  /** It cannot be used: everything that is wrong with its form. */
  | { readonly kind: "invalid"; readonly problems: readonly MetricProblem[]; readonly data?: DataObject }
  /** It describes something else. */
  | { readonly kind: "other" };

/** What is wrong, and where: by its pointer, or in a string that is not YAML by its offset in UTF-16 units. */
export type MetricProblem = ConfigurationProblem | { readonly offset: number; readonly message: string };

/** A YAML file without any of these is not a metric, but another file in the same directory. */
const signs = ["source", "question", "path"];

/** @param file its path below the repository's root */
export function readMetric(file: string, text: string): MetricResult {
  const parsed = parseDocument(text);
  if (parsed.kind === "problem") {
    const { problem } = parsed;
    const [offset, message] =
      problem.kind === "syntax" ? [problem.offset, `not valid YAML: ${problem.reason}`] : [0, problem.kind];
    return { kind: "invalid", problems: [{ offset, message }] };
  }
  const data = withDays(parsed.document.data);
  if (!isObject(data) || !signs.some((key) => Object.hasOwn(data, key))) return { kind: "other" };
  const problems = findProblems(data);
  if (problems.length > 0) return { kind: "invalid", problems, data };
  return { kind: "metric", metric: metricOf(file, data), data };
}

/** YAML reads 2026-10-01 as a point in time. Here days are texts, quoted or not. */
function withDays(value: Data): Data {
  if ((value as unknown) instanceof Date)
    return (value as unknown as Date).toISOString().replace(/T00:00:00\.000Z$/, "");
  if (isArray(value)) return value.map(withDays);
  return isObject(value) ? mapValues(value, withDays) : value;
}

/** The rest is not reported. */
const problemLimit = 20;

/** Each member that the schema refuses, not only the first: what is wrong is taken away, and the rest asked again. */
function findProblems(data: DataObject): readonly ConfigurationProblem[] {
  const left = cloneData(data) as Record<string, Data>;
  const problems: ConfigurationProblem[] = [];
  const source = own(data, "source");
  if (isObject(source)) {
    const problem = findSourceProblem(source);
    if (problem !== undefined) {
      problems.push({ ...problem, pointer: `/source${problem.pointer}` });
      left["source"] = { measure: "counter" };
    }
  }
  while (problems.length < problemLimit) {
    const problem = findConfigurationProblem(metricSchema, left);
    if (problem === undefined) break;
    problems.push(problem);
    if (!removeAt(left, problem.pointer)) break;
  }
  const dimensions = own(data, "dimensions");
  for (const name of isObject(dimensions) ? Object.keys(dimensions) : []) {
    if (!reservedDimensions.includes(name)) continue;
    const message = `a dimension cannot have the name “${name}”, which is a column of every query`;
    problems.push({ pointer: join("/dimensions", name), isKey: true, message });
  }
  const path = own(data, "path");
  const node = typeof path === "string" ? path.split(".").find((one) => /^by[A-Z]/.test(one)) : undefined;
  if (node !== undefined) {
    const message = `the node “${node}” of the path would be read as a dimension; list it under dimensions`;
    problems.push({ pointer: "/path", message });
  }
  return problems;
}

/** What is wrong with a source is said by the schema of its kind: that none of the three fits would say nothing. */
function findSourceProblem(source: DataObject): ConfigurationProblem | undefined {
  const kind = (["stream", "measure", "report"] as const).find((key) => Object.hasOwn(source, key));
  if (kind !== undefined) return findConfigurationProblem(sourceSchemas[kind], source);
  return {
    pointer: "",
    message: "“source” lacks one of “stream”, “measure” and “report”, which say where the numbers come from",
  };
}

/** Whether there is something at the pointer that could be removed. */
function removeAt(data: Record<string, Data>, pointer: Pointer): boolean {
  const names = tokens(pointer);
  const last = names.pop();
  if (last === undefined) return false;
  let holder: Data = data;
  for (const name of names) {
    const next: Data | undefined = isArray(holder)
      ? holder[Number(name)]
      : isObject(holder)
        ? own(holder, name)
        : undefined;
    if (next === undefined) return false;
    holder = next;
  }
  if (isArray(holder)) {
    // The others keep their places.
    (holder as Data[])[Number(last)] = "removed";
    return !names.includes("history") && !names.includes("values");
  }
  if (!isObject(holder) || !Object.hasOwn(holder, last)) return false;
  // A wrong value of a required key is replaced by one that causes no further findings.
  delete (holder as Record<string, Data>)[last];
  const instead =
    names.length === 0 ? { name: "name", path: "path", source: { measure: "counter" } }[last] : undefined;
  if (instead !== undefined) (holder as Record<string, Data>)[last] = instead;
  return true;
}

function metricOf(file: string, data: DataObject): Metric {
  const text = (key: string) => own(data, key) as string | undefined;
  return {
    file,
    name: text("name") as string,
    description: text("description"),
    question: text("question"),
    owner: text("owner"),
    ticket: text("ticket"),
    initiator: text("initiator"),
    collector: text("collector"),
    source: sourceOf(own(data, "source") as DataObject),
    dimensions: Object.entries((own(data, "dimensions") ?? {}) as DataObject).map(dimensionOf),
    normalization: (text("normalization") ?? "none") as Normalization,
    path: text("path") as string,
    graphs: (own(data, "graphs") ?? []) as readonly string[],
    status: (text("status") ?? "planned") as Status,
    baseline: text("baseline"),
    history: (own(data, "history") ?? []) as unknown as readonly HistoryEntry[],
    deprecation: deprecationOf(own(data, "deprecation") as DataObject | undefined),
  };
}

function sourceOf(source: DataObject): Source {
  const text = (key: string) => own(source, key) as string;
  if (Object.hasOwn(source, "measure"))
    return { kind: "measure", measure: text("measure") as "counter" | "gauge" | "timing" };
  if (Object.hasOwn(source, "report"))
    return { kind: "report", report: text("report"), column: text("column") };
  return {
    kind: "stream",
    stream: text("stream"),
    aggregation: text("aggregation") as Aggregation,
    fields: listOf(own(source, "field")) as readonly string[],
    filter: filterOf(own(source, "filter")),
    per: perOf(own(source, "per") as DataObject | undefined, text("stream")),
  };
}

/** @param ownStream the metric's stream */
function perOf(per: DataObject | undefined, ownStream: string): Per | undefined {
  if (per === undefined) return undefined;
  const named = own(per, "stream") as string | undefined;
  const stream = named === ownStream ? undefined : named;
  const field = own(per, "distinct");
  return typeof field === "string"
    ? { kind: "distinct", stream, field }
    : { kind: "filter", stream, filter: filterOf(own(per, "filter")) };
}

function filterOf(filter: Data | undefined): Filter {
  return new Map(Object.entries((filter ?? {}) as DataObject).map(([name, value]) => [name, listOf(value)]));
}

function dimensionOf([name, one]: [string, Data]): Dimension {
  const dimension = one as DataObject;
  const fields = listOf(own(dimension, "field")) as readonly string[];
  return {
    name,
    fields: fields.length === 0 ? [name] : fields,
    values: own(dimension, "values") as readonly Data[] | undefined,
    isVariable: own(dimension, "variable") === true,
  };
}

function deprecationOf(deprecation: DataObject | undefined): Deprecation | undefined {
  if (deprecation === undefined) return undefined;
  const text = (key: string) => own(deprecation, key) as string | undefined;
  const isTemporary = own(deprecation, "temporary") === true;
  return { plan: text("plan"), isTemporary, sunset: text("sunset"), ticket: text("ticket") };
}

function listOf(value: Data | undefined): readonly Data[] {
  return value === undefined ? [] : isArray(value) ? value : [value];
}
