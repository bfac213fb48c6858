import { sourceRanges } from "@addendum/json-schema";

/** Adds an entry to a list at the top of a YAML document; everything else stays as it is written. */
export function appendToList(text: string, key: string, value: string): string {
  const entry = JSON.stringify(value);
  const ranges = sourceRanges(text);
  const list = ranges.get(`/${key}`);
  if (list === undefined) {
    const separator = text === "" || text.endsWith("\n") ? "" : "\n";
    return `${text}${separator}${key}:\n  - ${entry}\n`;
  }
  const { start, end } = list.value;
  const written = text.slice(start, end);
  if (written.startsWith("[")) {
    const inner = written.slice(1, -1).trim().replace(/,$/, "");
    return `${text.slice(0, start)}[${inner === "" ? "" : `${inner}, `}${entry}]${text.slice(end)}`;
  }
  if (written === "") {
    const after = list.key?.end ?? start;
    const colon = text.indexOf(":", after) + 1;
    return `${text.slice(0, colon)}\n  - ${entry}${text.slice(colon)}`;
  }
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const indent = text.slice(lineStart, start);
  return `${text.slice(0, end)}\n${indent}- ${entry}${text.slice(end)}`;
}
