// A break that was accepted is accepted for good: later versions are held to what the accepted one still takes.
import type { Data, DataObject } from "@addendum/json-schema";
import { describe, expect, test } from "vitest";
import { type Branch, bumped, checkFindings, hookFindings, rejections } from "../../test/branch.ts";

const object = (properties: DataObject, more: DataObject = {}): DataObject => ({
  type: "object",
  properties,
  ...more,
});
const text = { type: "string" };
const integer = { type: "integer" };
const upTo = (maximum: number) => ({ type: "integer", maximum });

/** The same with a field that was never declared before. */
function withField(schema: DataObject, name = "added", field: Data = { type: "string" }): DataObject {
  return { ...schema, properties: { ...(schema["properties"] as DataObject), [name]: field } };
}

const waiver = (rules: readonly string[], version: string, more: object = {}) => ({
  rules,
  title: "a/b",
  version,
  reason: "nobody sends more",
  owner: "the team",
  ...more,
});

type Break = readonly [name: string, old: DataObject, accepted: DataObject];

const breaks: readonly Break[] = [
  ["a required field", object({ a: text }), object({ a: text, b: text }, { required: ["b"] })],
  ["a field that became required", object({ a: text }), object({ a: text }, { required: ["a"] })],
  ["a lowered limit", object({ n: upTo(100) }), object({ n: upTo(50) })],
  ["a removed field", object({ a: text, p: text }), object({ a: text })],
  ["a renamed field", object({ user_name: text }), object({ userName: text })],
  ["a changed type", object({ v: integer }), object({ v: text })],
  [
    "fewer options",
    object({ v: { type: "string", enum: ["a", "b"] } }),
    object({ v: { type: "string", enum: ["a"] } }),
  ],
  ["options where any text was", object({ v: text }), object({ v: { type: "string", enum: ["a"] } })],
  [
    "another format",
    object({ v: { type: "string", format: "date" } }),
    object({ v: { type: "string", format: "uri" } }),
  ],
  ["closed content", object({ a: text }), object({ a: text }, { additionalProperties: false })],
  [
    "free-form content that is declared",
    object({ o: { type: "object" }, a: text }),
    object({ o: object({ x: text }), a: text }),
  ],
  ["two names of one column", object({ a: text }), object({ a: text, aB: text, ab: text })],
  ["a field of an object", object({ o: object({ x: text, y: text }) }), object({ o: object({ x: text }) })],
  [
    "items",
    object({ l: { type: "array", items: object({ x: text }) } }),
    object({ l: { type: "array", items: object({ x: integer }) } }),
  ],
  [
    "members of a map",
    object({ a: text, m: { type: "object", additionalProperties: object({ x: text }) } }),
    object({
      a: text,
      m: { type: "object", additionalProperties: object({ x: text }, { required: ["x"] }) },
    }),
  ],
  ["an object that became a text", object({ o: object({ x: text }), a: text }), object({ o: text, a: text })],
  [
    "what could not be decided",
    object({ s: { type: "string", pattern: "^a" } }),
    object({ s: { type: "string", pattern: "^(?=a)a+$" } }),
  ],
];

