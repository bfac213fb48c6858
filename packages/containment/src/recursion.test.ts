// Schemas that refer to one another in circles: proofs lean on what is being proved, and must not stand on nothing.
import { accepts, type Data, type DataObject, type Schema } from "@addendum/json-schema";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Random } from "../test/random.ts";
import { contains } from "./contains.ts";

const runs = Number(process.env["CONTAINMENT_RUNS"] ?? 4000) / 5;
const names = ["a", "b"];
const parts = ["p", "q", "r"];
const toPart = (random: Random): DataObject => ({ $ref: `#/definitions/${random.pick(parts)}` });

/** A schema of objects whose members are parts, or plain values. */
function part(random: Random): DataObject {
  const member = (): Data =>
    random.chance(0.6)
      ? toPart(random)
      : random.pick<Data>([
          { const: 1 },
          { enum: [1, 2] },
          { anyOf: [{ const: 1 }, toPart(random)] },
          true,
          false,
        ]);
  const properties = Object.fromEntries(
    names.flatMap((name) => (random.chance(0.8) ? [[name, member()]] : [])),
  );
  const required = names.filter(() => random.chance(0.35));
  const alternative = (): Data => ({
    properties: { [random.pick(names)]: member() },
    required: [random.pick(names)],
  });
  return {
    type: "object",
    properties,
    required,
    ...(random.chance(0.5) && { additionalProperties: false }),
    ...(random.chance(0.25) && { anyOf: [alternative(), alternative()] }),
    ...(random.chance(0.15) && { oneOf: [alternative(), alternative()] }),
    ...(random.chance(0.15) && { not: alternative() }),
  };
}

function document(definitions: DataObject): DataObject {
  return { $ref: "#/definitions/p", definitions };
}

const values: readonly Data[] = objectsTo(3);

/** Every object of a few plain values, so many levels deep. */
function objectsTo(depth: number): readonly Data[] {
  if (depth === 0) return [];
  const members: readonly (Data | undefined)[] = [undefined, 1, 2, ...objectsTo(depth - 1)].slice(0, 20);
  return members.flatMap((a) =>
    members.map((b): Data => ({ ...(a !== undefined && { a }), ...(b !== undefined && { b }) })),
  );
}

test("no verdict on schemas that are recursive is contradicted by a small value", () => {
  const counts = { compatible: 0, incompatible: 0, unknown: 0 };
  fc.assert(
    fc.property(fc.noBias(fc.integer()), (seed) => {
      const random = new Random(seed);
      const definitions = Object.fromEntries(parts.map((name) => [name, part(random)]));
      const changed = { ...definitions, [random.pick(parts)]: part(random) };
      const [old, newer] = [
        document(definitions),
        document(random.chance(0.8) ? changed : { ...changed, q: part(random) }),
      ];
      const verdict = contains(old, newer, { contentModel: "open" });
      counts[verdict.kind]++;
      const is = (schema: Schema, value: Data) => accepts(schema, schema, value);
      const breaking = values.find((value) => is(old, value) === true && is(newer, value) === false);
      if (verdict.kind === "compatible") expect(breaking, JSON.stringify([old, newer])).toBeUndefined();
      if (verdict.kind !== "incompatible") return;
      expect([is(old, verdict.witness), is(newer, verdict.witness)]).toEqual([true, false]);
    }),
    { numRuns: runs },
  );
  expect(Math.min(counts.compatible, counts.incompatible)).toBeGreaterThan(runs / 10);
  expect(counts.unknown).toBeLessThan(runs / 100);
});
