import { closeSync, openSync, writeSync } from "node:fs";
import { type DataObject, isArray, isObject, own } from "@addendum/json-schema";
import type * as Warehouse from "@addendum/warehouse";
import type { OpenLake } from "./lake.ts";

/** The sources of generated events of a title: one for each of its streams. */
export function spoofSources(
  title: string,
  { schemas, streams }: Pick<OpenLake, "schemas" | "streams">,
): Warehouse.SpoofSource[] {
  const newest = schemas.newest(title);
  if (newest === undefined) return [];
  const { schema, version } = newest;
  const examples = own(schema, "examples");
  const example = isArray(examples) ? examples[0] : undefined;
  if (!isObject(example)) return [];
  const declared = own(schema, "properties");
  // A fragment is not an event.
  if (!isObject(declared) || !Object.hasOwn(declared, "$schema")) return [];
  const named = [...streams.streams].filter(([, settings]) => settings.title === title).map(([name]) => name);
  if (named.length === 0 && streams.isClosed) return [];
  return (named.length > 0 ? named : [title.replaceAll("/", ".")]).map((stream) => ({
    schema,
    stream,
    schemaUri: `/${title}/${version}`,
    example: example as DataObject,
  }));
}

/** Writes events to a file, one a line. Returns how many. */
export function writeEvents(path: string, events: Iterable<DataObject>): number {
  const descriptor = openSync(path, "w");
  let count = 0;
  let lines: string[] = [];
  const flush = () => {
    writeSync(descriptor, lines.join(""));
    lines = [];
  };
  for (const event of events) {
    lines.push(`${JSON.stringify(event)}\n`);
    count++;
    if (lines.length >= 5000) flush();
  }
  flush();
  closeSync(descriptor);
  return count;
}
