import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Column, columnsOf, declare } from "@addendum/event-fields";
import { isSchema, parseDocument } from "@addendum/json-schema";
import { partitionColumns, tableName, unionOf } from "@addendum/tables";
import type { Chain } from "./chains.ts";

const reserved = new Set(partitionColumns.map(({ name }) => name));

/** The tables of a schema repository, each with the columns that its versions make of it, one after the other. */
export function schemaChains(directory: string): ReadonlyMap<string, Chain> {
  const chains = new Map<string, Chain>();
  for (const title of titlesBelow(directory)) {
    // Fragments have no events, and no tables.
    if (title.startsWith("fragment/")) continue;
    const files = readdirSync(join(directory, title))
      .map((name) => /^(\d+)\.(\d+)\.(\d+)\.yaml$/.exec(name))
      .filter((match) => match !== null)
      .map(([name, ...numbers]) => ({ name, numbers: numbers.map(Number) as [number, number, number] }))
      .sort(
        (a, b) => a.numbers[0] - b.numbers[0] || a.numbers[1] - b.numbers[1] || a.numbers[2] - b.numbers[2],
      );
    const first = files[0]?.numbers[0];
    for (const major of new Set(files.map(({ numbers }) => numbers[0]))) {
      const versions = files
        .filter(({ numbers }) => numbers[0] === major)
        .map(({ name }) => ({ version: name, columns: columnsIn(join(directory, title, name)) }));
      const chain = versions.map((_, index) => unionOf(versions.slice(0, index + 1)).columns);
      if (chain.every((columns) => columns.length > 0)) {
        chains.set(tableName(title, { number: major, first: first as number }), chain);
      }
    }
  }
  return chains;
}

function columnsIn(file: string): readonly Column[] {
  const parsed = parseDocument(readFileSync(file, "utf8"));
  if (parsed.kind !== "document" || !isSchema(parsed.document.data))
    throw new Error(`${file} is not a schema`);
  return columnsOf(declare(parsed.document.data), { reserved }).columns;
}

function titlesBelow(directory: string, within = ""): string[] {
  if (!existsSync(join(directory, within))) return [];
  const entries = readdirSync(join(directory, within), { withFileTypes: true });
  const isTitle = entries.some(({ name }) => name === "current.yaml");
  return [
    ...(isTitle ? [within] : []),
    ...entries
      .filter((entry) => entry.isDirectory())
      .flatMap(({ name }) => titlesBelow(directory, join(within, name))),
  ];
}
