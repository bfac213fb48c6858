import { type Data, type DataObject, equals, toJson, toYaml } from "@addendum/json-schema";
import type { ContentType } from "./settings.ts";

/** The text of a version file. */
export function render(data: DataObject, contentType: ContentType): string {
  return contentType === "yaml" ? toYaml(data) : toJson(data);
}

/**
 * Whether a version file says the same as the data, whatever its layout.
 * @param parse what the text holds as YAML; undefined for nothing
 */
export function holdsSameData(
  text: string,
  data: DataObject,
  contentType: ContentType,
  parse: () => Data | undefined,
): boolean {
  if (contentType === "json") {
    const expected = toJson(data);
    if (text === expected) return true;
    const parsed = parseJson(text);
    return parsed !== undefined && equals(parsed, JSON.parse(expected));
  }
  const parsed = parse();
  if (parsed === undefined) return false;
  // What YAML cannot tell apart once it is written (a number without its fraction, say) is no difference.
  return equals(parsed, data) || text === toYaml(data);
}

function parseJson(text: string): Data | undefined {
  try {
    return JSON.parse(text) as Data;
  } catch {
    return undefined;
  }
}
