// What an accepted version refuses of OLD's instances is lost already: NEW is asked for the others only.
import { accepts, canonical, type Data, type DataObject, type Schema } from "@addendum/json-schema";
import { compile } from "@addendum/json-schema/validator";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { examineVerdict } from "../test/oracle.ts";
import { Random } from "../test/random.ts";
import { documentSchema, edit } from "../test/random-schema.ts";
import { closeSchema } from "./closed/closed-model.ts";
import { contains } from "./contains.ts";
import type { ContentModel } from "./verdict.ts";

const judge = (schema: Schema, value: Data) => compile(schema)(value).length === 0;
const object = (properties: DataObject, more: DataObject = {}): DataObject => ({
  type: "object",
  properties,
  ...more,
});
const text = { type: "string" };
const integer = { type: "integer" };
const upTo = (maximum: number) => ({ type: "integer", maximum });

/** The kind of verdict on NEW, P being accepted between OLD and NEW; and without P. */
function kinds(old: Schema, accepted: Schema, newer: Schema, contentModel: ContentModel = "closed") {
  return [
    contains(old, newer, { contentModel, accepted, judge }).kind,
    contains(old, newer, { contentModel, judge }).kind,
  ];
}

describe("an addition after a break that was accepted", () => {
  const added = { r: { type: "string", maxLength: 9 } };
  test.each<[string, DataObject, DataObject]>([
    ["a required field", object({ a: text }), object({ a: text, b: text }, { required: ["b"] })],
    ["a lowered limit", object({ n: upTo(100) }), object({ n: upTo(50) })],
    ["a removed field that others still fill", object({ n: upTo(9), p: text }), object({ n: upTo(8) })],
    ["a changed type", object({ v: integer }), object({ v: text })],
    ["fewer options", object({ v: { enum: ["a", "b", 3] } }), object({ v: { enum: ["a", 3] } })],
    [
      "closed content and a name less",
      object({ a: text, b: text }),
      object({ a: text }, { additionalProperties: false }),
    ],
    ["a type that becomes an object", object({ v: text }), object({ v: object({ a: text }) })],
    ["a list of something else", object({ v: { items: text } }), object({ v: { items: object({}) } })],
    [
      "a map of something else",
      object({ v: { type: "object", additionalProperties: integer } }),
      object({ v: { type: "object", additionalProperties: text } }),
    ],
    [
      "alternatives that became one",
      { anyOf: [object({ a: text, k: { const: 1 } }), object({ b: integer, k: { const: 2 } })] },
      object({ a: text, k: { const: 1 } }, { required: ["k"] }),
    ],
  ])("%s", (_, old, accepted) => {
    const newer = { ...accepted, properties: { ...(accepted["properties"] as DataObject), ...added } };
    expect(kinds(old, accepted, newer)).toEqual(["compatible", "incompatible"]);
  });
});

describe("what is still a break", () => {
  test("a name that was dropped comes back as something else, and the witness holds under both", () => {
    const [old, accepted, newer] = [object({ p: text }), object({}), object({ p: integer })];
    const verdict = contains(old, newer, { accepted, judge });
    expect(verdict).toMatchObject({ kind: "incompatible", witness: { p: "" } });
  });

  test("what the accepted version still takes", () => {
    const [old, accepted] = [object({ n: upTo(100) }), object({ n: upTo(50) })];
    expect(kinds(old, accepted, object({ n: upTo(50), r: text }))).toEqual(["compatible", "incompatible"]);
    const verdict = contains(old, object({ n: upTo(40), r: text }), { accepted, judge });
    expect(verdict).toMatchObject({ kind: "incompatible" });
    const { n } = (verdict as unknown as { readonly witness: { readonly n: number } }).witness;
    expect(n).toBeGreaterThan(40);
    expect(n).toBeLessThanOrEqual(50);
  });

  test("the accepted version is taken as it validates, not as closed", () => {
    // Closed, it would refuse what OLD still declares, and excuse everything.
    expect(kinds(object({ p: text }), object({ q: text }), object({ p: integer, q: text }))).toEqual([
      "incompatible",
      "incompatible",
    ]);
  });

  test("an event that only the closed model of OLD rules out breaks in the open one", () => {
    const [old, accepted] = [object({ n: upTo(9) }), object({ n: upTo(8) })];
    const newer = object({ n: upTo(8), r: text });
    expect(kinds(old, accepted, newer, "closed")).toEqual(["compatible", "incompatible"]);
    expect(kinds(old, accepted, newer, "open")).toEqual(["incompatible", "incompatible"]);
    expect(kinds(old, accepted, object({ n: upTo(8) }), "open")).toEqual(["compatible", "incompatible"]);
  });
});

