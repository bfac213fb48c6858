import { expect, test } from "vitest";
import { suggest } from "./suggestion.ts";

test.each([
  ["adress", ["address", "name"], "address"],
  ["ID", ["id", "x"], "id"],
  ["on", ["no", "off"], "no"],
  ["b", ["a", "c"], undefined],
  ["ab", ["cd"], undefined],
  ["session", ["name"], undefined],
])("%s of %j", (name, names, expected) => {
  expect(suggest(name, names)).toBe(expected);
});
