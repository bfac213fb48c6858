import { configurationSchema, rules } from "@addendum/schema-repository";
import { describe, expect, test } from "vitest";
import { expectRuleExample } from "../../schema-repository/test/rule-example.ts";
import { tablesGenerator } from "./generator.ts";
import { printers } from "./printers/registry.ts";

const own = rules.filter(({ generator }) => generator === tablesGenerator.name);

test("what the generator reports are rules of its own", () => {
  expect(own).toContain(tablesGenerator.outdated);
});

test("the configuration knows each engine", () => {
  expect(configurationSchema).toHaveProperty(
    "properties.tables.properties.engines.items.enum",
    printers.map(({ engine }) => engine),
  );
});

describe.each(own)("$id", (rule) => {
  test.each(rule.examples)("$name", (example) => expectRuleExample(rule, example, [tablesGenerator]));
});