describe("an emptiness", () => {
  test("that the accepted version makes is a real loss", () => {
    const old = object({ a: text });
    const accepted = object({ a: text, b: text }, { required: ["b"] });
    const newer = object({ a: text, b: text, r: text }, { required: ["b"] });
    expect(kinds(old, accepted, newer)).toEqual(["compatible", "incompatible"]);
    // Also where OLD counts names, so that closing it might have emptied it.
    const counted = { minProperties: 1 };
    expect(kinds({ ...old, ...counted }, accepted, newer)).toEqual(["compatible", "incompatible"]);
  });

  test("that only the closed model makes of OLD proves nothing, whatever was accepted", () => {
    // More names than it declares: nothing can be closed here, so `n: 6` may be there, and is refused.
    const old = { ...object({ x: text, n: upTo(9) }), minProperties: 3 };
    const accepted = { ...object({ x: text, n: upTo(7) }), minProperties: 3 };
    expect(kinds(old, accepted, { ...object({ x: text, n: upTo(5) }), minProperties: 3 })).toEqual([
      "incompatible",
      "incompatible",
    ]);
    expect(kinds(old, accepted, accepted)).toEqual(["compatible", "incompatible"]);
  });
});

describe("an accepted version that cannot be judged is left out", () => {
  const [old, newer] = [object({ n: upTo(9) }), object({ n: upTo(8), r: text })];
  test.each<[string, Schema]>([
    ["malformed", object({ n: { maximum: "8" } })],
    ["nested too deeply", Array.from({ length: 500 }).reduce<Schema>((inner) => ({ not: inner }), true)],
  ])("%s", (_, accepted) => {
    expect(contains(old, newer, { accepted })).toEqual(contains(old, newer));
  });

  test("but what it leaves in doubt at other places does not matter", () => {
    const doubtful = { type: "string", pattern: "^(?=a)" };
    const before = object({ n: upTo(9), d: text });
    const accepted = object({ n: upTo(8), d: doubtful });
    expect(kinds(before, accepted, object({ n: upTo(8), d: doubtful, r: text }))[0]).toBe("compatible");
    // Whether a text that it takes is one that NEW refuses is in doubt.
    expect(kinds(before, accepted, object({ n: upTo(8), d: { type: "string", maxLength: 3 } }))[0]).not.toBe(
      "compatible",
    );
  });
});

describe("a version that cannot be judged, before one that was accepted", () => {
  const malformed = [
    { type: "string", required: true },
    { type: "any" },
    { type: "integer", minimum: "0" },
    { type: "integer", minimum: 0, exclusiveMinimum: true },
  ];

  test.each(malformed)("%j blocks no addition", (field) => {
    const old = object({ a: field, b: text }, { required: ["b"] });
    const accepted = object({ a: text, b: text }, { required: ["b"] });
    const newer = object({ a: text, b: text, r: text }, { required: ["b"] });
    expect(kinds(old, accepted, newer)).toEqual(["compatible", "unknown"]);
  });

  test("declares names all the same", () => {
    const old = object({ a: { type: "any" }, p: text });
    expect(kinds(old, object({ a: text }), object({ a: text, p: integer }))[0]).toBe("unknown");
  });

  test("is a map all the same", () => {
    const [old, accepted] = [
      object({ a: text }, { additionalProperties: { type: "any" } }),
      object({ a: text }),
    ];
    expect(kinds(old, accepted, object({ a: text, r: text }))[0]).toBe("unknown");
  });

  test.each<[string, DataObject]>([
    ["under what turns it around", { not: { properties: { a: { minimum: "0" } }, required: ["a"] } }],
    ["as a name that may be declared", { required: ["r", 1] }],
    ["as a part of its own", { properties: { a: 5 } }],
    ["as another dialect", { $schema: "https://example.org/meta" }],
  ])("%s it stays unknown", (_, more) => {
    const old = { ...object({ a: integer }), ...more };
    expect(kinds(old, object({ a: text }), object({ a: text, r: text }))[0]).toBe("unknown");
  });
});