describe.each(breaks)("%s that was published", (_, old, accepted) => {
  const published = { "1.0.0": old, "1.1.0": accepted };

  test("is a break", () =>
    expect(rejections({ published: { "1.0.0": old }, current: ["1.1.0", accepted] })).not.toEqual([]));

  test("blocks no addition, and bump names a minor version", () => {
    const next: Branch = { published, current: ["1.2.0", withField(accepted)] };
    expect(rejections(next)).toEqual([]);
    expect(bumped({ ...next, current: ["1.1.0", withField(accepted)] })).toBe("1.2.0");
    const after: Branch = {
      published: { ...published, "1.2.0": withField(accepted) },
      current: ["1.3.0", withField(withField(accepted), "another", integer)],
    };
    expect(rejections(after)).toEqual([]);
  });

  test("blocks no addition under jsonschema-tools’ own rules", () => {
    const settings = { preset: "wikimedia" } as const;
    expect(rejections({ published, current: ["1.2.0", withField(accepted)], settings })).toEqual([]);
  });

  test("blocks no other wording", () => {
    const described = { ...accepted, description: "Said otherwise." };
    expect(rejections({ published, current: ["1.1.1", described] })).toEqual([]);
    expect(bumped({ published, current: ["1.1.0", described] })).toBe("1.1.1");
  });

  test("may be taken back where that breaks nothing else", () => {
    const back = { published, current: ["1.2.0", old] } as const;
    const found = hookFindings(back).filter(({ severity }) => severity === "error");
    expect(found.filter(({ subject }) => subject?.against === "1.0.0")).toEqual([]);
  });

  test("stays visible as a remark that names version and place, unless a waiver tells why", () => {
    const branch: Branch = { published, current: ["1.1.0", accepted] };
    const remarks = checkFindings(branch).filter(({ rule }) => rule === "break-accepted");
    expect(remarks).not.toEqual([]);
    for (const { severity, message, location } of remarks) {
      expect(severity).toBe("info");
      expect(message).toMatch(/^1\.1\.0 broke 1\.0\.0 at /);
      expect(location.file).toBe("schemas/a/b/1.1.0.yaml");
    }
    expect(checkFindings(branch).filter(({ severity }) => severity === "error")).toEqual([]);
    const rules = rejections({ published: { "1.0.0": old }, current: ["1.1.0", accepted] });
    const settings = { waivers: [waiver(rules, "1.1.0")] };
    expect(checkFindings({ ...branch, settings }).map(({ rule }) => rule)).not.toContain("break-accepted");
  });
});

describe("a branch", () => {
  const [old, accepted] = [object({ n: upTo(100) }), object({ n: upTo(50) })];
  const published = { "1.0.0": old };
  const made = { "1.1.0": accepted };
  const current = ["1.2.0", withField(accepted)] as const;
  const settings = { waivers: [waiver(["event-invalidated"], "1.1.0", { pointer: "/properties/n" })] };

  test("may add to what a waiver permits on it", () => {
    expect(rejections({ published, made, current, settings })).toEqual([]);
    expect(bumped({ published, made, current, settings })).toBe("1.2.0");
  });

  test("may make the permitted version anew", () => {
    const again: Branch = { published, made, current: ["1.1.0", withField(accepted)], settings };
    expect(rejections(again)).toEqual([]);
    expect(bumped(again)).toBe("1.1.0");
  });

  test("may not add to what was committed without one", () => {
    expect(rejections({ published, made, current })).toEqual(["event-invalidated"]);
    expect(bumped({ published, made, current })).toBe("2.0.0");
  });

  test("may not add to what a waiver permits in part only", () => {
    const more = object({ n: upTo(50), m: upTo(5) });
    const both: Branch = {
      published: { "1.0.0": object({ n: upTo(100), m: upTo(10) }) },
      made: { "1.1.0": more },
      current: ["1.2.0", withField(more)],
      settings,
    };
    expect(rejections(both)).toEqual(["event-invalidated", "event-invalidated"]);
  });

  test("is told where the waiver has expired", () => {
    const waivers = [{ ...settings.waivers[0], until: "2026-01-30" }] as never;
    expect(rejections({ published, made, current, settings: { waivers } })).toEqual([
      "event-invalidated",
      "waiver-expired",
    ]);
  });

  test("is told where a waiver for what it made permits nothing", () => {
    const waivers = [...settings.waivers, waiver(["type-changed"], "1.1.0")];
    expect(rejections({ published, made, current, settings: { waivers } })).toEqual(["waiver-unused"]);
  });

  test("may add to what jsonschema-tools’ settings skip", () => {
    const skips = { skippedTestCases: { "/a/b/1.1.0": ["schema-version-compatibility"] } };
    expect(rejections({ published, made, current, settings: skips })).toEqual([]);
    expect(rejections({ published, made: {}, current: ["1.1.0", accepted], settings: skips })).toEqual([]);
    expect(bumped({ published, current: ["1.0.0", accepted], settings: skips })).toBe("1.1.0");
  });

  test("may add to several versions that it made", () => {
    const longer = { ...made, "1.2.0": withField(accepted) };
    const next = ["1.3.0", withField(withField(accepted), "another")] as const;
    expect(rejections({ published, made: longer, current: next, settings })).toEqual([]);
    expect(bumped({ published, made: longer, current: next, settings })).toBe("1.3.0");
  });

  test("changes a permitted version no further without a waiver of its own", () => {
    const further: Branch = { published, made, current: ["1.2.0", object({ n: upTo(40) })], settings };
    expect(rejections(further)).toEqual(["event-invalidated"]);
    const retyped: Branch = {
      published: { "1.0.0": object({ v: integer }) },
      made: { "1.1.0": object({ v: text }) },
      current: ["1.2.0", object({ v: { type: "boolean" } })],
      settings: {
        waivers: [
          waiver(["event-invalidated", "type-changed", "column-retyped", "producer-type-narrowed"], "1.1.0", {
            pointer: "/properties/v",
          }),
        ],
      },
    };
    expect(rejections(retyped)).toEqual(["type-changed", "column-retyped", "producer-type-narrowed"]);
  });
});

