import { describe, test } from "vitest";
import { differences } from "../src/differences/differences.ts";
import cases from "./contract.cases.json" with { type: "json" };
import { expectScenario } from "./run-scenario.ts";
import type { Scenario } from "./scenario.ts";

describe("as ReportUpdater does", () => {
  test.each(cases as readonly Scenario[])("$name", (scenario) => expectScenario(scenario));
});

describe("other than ReportUpdater does, on purpose", () => {
  test.each(differences)("$id", ({ case: scenario }) => expectScenario(scenario as Scenario));
});
