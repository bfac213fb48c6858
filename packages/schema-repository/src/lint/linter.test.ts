import { expect, test } from "vitest";
import type { Finding } from "../model/finding.ts";
import { type Mistake, settleMistakes } from "./linter.ts";

/** @param sameAs the file whose current has the same mistake */
function mistake(file: string, sameAs: string | undefined, dependents: readonly string[]): Mistake {
  const finding: Finding = {
    rule: "property-missing-description",
    severity: "info",
    message: "“a” has no description.",
    location: { file, pointer: "/properties/a" },
    identity: [file],
  };
  return { key: file, finding, dependents, sameAs };
}

// A version of one fragment has it from a version of another, whose current has it still.
const chain = [
  mistake("page/1.0.0.yaml", "common/2.0.0.yaml", ["delete", "move"]),
  mistake("common/2.0.0.yaml", "common/current.yaml", ["page"]),
  mistake("common/current.yaml", undefined, ["revision"]),
];

test.each([
  ["in order", [0, 1, 2]],
  ["turned round", [2, 1, 0]],
  ["the last in the middle", [0, 2, 1]],
])("a mistake that fragments hand on is told once, in the current: %s", (_, order) => {
  const settled = settleMistakes(order.map((index) => chain[index] as Mistake));
  expect(settled).toEqual([
    expect.objectContaining({
      location: { file: "common/current.yaml", pointer: "/properties/a" },
      dependents: ["delete", "move", "page", "revision"],
    }),
  ]);
});

test("where the current is sound, the mistake stays in the version", () => {
  const [page, common] = chain as [Mistake, Mistake, Mistake];
  expect(settleMistakes([page, common]).map(({ location }) => location.file)).toEqual(["common/2.0.0.yaml"]);
});

test("fragments that hand it on to each other are no endless loop", () => {
  const circle = [mistake("a", "b", []), mistake("b", "a", [])];
  expect(settleMistakes(circle).length).toBeGreaterThan(0);
});
