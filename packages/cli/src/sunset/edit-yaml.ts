import { sourceRanges } from "@addendum/json-schema";

/** A metric's file with another status; the rest is unchanged. */
export function withStatus(text: string, status: string): string {
  const range = sourceRanges(text).get("/status");
  if (range === undefined) return `${text.endsWith("\n") ? text : `${text}\n`}status: ${status}\n`;
  return text.slice(0, range.value.start) + status + text.slice(range.value.end);
}

/** A schema in which declarations are marked as deprecated. @param pointers of properties that the text itself declares */
export function withDeprecated(text: string, pointers: readonly string[]): string {
  const ranges = sourceRanges(text);
  const starts = pointers.flatMap((pointer) => ranges.get(pointer)?.value.start ?? []);
  let result = text;
  // From the end, so that places before it stay right.
  for (const start of starts.sort((a, b) => b - a)) {
    if (result[start] === "{") {
      result = `${result.slice(0, start + 1)} deprecated: true,${result.slice(start + 1)}`;
      continue;
    }
    const indent = start - (result.lastIndexOf("\n", start - 1) + 1);
    result = `${result.slice(0, start)}deprecated: true\n${" ".repeat(indent)}${result.slice(start)}`;
  }
  return result;
}
