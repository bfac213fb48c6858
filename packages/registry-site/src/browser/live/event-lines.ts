import { type Data, isArray, isObject, join, parent } from "@addendum/json-schema";

/** A line of an event written as JSON. */
export interface EventLine {
  readonly text: string;
  /** Into the event: the place that begins there. */
  readonly pointer: string;
}

/** An event as lines of JSON, each with the place that it shows. */
export function eventLines(event: Data): readonly EventLine[] {
  const lines: EventLine[] = [];
  const write = (value: Data, pointer: string, indent: string, before: string, after: string): void => {
    const names = isObject(value) ? Object.keys(value) : [];
    const count = isArray(value) ? value.length : names.length;
    if (count === 0) {
      lines.push({ text: `${indent}${before}${JSON.stringify(value)}${after}`, pointer });
      return;
    }
    const [open, close] = isArray(value) ? ["[", "]"] : ["{", "}"];
    lines.push({ text: `${indent}${before}${open}`, pointer });
    for (let index = 0; index < count; index++) {
      const name = names[index];
      const member = (isArray(value) ? value[index] : (value as Record<string, Data>)[name ?? ""]) as Data;
      const key = name === undefined ? "" : `${JSON.stringify(name)}: `;
      write(member, join(pointer, name ?? index), `${indent}  `, key, index + 1 < count ? "," : "");
    }
    lines.push({ text: `${indent}${close}${after}`, pointer });
  };
  write(event, "", "", "", "");
  return lines;
}

/** The first line of a place, or of what should contain it. */
export function lineAt(lines: readonly EventLine[], pointer: string): number {
  for (let at = pointer; ; at = parent(at)) {
    const found = lines.findIndex((line) => line.pointer === at);
    if (found !== -1 || at === "") return found;
  }
}

/** Fields of an event in one line, those of `meta` left out. */
export function summaryOf(event: Data, length = 200): string {
  if (!isObject(event)) return JSON.stringify(event).slice(0, length);
  let text = "";
  for (const name of Object.keys(event)) {
    if (name === "$schema" || name === "meta" || name === "dt" || name === "http") continue;
    const value = event[name] as Data;
    const shown = typeof value === "string" ? value : JSON.stringify(value);
    text += `${text === "" ? "" : " · "}${name}: ${shown.slice(0, 60)}`;
    if (text.length > length) break;
  }
  return text.slice(0, length);
}
