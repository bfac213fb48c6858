// The linter, the gate and the printers have one column model: what a printer stores is what the others say.
import type { DataObject, Schema } from "@addendum/json-schema";
import { compareVersionData, objectionsTo, rules, defaultSettings } from "@addendum/schema-repository";
import { type ColumnType, hiveType } from "@addendum/event-fields";
import fc from "fast-check";
import { expect, test } from "vitest";
import { edit, schema as randomSchema } from "../../containment/test/random-schema.ts";
import { Random } from "../../containment/test/random.ts";
import { LintedSubschema } from "../../schema-repository/src/model/linted-schema.ts";
import { history } from "../../schema-repository/test/random-history.ts";
import { tablesOf } from "./definitions.ts";
import { planTable } from "./plan.ts";
import { printers } from "./printers/registry.ts";

const seeds = fc.integer().map((seed) => new Random(seed));
const runs = Number(process.env["AGREEMENT_RUNS"] ?? 300);

/** Two versions of an event: by a keyword that changes somewhere, or by what people do to schemas. */
function versions(random: Random): readonly [DataObject, DataObject] {
  const told = random.chance(0.5) ? history(random) : undefined;
  if (told !== undefined) return [told.versions[0] as DataObject, told.next];
  // Names of partitions have no column; the gate looks at them all the same.
  const names = ["a", "A", "user-agent", "user_agent", "x", "$y"];
  const properties = Object.fromEntries(
    names.filter(() => random.chance(0.5)).map((name) => [name, randomSchema(random, 3) as DataObject]),
  );
  const changed = Object.fromEntries(
    Object.entries(properties)
      .filter(() => random.chance(0.9))
      .map(([name, member]) => [name, random.chance(0.4) ? (edit(random, member) as DataObject) : member]),
  );
  const added = random.chance(0.5) ? { [random.pick(names)]: randomSchema(random, 2) as DataObject } : {};
  return [
    { type: "object", properties },
    { type: "object", properties: { ...changed, ...added } },
  ];
}

const settings = { timestamps: "string", misfits: "json" } as const;

test("the gate objects to exactly what the printers' tables cannot follow", { timeout: 300_000 }, () => {
  const seen = { retyped: 0, dropped: 0, none: 0 };
  fc.assert(
    fc.property(seeds, (random) => {
      const [old, newer] = versions(random);
      const shown = JSON.stringify({ old, newer }, null, 1);
      const [both] = tablesOf("a/b", [version("1.0.0", old), version("1.1.0", newer)], settings);
      const [before] = tablesOf("a/b", [version("1.0.0", old)], settings);
      const [after] = tablesOf("a/b", [version("1.1.0", newer)], settings);
      const objections = objectionsTo([
        compareVersionData(
          "a/b",
          { version: { major: 1, minor: 0, patch: 0 }, data: old },
          { version: { major: 1, minor: 1, patch: 0 }, data: newer },
          "closed",
          () => undefined,
        ),
      ]).map(({ objection }) => objection);
      const of = (id: string) =>
        objections.filter(({ rule }) => rule.id === id).map(({ values }) => values ?? {});

      // Retyped: the table keeps the old type, and says so. A column of JSON text holds whatever comes.
      const conflicts = (both?.conflicts ?? []).filter(({ has }) => has.kind !== "json");
      const retyped = of("column-retyped");
      expect(retyped.map(({ before: was, after: is }) => `${was} → ${is}`).sort(), shown).toEqual(
        conflicts.map(({ has, declared }) => `${hiveType(has)} → ${hiveType(declared)}`).sort(),
      );

      // Dropped: a column of the old version's table that the new version's own would not have.
      const missing = leaves(before?.table.columns ?? []).filter(
        ([name]) => !leaves(after?.table.columns ?? []).some(([other]) => other === name),
      );
      const dropped = of("column-dropped").map(({ column }) => String(column));
      for (const column of dropped)
        expect(
          missing.map(([name]) => name),
          shown,
        ).toContain(column);
      for (const [name] of missing) {
        const isSaid =
          dropped.some((column) => name === column || name.startsWith(`${column}.`)) ||
          retyped.some(({ column }) => name === column || name.startsWith(`${String(column)}.`));
        expect(isSaid || hasDeep(after), `${name} of ${shown}`).toBe(true);
      }

      // Where the gate is content, every engine's table of the old version becomes one of the new by additions alone.
      if (conflicts.length === 0 && missing.length === 0 && both !== undefined) {
        seen.none++;
        for (const printer of printers) {
          const store = (columns: typeof both.table.columns) =>
            columns.map((column) => ({ ...column, type: printer.store(column.type) }));
          const place = { database: [] };
          const plan = planTable(printer, both.table, store(before?.table.columns ?? []), place);
          expect(plan.conflicts, shown).toEqual([]);
          expect(planTable(printer, both.table, store(both.table.columns), place).statements, shown).toEqual(
            [],
          );
        }
      }
      seen.retyped += retyped.length;
      seen.dropped += dropped.length;
    }),
    { numRuns: runs },
  );
  for (const [kind, count] of Object.entries(seen)) expect(count, kind).toBeGreaterThan(runs / 20);
});

test("a property without a column has a finding of the linter", { timeout: 300_000 }, () => {
  const ids = ["deterministic-type", "no-column-collision"];
  let misfitting = 0;
  fc.assert(
    fc.property(seeds, (random) => {
      const [, schema] = versions(random);
      const [table] = tablesOf("a/b", [version("1.0.0", schema)], { timestamps: "string", misfits: "omit" });
      const found = lint(schema, ids);
      for (const { reason, pointer, path } of table?.misfits ?? []) {
        misfitting++;
        // It is said of the property, of what holds it, or of a part.
        const isSaid = found.some((one) => one === "" || pointer.startsWith(one) || one.startsWith(pointer));
        expect(isSaid, `${path.join(".")} (${reason}) of ${JSON.stringify(schema, null, 1)}`).toBe(true);
      }
    }),
    { numRuns: runs },
  );
  expect(misfitting).toBeGreaterThan(runs / 3);
});

/** Where the rules find something. */
function lint(root: DataObject, ids: readonly string[]): readonly string[] {
  const checks = rules.filter(({ id }) => ids.includes(id)).map(({ check }) => check!);
  const found: string[] = [];
  const walk = (subschema: LintedSubschema): void => {
    for (const check of checks) for (const { pointer } of check(subschema)) found.push(pointer);
    for (const child of subschema.children()) walk(child);
  };
  walk(
    new LintedSubschema(
      { title: "a/b", isFragment: false, root, settings: defaultSettings, today: undefined },
      root,
    ),
  );
  return found;
}

function version(name: string, schema: Schema) {
  return { version: name, schema };
}

/** Columns and fields by their ways, as the gate names them. */
function leaves(
  columns: readonly { readonly name: string; readonly type: ColumnType }[],
  within = "",
): readonly (readonly [string, ColumnType])[] {
  return columns.flatMap(({ name, type }) => {
    const at = `${within}${name.toLowerCase()}`;
    return [[at, type] as const, ...fieldsIn(type, `${at}.`)];
  });
}

function fieldsIn(type: ColumnType, within: string): readonly (readonly [string, ColumnType])[] {
  switch (type.kind) {
    case "struct":
      return leaves(type.fields, within);
    case "list":
      return fieldsIn(type.items, within);
    case "map":
      return fieldsIn(type.values, within);
    default:
      return [];
  }
}

function hasDeep(table: ReturnType<typeof tablesOf>[number] | undefined): boolean {
  return table?.misfits.some(({ reason }) => reason === "deep") === true;
}
