import {
  type Data,
  isObject,
  join,
  lineAndColumn,
  own,
  parseDocument,
  sourceRanges,
} from "@addendum/json-schema";
import type * as Lineage from "@addendum/lineage";
import { generatedMark, type KnownMetric, type TemporaryMark } from "@addendum/metrics";
import { directoryOfTitle, joinPath } from "@addendum/schema-repository";
import type { OpenRepository } from "@addendum/workspace";

/** The input for planning a metric's end, from the files of a repository. */
export function sunsetInput(
  known: KnownMetric,
  readings: Lineage.Readings,
  marks: readonly TemporaryMark[],
  { settings }: OpenRepository,
): Lineage.SunsetInput {
  const { read } = readings.files;
  const currentOf = (title: string) => joinPath(directoryOfTitle(title, settings), settings.currentName);
  const lineOf = (file: string, pointer: string) => {
    const text = read(file) ?? "";
    const range = sourceRanges(text).get(pointer);
    const start = range?.key?.start ?? range?.value.start;
    return start === undefined ? undefined : lineAndColumn(text, start).line;
  };
  return {
    known,
    readings,
    marks,
    lineOf,
    currentOf,
    isGenerated: (file) => read(file)?.slice(0, 400).includes(generatedMark) === true,
    isRetired: (title) => settings.retired.includes(title),
    openFields: (title) => {
      const file = currentOf(title);
      const pointers = [...fieldPointers(read(file) ?? "")];
      return new Map(pointers.flatMap(([path, pointer]) => [[path, lineOf(file, pointer) ?? 1] as const]));
    },
  };
}

/** The fields that a current itself declares and that are not deprecated: path with dots → pointer. */
export function fieldPointers(text: string): ReadonlyMap<string, string> {
  const parsed = parseDocument(text);
  const found = new Map<string, string>();
  const visit = (schema: Data | undefined, path: readonly string[], pointer: string) => {
    const properties = isObject(schema) ? own(schema, "properties") : undefined;
    for (const [name, declared] of Object.entries(isObject(properties) ? properties : {})) {
      if (!isObject(declared)) continue;
      const at = join(pointer, "properties", name);
      if (own(declared, "deprecated") !== true) found.set([...path, name].join("."), at);
      visit(declared, [...path, name], at);
    }
  };
  if (parsed.kind === "document") visit(parsed.document.data, [], "");
  return found;
}