const runs = Number(process.env["CONTAINMENT_RUNS"] ?? 4000) / 2;
const random = fc.integer().map((seed) => new Random(seed));
const model = fc.constantFrom<ContentModel>("closed", "open");

/** OLD, what was accepted after it, and what came then. */
function history(source: Random): readonly [Schema, Schema, Schema] {
  const old = documentSchema(source, 3);
  const accepted = edit(source, old);
  const once = edit(source, accepted);
  return [old, accepted, source.chance(0.3) ? edit(source, once) : once];
}

describe("what holds of any three schemas", () => {
  test("no verdict is contradicted by the validator or by a value near the bounds", () => {
    const counts = { compatible: 0, incompatible: 0, unknown: 0 };
    let excused = 0;
    fc.assert(
      fc.property(random, model, (source, contentModel) => {
        const [old, accepted, newer] = history(source);
        const { verdict, fault } = examineVerdict(source, old, newer, contentModel, { accepted });
        expect(fault, JSON.stringify({ contentModel, old, accepted, newer })).toBeUndefined();
        counts[verdict.kind]++;
        const plain = contains(old, newer, { contentModel });
        if (plain.kind === "compatible") expect(verdict).toEqual(plain);
        else if (verdict.kind === "compatible") excused++;
      }),
      { numRuns: runs },
    );
    expect(Math.min(counts.compatible, counts.incompatible)).toBeGreaterThan(runs / 7);
    expect(excused).toBeGreaterThan(runs / 50);
    expect(counts.unknown).toBeLessThan(runs / 200);
  });

  test("nothing more is lost where NEW says what was accepted", () => {
    fc.assert(
      fc.property(random, model, (source, contentModel) => {
        const [old, accepted] = history(source);
        const verdict = contains(old, structuredClone(accepted), { contentModel, accepted });
        expect(verdict.kind, JSON.stringify({ old, accepted })).toBe("compatible");
      }),
      { numRuns: runs / 4 },
    );
  });

  test("what breaks under what was accepted breaks anyway", () => {
    fc.assert(
      fc.property(random, model, (source, contentModel) => {
        const [old, accepted, newer] = history(source);
        const verdict = contains(old, newer, { contentModel, accepted });
        if (verdict.kind !== "incompatible") return;
        expect(accepts(accepted, accepted, verdict.witness)).toBe(true);
        expect(contains(old, newer, { contentModel }).kind).not.toBe("compatible");
      }),
      { numRuns: runs / 4 },
    );
  });
});

