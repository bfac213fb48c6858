import { type Declaration, foldedName } from "@addendum/event-fields";
import { isObject } from "@addendum/json-schema";
import { isDeprecated, textOf } from "../model/annotations.ts";
import type { Findings } from "../model/findings.ts";
import type { QueryReads } from "../model/rule.ts";
import { queryReadsDeprecatedField } from "./rules/query-reads-deprecated-field.ts";
import { queryReadsUndeclaredField } from "./rules/query-reads-undeclared-field.ts";

/**
 * Reports fields that queries should not read.
 * @param events what the newest version of each table's schema declares, by the name of the table
 */
export function examineQueries(
  queries: readonly QueryReads[],
  events: ReadonlyMap<string, Declaration>,
  findings: Findings,
): void {
  for (const { file, read, undeclared } of queries) {
    for (const { table, path, offset } of undeclared) {
      const values = { path: path.join("."), ...(table !== undefined && { table }) };
      findings.add(
        queryReadsUndeclaredField,
        table === undefined ? "name" : "field",
        { file, offset },
        values,
      );
    }
    const paths = new Set(read.map(({ table, path }) => [table, ...path.map(foldedName)].join(".")));
    const isRead = (table: string, path: readonly string[]) => {
      const name = [table, ...path.map(foldedName)].join(".");
      return [...paths].some((other) => other === name || other.startsWith(`${name}.`));
    };
    const reported = new Set<string>();
    for (const { table, path } of read) {
      const found = deprecatedOn(path, events.get(table));
      if (found === undefined) continue;
      const { length, successor } = found;
      const values = { table, path: path.slice(0, length).join(".") };
      if (reported.has(`${table}.${values.path}`)) continue;
      reported.add(`${table}.${values.path}`);
      if (successor === undefined) findings.add(queryReadsDeprecatedField, "deprecated", { file }, values);
      else {
        // A successor is named from the root where it has dots, else it is beside the old field.
        const beside = [...path.slice(0, length - 1), successor];
        const other = successor.includes(".") ? successor.split(".") : beside;
        if (isRead(table, other)) continue;
        findings.add(
          queryReadsDeprecatedField,
          "successor",
          { file },
          { ...values, successor: other.join(".") },
        );
      }
    }
  }
}

/** The first field on a path that is deprecated: how long the path to it is, and what comes instead. */
function deprecatedOn(
  path: readonly string[],
  event: Declaration | undefined,
): { readonly length: number; readonly successor: string | undefined } | undefined {
  let at = event;
  for (const [index, name] of path.entries()) {
    at = name === "*" ? (at?.items ?? at?.members) : memberOf(at, name);
    if (at === undefined) return undefined;
    if (!isObject(at.schema) || !isDeprecated(at.schema)) continue;
    const successor = textOf(at.schema, "successor");
    return { length: index + 1, successor: successor === "" ? undefined : successor };
  }
  return undefined;
}

function memberOf(declaration: Declaration | undefined, column: string): Declaration | undefined {
  const properties = [...(declaration?.properties ?? [])];
  return properties.find(([property]) => foldedName(property) === foldedName(column))?.[1];
}
