import type { Engine } from "@addendum/warehouse";
import { expect } from "vitest";
import { field, schema, ScratchRepository } from "./scratch-repository.ts";

/** A title whose 1.1.0 adds a column, and fields to an object. */
export function published(configuration: string): ScratchRepository {
  const repository = new ScratchRepository();
  repository.write("addendum.yaml", `version: 1\n${configuration}`);
  const nested = (fields: string) => `  nested:\n    type: object\n    properties:\n${fields}`;
  const inner = (name: string) => `      ${name}:\n        type: integer\n`;
  repository.write("schemas/ui/toggle/1.0.0.yaml", schema("ui/toggle", "1.0.0", nested(inner("one"))));
  const current = schema(
    "ui/toggle",
    "1.1.0",
    nested(inner("one") + inner("two")) + field("late", "integer"),
  );
  repository.write("schemas/ui/toggle/1.1.0.yaml", current);
  repository.write("schemas/ui/toggle/current.yaml", current);
  return repository;
}

/** The statements in a file of definitions. */
export function statementsOf(text: string): readonly string[] {
  const code = text.split("\n").filter((line) => !line.startsWith("--"));
  return code
    .join("\n")
    .split(/;\n/)
    .map((statement) => statement.trim())
    .filter(Boolean);
}

/** From no table, over one of 1.0.0 that somebody widened in part, to one that lacks nothing. */
export async function bringInStep(
  engine: string,
  repository: ScratchRepository,
  withEngine: (task: (opened: Engine) => Promise<void>) => Promise<void>,
  widenedByHand: string,
): Promise<void> {
  const ask = () => {
    const { code, out, err } = repository.addendum("tables", "--engine", engine, "--from", "table");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    return out;
  };
  const old = repository.addendum("tables", "--engine", engine, "ui/toggle").out;
  expect(ask().replace(", from the table ui_toggle, which does not exist,", ", major 1")).toBe(old);
  const [create = ""] = statementsOf(old);
  // Its line, and the comma that stood before it or behind.
  const late = /^ {2}[`"]late[`"][^\n]*,\n/m.test(create)
    ? /^ {2}[`"]late[`"][^\n]*\n/m
    : /,\n {2}[`"]late[`"][^\n]*/;
  const withoutLate = create.replace(late, "");
  expect(withoutLate).not.toBe(create);
  await withEngine((opened) => opened.execute(withoutLate));
  const lacking = ask();
  expect(lacking).toMatch(/from the table ui_toggle, as it is, to 1\.1\.0/);
  expect(statementsOf(lacking)).toHaveLength(1);
  await withEngine(async (opened) => {
    await opened.execute(widenedByHand);
    for (const statement of statementsOf(lacking)) await opened.execute(statement);
  });
  const whole = ask();
  expect(statementsOf(whole)).toEqual([]);
  expect(whole).toMatch(/-- The table ui_toggle has all columns\.\n$/);
}

export function using(open: () => Promise<Engine> | Engine) {
  return async (task: (opened: Engine) => Promise<void>) => {
    const opened = await open();
    try {
      await task(opened);
    } finally {
      await opened.close();
    }
  };
}