describe("what is still refused", () => {
  const published = { "1.0.0": object({ a: text, p: text }), "1.1.0": object({ a: text }) };

  test("a name that was dropped comes back as something else, with an event of both versions", () => {
    const found = hookFindings({ published, current: ["1.2.0", object({ a: text, p: integer })] });
    const errors = found.filter(({ severity }) => severity === "error");
    expect(errors.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining([
        "event-invalidated",
        "type-changed",
        "column-retyped",
        "producer-type-narrowed",
      ]),
    );
    const [{ evidence } = {}] = errors;
    expect(evidence?.label).toContain("valid under 1.0.0 and 1.1.0");
    expect(evidence?.event?.value).toEqual({ p: "" });
    expect(bumped({ published, current: ["1.1.0", object({ a: text, p: integer })] })).toBe("2.0.0");
  });

  test("it may come back as it was", () => {
    expect(rejections({ published, current: ["1.2.0", object({ a: text, p: text })] })).toEqual([]);
  });

  test("a further break, and only that is explained", () => {
    const more = {
      "1.0.0": object({ n: upTo(100), m: upTo(100) }),
      "1.1.0": object({ n: upTo(50), m: upTo(100) }),
    };
    const found = hookFindings({ published: more, current: ["1.2.0", object({ n: upTo(50), m: upTo(70) })] });
    const errors = found.filter(({ severity }) => severity === "error");
    expect(errors.map(({ subject }) => subject?.pointer)).toEqual(["/properties/m/maximum"]);
  });

  test("what came between and is not the newest excuses nothing", () => {
    // C opens again what B closed, so it takes a text as `p`, which D would refuse.
    const versions = {
      "1.0.0": object({ a: text, p: text }),
      "1.1.0": object({ a: text }, { additionalProperties: false }),
      "1.2.0": object({ a: text }),
    };
    expect(
      rejections({ published: versions, current: ["1.3.0", object({ a: text, p: integer })] }),
    ).toContain("event-invalidated");
  });

  test("a late patch of an older minor version excuses nothing, and is excused by what lies below it", () => {
    const [wide, narrow] = [object({ n: upTo(100) }), object({ n: upTo(50) })];
    const late = { "1.0.0": wide, "1.1.0": wide, "1.1.1": narrow, "1.2.0": wide };
    expect(rejections({ published: late, current: ["1.3.0", withField(narrow)] })).toContain(
      "event-invalidated",
    );
    const rules = { "version-invalid-order": "off" } as const;
    const before = { "1.0.0": wide, "1.1.0": narrow, "1.2.0": withField(narrow) };
    const described = { ...narrow, description: "Said otherwise." };
    expect(rejections({ published: before, current: ["1.1.1", described], settings: { rules } })).toEqual([]);
    const after = { "1.0.0": wide, "1.1.0": wide, "1.2.0": narrow };
    expect(rejections({ published: after, current: ["1.1.1", narrow], settings: { rules } })).toEqual([
      "event-invalidated",
    ]);
  });
});

