import { type Data, type DataObject, equals, parseJson, toJson, toYaml } from "@addendum/json-schema";
import type { ContentType } from "../model/settings.ts";

/** The text of a version file. */
export function render(data: DataObject, contentType: ContentType): string {
  return contentType === "yaml" ? toYaml(data) : toJson(data);
}

/**
 * Whether a version file says the same as the data, whatever its layout.
 * @param parse what the text contains as YAML; undefined for nothing
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
  // Writing costs less than parsing, and most version files are unchanged.
  if (text === toYaml(data)) return true;
  const parsed = parse();
  return parsed !== undefined && equals(parsed, data);
}
