import type { FieldPath } from "@addendum/event-fields";
import type { ReadCollector } from "../reads.ts";
import { folded, type Value } from "./value.ts";

/**
 * The names in a path into JSON, `$.meta.items[0]."the name"`; an index is `*`. It ends before what is not a plain step.
 * Sources: MySQL's JSON paths, Hive's GET_JSON_OBJECT, the lax paths of SQL/JSON.
 */
export function jsonPath(text: string): FieldPath {
  const path: string[] = [];
  const step =
    /\s*(?:\.\s*(?:"((?:[^"\\]|\\.)*)"|([\p{L}\p{N}_$-]+)|\*)|\[\s*(?:(\d+|\*|last)|(["'])(.*?)\4)\s*\])/uy;
  const start = /^\s*(?:lax\s|strict\s)?\s*\$/u.exec(text);
  step.lastIndex = start?.[0].length ?? 0;
  if (start === null) {
    // DuckDB: ->> 'name'
    return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(text) ? [text] : [];
  }
  for (let match = step.exec(text); match !== null; match = step.exec(text)) {
    const [, quoted, plain, , , key] = match;
    path.push(quoted ?? plain ?? key ?? "*");
  }
  return path;
}

/** A path into a text of JSON leads to fields, if that is what is stored in it. */
export function readJson(value: Value, path: FieldPath, reads: ReadCollector): void {
  for (const { table, path: holder, type } of value.places) {
    if (type.kind === "integer" || type.kind === "number" || type.kind === "boolean") continue;
    let at = type;
    const found = path.map((step) => {
      if (at.kind === "struct") {
        const field = at.fields.find(({ name }) => folded(name) === folded(step));
        at = field?.type ?? { kind: "json" };
        return field?.name ?? step;
      }
      if (at.kind !== "list" && at.kind !== "map") return step;
      at = at.kind === "list" ? at.items : at.values;
      return "*";
    });
    reads.addMayRead(table, [...holder, ...found], "json path");
  }
}
