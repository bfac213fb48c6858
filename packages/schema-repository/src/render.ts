import { type Data, type DataObject, equals, parseDocument, toJson, toYaml } from "@addendum/json-schema";
import type { ContentType } from "./settings.ts";

/** The text of a version file. */
export function render(data: DataObject, contentType: ContentType): string {
  return contentType === "yaml" ? toYaml(data) : toJson(data);
}

/** Whether a version file's text says the same as the data, whatever its layout. */
export function holdsSameData(text: string, data: DataObject, contentType: ContentType): boolean {
  if (contentType === "json") {
    const expected = toJson(data);
    if (text === expected) return true;
    const parsed = parseJson(text);
    return parsed !== undefined && equals(parsed, JSON.parse(expected));
  }
  const parsed = parseDocument(text);
  if (parsed.kind === "problem") return false;
  if (equals(parsed.document.data, data)) return true;
  // What YAML cannot tell apart once it is written (a number without its fraction, say) is no difference.
  return text === toYaml(data);
}

function parseJson(text: string): Data | undefined {
  try {
    return JSON.parse(text) as Data;
  } catch {
    return undefined;
  }
}