// A world so small that every value in it is looked at: there the verdict has to be the truth.
test("every verdict about a small world is the truth", () => {
  const [names, members] = [
    ["a", "b", "c"],
    [1, 2, "x"],
  ] as const;
  const values = names.reduce<readonly DataObject[]>(
    (shorter, name) =>
      shorter.flatMap((rest) => [
        rest,
        ...members.map((member): DataObject => ({ ...rest, [name]: member })),
      ]),
    [{}],
  );
  const world = {
    type: "object",
    propertyNames: { enum: names },
    patternProperties: { "": { enum: members } },
  };
  const ofMember: readonly Schema[] = [
    true,
    { type: "integer" },
    text,
    { maximum: 1 },
    { enum: [2, "x"] },
    false,
  ];
  const pick = (source: Random): DataObject => {
    const properties: Record<string, Data> = {};
    for (const name of names) if (source.chance(0.6)) properties[name] = source.pick(ofMember) as Data;
    const required = names.filter(() => source.chance(0.15));
    return {
      ...(source.chance(0.9) && { properties }),
      ...(required.length > 0 && { required }),
      ...(source.chance(0.15) && { additionalProperties: source.pick(ofMember) as Data }),
      ...(source.chance(0.1) && { [source.pick(["minProperties", "maxProperties"])]: source.below(3) }),
    };
  };
  const within = (fact: DataObject): Schema => ({ allOf: [world, fact] });
  const counts: Record<string, number> = {};
  fc.assert(
    fc.property(random, (source) => {
      const [old, accepted, newer] = [pick(source), pick(source), pick(source)];
      const takes = (schema: Schema, value: Data) => accepts(schema, schema, value) === true;
      // `world` declares every name, so what closes OLD alone is put beside it, and all is asked openly.
      const closing = closeSchema(old);
      const closed = within({ allOf: [old, closing] as Data });
      const lost = values.filter(
        (value) => takes(old, value) && takes(closing, value) && !takes(newer, value),
      );
      const broken = lost.filter((value) => takes(accepted, value));
      const verdict = contains(closed, newer, { contentModel: "open", accepted, judge });
      const shown = canonical({ old, accepted, newer } as Data);
      expect(verdict.kind, shown).toBe(broken.length === 0 ? "compatible" : "incompatible");
      if (verdict.kind === "incompatible")
        expect(broken.map(canonical), shown).toContain(canonical(verdict.witness));
      const seen = `${lost.length === 0 ? "nothing lost" : "lost"}, ${broken.length === 0 ? "accepted" : "broken"}`;
      counts[seen] = (counts[seen] ?? 0) + 1;
    }),
    { numRuns: runs },
  );
  for (const seen of ["nothing lost, accepted", "lost, accepted", "lost, broken"]) {
    expect(counts[seen], seen).toBeGreaterThan(runs / 20);
  }
});

test("as the content model closes it, no event that OLD and the accepted version take is lost", () => {
  const values: readonly DataObject[] = ["a", "b", "c"].reduce<readonly DataObject[]>(
    (shorter, name) =>
      shorter.flatMap((rest) => [
        rest,
        ...[1, 2, "x", { a: 1 }, { a: "x", b: 2 }].map((one): DataObject => ({ ...rest, [name]: one })),
      ]),
    [{}],
  );
  const member = (source: Random, depth: number): Data =>
    source.pick<() => Data>([
      () => ({ type: "integer", maximum: source.pick([1, 2]) }),
      () => text,
      () => ({ enum: source.pick<Data>([[1], [1, "x"], ["x"], [2]]) }),
      () => (depth > 0 ? fields(source, depth - 1) : integer),
      () => ({ type: "object" }),
    ])();
  const fields = (source: Random, depth: number): DataObject => {
    const properties: Record<string, Data> = {};
    for (const name of ["a", "b", "c"]) if (source.chance(0.5)) properties[name] = member(source, depth);
    const required = Object.keys(properties).filter(() => source.chance(0.2));
    return {
      type: "object",
      ...(Object.keys(properties).length > 0 && { properties }),
      ...(required.length > 0 && { required }),
      ...(source.chance(0.1) && { additionalProperties: false }),
    };
  };
  let excused = 0;
  fc.assert(
    fc.property(random, (source) => {
      const [old, accepted] = [fields(source, 1), fields(source, 1)];
      const base = source.chance(0.6) ? accepted : fields(source, 1);
      const extra = source.chance(0.5) ? { z: text } : { a: member(source, 0) };
      const newer = {
        ...base,
        properties: { ...(base["properties"] as DataObject | undefined), ...extra },
      };
      const verdict = contains(old, newer, { accepted, judge });
      const closing = closeSchema(old);
      const lost = values.filter(
        (value) =>
          [old, closing, accepted].every((schema) => accepts(schema, schema, value) === true) &&
          accepts(newer, newer, value) === false,
      );
      const shown = canonical({ old, accepted, newer } as Data);
      expect(verdict.kind, shown).not.toBe("unknown");
      if (verdict.kind === "compatible") expect(lost.slice(0, 1), shown).toEqual([]);
      if (verdict.kind === "compatible" && contains(old, newer).kind !== "compatible") excused++;
    }),
    { numRuns: runs },
  );
  expect(excused).toBeGreaterThan(runs / 10);
});
