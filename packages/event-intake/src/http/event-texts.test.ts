import fc from "fast-check";
import { expect, test } from "vitest";
import { EventTexts } from "./event-texts.ts";

test("texts are those of the events, whatever is in them", () => {
  const spaces = fc.constantFrom("", " ", "\n\t");
  fc.assert(
    fc.property(
      fc.array(fc.json(), { minLength: 1, maxLength: 6 }),
      spaces,
      fc.nat(),
      (parts, space, order) => {
        const body = `${space}[${space}${parts.join(`${space},${space}`)}${space}]${space}`;
        const texts = new EventTexts(body);
        const indexes = parts.map((_, index) => (order % 2 === 0 ? index : parts.length - 1 - index));
        for (const index of indexes) expect(texts.at(index)).toBe(parts[index]?.trim());
      },
    ),
    { numRuns: 500 },
  );
});

test.each([
  '[{"a":"\\\\"},{"b":"\\\\\\",]"}]',
  '[ {"a":[1,{"b":"]"}]} , {"c":"\\u0022,"} ]',
  '\ufeff[{"a":1},{"b":2}]',
])("%s", (body) => {
  const texts = new EventTexts(body);
  const parsed = JSON.parse(body.replace("\ufeff", "")) as unknown[];
  for (const [index, one] of parsed.entries()) expect(JSON.parse(texts.at(index))).toEqual(one);
});

test("a body that is one event is its text", () => {
  expect(new EventTexts('{"a":[1]}').at(0)).toBe('{"a":[1]}');
});
