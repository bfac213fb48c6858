import { rules } from "@addendum/schema-repository";
import { describe, expect, test } from "vitest";
import { expectRuleExample } from "../../schema-repository/test/rule-example.ts";
import { typesGenerator } from "./generator.ts";

const own = rules.filter(({ generator }) => generator === typesGenerator.name);

test("what the generator reports are rules of its own", () => {
  expect(own).toContain(typesGenerator.outdated);
});

describe.each(own)("$id", (rule) => {
  test.each(rule.examples)("$name", (example) => expectRuleExample(rule, example, [typesGenerator]));
});
