// The leaf rule by itself: what it refutes is held against numbers looked at one by one.
import { expect, test } from "vitest";
import { NumberShape, numbersOf, refuteNumber } from "./number.ts";

interface Facts {
  readonly bounds: readonly (readonly ["atLeast" | "above" | "atMost" | "below", number])[];
  readonly multiples?: readonly number[];
  readonly nonMultiples?: readonly number[];
  readonly integrality?: "integer" | "fraction";
}

function shapeOf({ bounds, multiples = [], nonMultiples = [], integrality }: Facts): NumberShape {
  const shape = new NumberShape();
  for (const [side, bound] of bounds) shape[side](bound);
  shape.multiples.push(...multiples);
  shape.nonMultiples.push(...nonMultiples);
  if (integrality !== undefined) shape.restrictTo(integrality);
  return shape;
}

function fits({ bounds, multiples = [], nonMultiples = [], integrality }: Facts, value: number): boolean {
  return (
    bounds.every(([side, bound]) => {
      if (side === "atLeast") return value >= bound;
      if (side === "above") return value > bound;
      return side === "atMost" ? value <= bound : value < bound;
    }) &&
    multiples.every((factor) => Number.isInteger(value / factor)) &&
    !nonMultiples.some((factor) => Number.isInteger(value / factor)) &&
    (integrality === undefined || Number.isInteger(value) === (integrality === "integer"))
  );
}

/** Every sixteenth from -8 to 8. */
const grid = Array.from({ length: 257 }, (_, index) => index / 16 - 8);

const sides = ["atLeast", "above", "atMost", "below"] as const;

test("two bounds on either side leave what both leave, whichever comes first", () => {
  for (const one of sides) {
    for (const other of sides) {
      for (const first of [0, 1]) {
        for (const second of [0, 0.5, 1]) {
          const facts = { bounds: [[one, first] as const, [other, second] as const] };
          const shape = shapeOf(facts);
          const isLeft = (value: number) =>
            (shape.isLowOpen ? value > shape.low : value >= shape.low) &&
            (shape.isHighOpen ? value < shape.high : value <= shape.high);
          expect(grid.filter(isLeft), JSON.stringify(facts)).toEqual(
            grid.filter((value) => fits(facts, value)),
          );
          expect(refuteNumber(shape), JSON.stringify(facts)).toBe(!grid.some((value) => fits(facts, value)));
        }
      }
    }
  }
});

test("between bounds, multiples of what doubles hold exactly are counted", () => {
  const factors = [[], [1], [2], [3], [0.5], [1.5], [2, 3], [0.5, 1.5]];
  const apart = [[], [1], [2], [0.25], [1.5], [4], [6], [3]];
  for (const low of ["atLeast", "above"] as const) {
    for (const high of ["atMost", "below"] as const) {
      for (const [from, to] of [
        [0, 1],
        [1, 1],
        [1, 2],
        [0.5, 0.5],
        [0.75, 1.25],
        [-3, 3],
        [-1.5, 0],
        [5, 7],
      ] as const) {
        for (const integrality of [undefined, "integer", "fraction"] as const) {
          for (const multiples of factors) {
            for (const nonMultiples of apart) {
              const facts: Facts = {
                bounds: [
                  [low, from],
                  [high, to],
                ],
                multiples,
                nonMultiples,
                ...(integrality && { integrality }),
              };
              const isEmpty = !grid.some((value) => fits(facts, value));
              const shape = shapeOf(facts);
              const { candidates, isComplete } = numbersOf(shape);
              const isRefuted = refuteNumber(shape);
              const name = JSON.stringify(facts);
              // Never refuted where something fits.
              if (!isEmpty) expect(isRefuted, name).toBe(false);
              const found = isComplete && ![...candidates].some((value) => fits(facts, value));
              if (isComplete) expect(found, name).toBe(isEmpty);
              // And refuted, or looked through, where nothing does.
              if (isEmpty && (multiples.length > 0 || integrality === "integer")) {
                expect(isRefuted || found, name).toBe(true);
              }
            }
          }
        }
      }
    }
  }
});

test.each<[string, Facts, boolean]>([
  [
    "a whole number is divisible by a tenth",
    {
      bounds: [
        ["atLeast", 0],
        ["atMost", 1e6],
      ],
      nonMultiples: [0.1],
      integrality: "integer",
    },
    true,
  ],
  [
    "but not by what is nearly one",
    {
      bounds: [
        ["atLeast", 0],
        ["atMost", 1e6],
      ],
      nonMultiples: [0.3],
      integrality: "integer",
    },
    false,
  ],
  [
    "nor where doubles have gaps",
    {
      bounds: [
        ["atLeast", 0],
        ["atMost", 1e20],
      ],
      nonMultiples: [0.1],
      integrality: "integer",
    },
    false,
  ],
  [
    "unless it is a multiple of more",
    {
      bounds: [
        ["atLeast", 0],
        ["atMost", 1e20],
      ],
      multiples: [1],
      nonMultiples: [1],
    },
    true,
  ],
  [
    "nothing is a fraction and a multiple of three",
    { bounds: [], multiples: [3], integrality: "fraction" },
    true,
  ],
  [
    "a fraction may be a multiple of a half",
    { bounds: [], multiples: [0.5], integrality: "fraction" },
    false,
  ],
  [
    "no multiple of a third lies in a narrow gap",
    {
      bounds: [
        ["atLeast", 0.7],
        ["atMost", 0.9],
      ],
      multiples: [0.3],
    },
    false,
  ],
  [
    "no multiple of seven tenths does",
    {
      bounds: [
        ["atLeast", 0.8],
        ["atMost", 1.3],
      ],
      multiples: [0.7],
    },
    true,
  ],
  [
    "one on the bound counts",
    {
      bounds: [
        ["atLeast", 0.7],
        ["atMost", 0.7],
      ],
      multiples: [0.7],
    },
    false,
  ],
  [
    "nobody is sure beyond the safe integers",
    {
      bounds: [
        ["atLeast", 2 ** 60 + 256],
        ["atMost", 2 ** 60 + 256],
      ],
      multiples: [3],
    },
    false,
  ],
  [
    "as far as doubles hold every whole number",
    {
      bounds: [
        ["atLeast", -(2 ** 53 - 1)],
        ["atMost", 2 ** 53 - 1],
      ],
      nonMultiples: [0.1],
      integrality: "integer",
    },
    true,
  ],
  [
    "and as far as they hold every multiple",
    {
      bounds: [
        ["atLeast", -(2 ** 53 - 1)],
        ["atMost", 2 ** 53 - 1],
      ],
      multiples: [4],
      nonMultiples: [2],
    },
    true,
  ],
  [
    "where quotients are read back, a millionth divides",
    {
      bounds: [
        ["atLeast", 0],
        ["atMost", 1e14],
      ],
      nonMultiples: [1e-6],
      integrality: "integer",
    },
    true,
  ],
  [
    "where they are not, it does not",
    {
      bounds: [
        ["atLeast", 0],
        ["atMost", 2e15],
      ],
      nonMultiples: [1e-6],
      integrality: "integer",
    },
    false,
  ],
  [
    "nor does a small power of two",
    {
      bounds: [
        ["atLeast", 0],
        ["atMost", 2 ** 53 - 1],
      ],
      multiples: [1],
      nonMultiples: [2 ** -30],
    },
    false,
  ],
  [
    "bounds without end refute nothing",
    { bounds: [["atLeast", 0]], multiples: [4], nonMultiples: [8] },
    false,
  ],
])("%s", (_, facts, expected) => {
  expect(refuteNumber(shapeOf(facts))).toBe(expected);
});