describe("another way of writing is no objection, beside an addition either", () => {
  const options = { type: "string", enum: ["a", "b"] };
  const respelt = { ...options, format: "hostname" };
  const fewer = { type: "string", enum: ["a", "bbb"], maxLength: 2 };

  test.each<[string, Data, Data]>([
    ["a format that every option has", options, respelt],
    ["an option that was too long", fewer, { type: "string", enum: ["a"] }],
  ])("%s", (_, before, after) => {
    const [old, newer] = [object({ v: before }), withField(object({ v: after }))];
    expect(rejections({ published: { "1.0.0": old }, current: ["1.1.0", newer] })).toEqual([]);
    // And where something else was broken before.
    const [first, second] = [withField(old, "n", upTo(9)), withField(old, "n", upTo(5))];
    const published = { "1.0.0": first, "1.1.0": second };
    expect(rejections({ published, current: ["1.2.0", withField(newer, "n", upTo(5))] })).toEqual([]);
  });

  test("but a new break at that place is one", () => {
    const published = { "1.0.0": object({ v: options }), "1.1.0": object({ v: respelt }) };
    const current = ["1.2.0", object({ v: { ...respelt, enum: ["a"] } })] as const;
    expect(rejections({ published, current })).toContain("enum-value-removed");
  });
});

test("bump and the hook agree where the newest published version cannot be read", () => {
  const published = { "1.0.0": object({ a: text }), "1.1.0": "title: [\n" };
  const added = withField(object({ a: text }));
  const branch = (version: string): Branch => ({ published, current: [version, added] });
  expect(rejections(branch("1.2.0"))).toEqual(["containment-unknown"]);
  expect(bumped(branch("1.1.0"))).toBe("2.0.0");
  const settings = { waivers: [waiver(["containment-unknown"], "1.2.0")] };
  expect(rejections({ ...branch("1.2.0"), settings })).toEqual([]);
  expect(bumped({ ...branch("1.1.0"), settings })).toBe("1.2.0");
});

describe("a waiver of a published version is history", () => {
  const published = { "1.0.0": object({ n: upTo(100) }), "1.1.0": object({ n: upTo(50) }) };
  const errors = (waivers: unknown) =>
    checkFindings({ published, current: ["1.1.0", object({ n: upTo(50) })], settings: { waivers } as never })
      .filter(({ severity }) => severity === "error")
      .map(({ rule }) => rule);

  test.each<[string, object]>([
    ["expired", { until: "2020-01-31" }],
    ["too wide", { pointer: undefined }],
    ["for rules that say nothing", { rules: ["event-invalidated", "type-changed"] }],
    ["for another place", { pointer: "/properties/m" }],
  ])("%s", (_, more) => {
    expect(errors([waiver(["event-invalidated"], "1.1.0", { pointer: "/properties/n", ...more })])).toEqual(
      [],
    );
  });

  test("it still says why", () => {
    expect(errors([waiver(["event-invalidated"], "1.1.0", { reason: undefined })])).toEqual([
      "waiver-missing-reason",
    ]);
  });
});

describe("published versions are looked back at only where that is seen", () => {
  const published = { "1.0.0": object({ n: upTo(100) }), "1.1.0": object({ n: upTo(50) }) };
  const branch: Branch = { published, current: ["1.1.0", object({ n: upTo(50) })] };
  const count = (more: Partial<Branch>) =>
    checkFindings({ ...branch, ...more }).filter(({ rule }) => rule === "break-accepted").length;

  test("as remarks", () => expect([count({}), count({ scope: { hasRemarks: false } })]).toEqual([1, 0]));
  test("as more than remarks", () =>
    expect(count({ scope: { hasRemarks: false }, settings: { rules: { "break-accepted": "warn" } } })).toBe(
      1,
    ));
});
