import { type Data, isObject, join as joinPointer, own, parseDocument } from "@addendum/json-schema";
import { resolve } from "node:path";
import { parseTemplate, TemplateError } from "../template/placeholders.ts";
import { knownKeys } from "./known-keys.ts";
import { Part } from "./part.ts";
import { readTextFile } from "./read-text-file.ts";
import { type Remarks, Unusable } from "./remarks.ts";
import type { GraphiteMetrics, GraphiteServer } from "./report-settings.ts";

/**
 * Where points are sent; undefined if nothing can be sent.
 * @param graphite what the configuration says of it
 * @param directory of the queries, absolute
 */
export function readGraphiteServer(
  graphite: Data | undefined,
  directory: string,
  remarks: Remarks,
): GraphiteServer | undefined {
  if (graphite === undefined || graphite === null) return undefined;
  if (!isObject(graphite)) {
    remarks.say(
      "/graphite",
      "“graphite” is not a mapping",
      "Write `graphite: { host: graphite.example.org, port: 2003 }`.",
    );
    return undefined;
  }
  remarks.checkKeys(graphite, "/graphite", knownKeys.graphite);
  const part = new Part(remarks, "graphite", graphite, {}, "/graphite");
  const lookups = new Map<string, ReadonlyMap<string, string>>();
  try {
    const host = part.text("host");
    if (host === undefined) remarks.missing("graphite", "host", "/graphite", "Name the host of Graphite.");
    const port = part.integer("port", 1, "It must be the port of Graphite’s plaintext protocol.") ?? 2003;
    const files = part.value("lookups") ?? {};
    if (!isObject(files))
      remarks.fail(
        "/graphite/lookups",
        "“lookups” is not a mapping",
        "Write `lookups: { wiki: sitematrix.yaml }`.",
      );
    for (const [name, file] of Object.entries(files))
      lookups.set(name, readLookup(name, file, directory, remarks));
    return { host, port, lookups };
  } catch (error) {
    if (error instanceof Unusable) return undefined;
    throw error;
  }
}

function readLookup(
  name: string,
  file: Data,
  directory: string,
  remarks: Remarks,
): ReadonlyMap<string, string> {
  const pointer = joinPointer("/graphite/lookups", name);
  if (typeof file !== "string")
    remarks.fail(pointer, `“${name}” is not the name of a file`, "Name a file of the directory.");
  const text = readTextFile(resolve(directory, file));
  if (typeof text !== "string")
    remarks.fail(pointer, `${file} cannot be read: ${text.reason}`, "Nothing is sent without it.");
  const parsed = parseDocument(text);
  const data = parsed.kind === "document" ? parsed.document.data : undefined;
  if (!isObject(data))
    remarks.fail(
      pointer,
      `${file} is not a mapping of values`,
      "Write lines such as `enwiki: en.wikipedia`.",
    );
  return new Map(Object.entries(data).map(([value, stands]) => [value, String(stands)]));
}

/**
 * The points of a report. Mistakes here do not stop the report: it runs, and points that cannot be sent are left out.
 */
export function readGraphiteMetrics(part: Part, remarks: Remarks): GraphiteMetrics | undefined {
  const graphite = part.value("graphite");
  if (graphite === undefined) return undefined;
  const pointer = part.pointerOf("graphite");
  const refuse = (problem: string) => {
    remarks.say(
      pointer,
      problem,
      'Write `graphite: { path: "{_metric}.{wiki}", metrics: { Example.opens: opens } }`.',
    );
    return undefined;
  };
  if (!isObject(graphite)) return refuse("“graphite” is not a mapping");
  if (Object.keys(graphite).length === 0) return undefined;
  remarks.checkKeys(graphite, pointer, knownKeys.metrics);
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
