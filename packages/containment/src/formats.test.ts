import { accepts, compilePattern, formatExpression, matchesPattern } from "@addendum/json-schema";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findFormat, formatIncludes } from "./formats.ts";

const names = (
  "date time iso-time date-time iso-date-time duration uri uri-reference uri-template url email hostname ipv4 ipv6 " +
  "regex uuid json-pointer json-pointer-uri-fragment relative-json-pointer byte"
).split(" ");
const holds = (format: string, text: string) => accepts(true, { format }, text) === true;

/** Texts of which many are, or nearly are, values of one format or another. */
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ..."aZſK09-.:/@#?%~^{}+ ".split(""),
        "é",
        "\n",
        "T",
        "Z",
        "P1",
        "Y",
        "2021",
        "-01",
        "01",
        "T00:00:00",
        "+01:00",
        "http:",
        "//",
        "urn:uuid:",
        "127.0",
        "::",
        "%20",
        "00000000",
        "-0000",
      ),
      fc.constantFrom(...names.flatMap((name) => findFormat(name)?.samples ?? [])),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(""));

const expressions = names.flatMap((name) => {
  const expression = formatExpression(name);
  return expression === undefined || compilePattern(expression.source, expression.flags).kind !== "language"
    ? []
    : [{ name, expression }];
});

test("most formats are languages", () => {
  expect(expressions.length).toBeGreaterThan(6);
});

test.each(expressions)("$name is the language of its expression", ({ name, expression }) => {
  fc.assert(
    fc.property(text, (value) => {
      expect(matchesPattern(expression.source, value, expression.flags), value).toBe(holds(name, value));
    }),
    { numRuns: 2000 },
  );
});

describe.each(names)("%s", (name) => {
  const format = findFormat(name);

  test("its samples are values", () => {
    expect(format?.samples.filter((sample) => !holds(name, sample))).toEqual([]);
  });

  test("it may be stretched", () => {
    const [before, filler, behind] = format?.stretch ?? ["", "", ""];
    if (format?.stretch === undefined) return;
    for (const times of [1, 2, 50]) {
      const value = before + filler.repeat(times) + behind;
      expect(holds(name, value), value).toBe(true);
    }
  });

  test("its pattern matches every value, and what it is part of includes it", () => {
    const wider = names.filter((other) => other !== name && formatIncludes(other, name));
    fc.assert(
      fc.property(text, (value) => {
        if (!holds(name, value)) return;
        if (format?.pattern !== undefined) expect(matchesPattern(format.pattern, value), value).toBe(true);
        for (const other of wider) expect(holds(other, value), `${value} as ${other}`).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });
});
