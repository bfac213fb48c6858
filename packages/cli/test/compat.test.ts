import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { command, ScratchRepository } from "./scratch-repository.ts";

const current = "schemas/analytics/toggle/current.yaml";
const first = `# What a person wrote stays as it is.
title: analytics/toggle
description: Somebody switched syntax highlighting on or off.
$id: /analytics/toggle/1.0.0
$schema: https://json-schema.org/draft-07/schema#
type: object
required: [editor]
properties:
  editor:
    type: string
    description: The editor.
    enum: [wikitext_2010, wikitext_2017]
  edit_count:
    type: integer
    description: How many edits.
    minimum: 0
    maximum: 100000
examples:
  - editor: wikitext_2010
`;

/** A repository that has published 1.0.0, and whose current has become another version. */
function changed(version: string, ...edits: readonly (readonly [string, string])[]): ScratchRepository {
  const repository = ScratchRepository.withGit();
  repository.write(current, first);
  expect(repository.commit("first")).toMatchObject({ code: 0 });
  repository.write(current, edited(version, ...edits));
  return repository;
}

function edited(version: string, ...edits: readonly (readonly [string, string])[]): string {
  return edits.reduce(
    (text, [from, to]) => {
      expect(text).toContain(from);
      return text.replace(from, to);
    },
    first.replace("/1.0.0", `/${version}`),
  );
}

/** An example that the change would refuse, too, is a finding of its own. */
function withoutExamples(repository: ScratchRepository): ScratchRepository {
  repository.write(current, repository.read(current).replace(/examples:\n.*\n$/, ""));
  return repository;
}

/** What the hook prints, and what it refuses. */
function rejection(repository: ScratchRepository): {
  readonly text: string;
  readonly rules: readonly string[];
} {
  const { code, out, err } = repository.commit("second");
  expect(code, out + err).toBe(1);
  const text = out + err;
  return {
    text,
    rules: [...text.matchAll(/(?:error:.*)\[([a-z-]+)\]$/gm)].map(([, rule]) => rule as string),
  };
}

describe("people’s real mistakes are rejected, in at most twenty lines", () => {
  test.each<[string, readonly [string, string], readonly string[], readonly string[]]>([
    [
      "a typo in a maximum",
      ["maximum: 100000", "maximum: 10000"],
      ["event-invalidated"],
      ["edit_count: 10001   # ← /edit_count must be <= 10000", "maximum: 10000"],
    ],
    [
      "a required field added",
      ["required: [editor]", "required: [editor, edit_count]"],
      ["event-invalidated", "property-required", "producer-type-narrowed"],
      ["must have required property 'edit_count'", "editor: wikitext_2010"],
    ],
    [
      "an option renamed",
      ["wikitext_2017]", "wikitext_17]"],
      ["event-invalidated", "enum-value-removed", "producer-type-narrowed"],
      ["editor: wikitext_2017   # ← /editor must be equal to one of the allowed values"],
    ],
    [
      "a type changed",
      ["type: integer", "type: string"],
      [
        "event-invalidated",
        "type-changed",
        "column-retyped",
        "producer-type-narrowed",
        "no-ineffective-keyword",
        "no-ineffective-keyword",
      ],
      ["edit_count: 0   # ← /edit_count must be string", "edit_count BIGINT → STRING"],
    ],
    [
      "a property renamed",
      ["edit_count:", "edits:"],
      ["property-renamed", "column-dropped", "producer-type-narrowed"],
      ["The property edit_count of 1.0.0 was removed; its new name is probably edits.", "edit_count BIGINT"],
    ],
    [
      "additional properties forbidden",
      ["examples:", "additionalProperties: false\nexamples:"],
      ["additional-properties-closed"],
      ["An event with an undeclared property", "other: null"],
    ],
  ])("%s", (_, edit, rules, shown) => {
    const { text, rules: found } = rejection(withoutExamples(changed("1.1.0", edit)));
    expect(found).toEqual(rules);
    for (const part of shown) expect(text).toContain(part);
    expect(text).toMatch(/^schemas\/analytics\/toggle\/current\.yaml:\d+:\d+: error: /);
    expect(
      text
        .trimEnd()
        .split("\n")
        .filter((line) => line !== "").length,
    ).toBeLessThanOrEqual(20);
    expect(text).toContain("under “waivers:” in addendum.yaml");
  });
});

describe("what is additive passes", () => {
  test.each<[string, string, readonly [string, string]]>([
    ["a new property", "1.1.0", ["examples:", "  skin:\n    type: string\nexamples:"]],
    ["a new option", "1.1.0", ["wikitext_2017]", "wikitext_2017, visual]"]],
    ["a wider bound", "1.1.0", ["maximum: 100000", "maximum: 200000"]],
    ["another description", "1.0.1", ["How many edits.", "The number of edits."]],
    ["another spelling of the same", "1.0.1", ["minimum: 0", "exclusiveMinimum: -1"]],
    [
      "options in another order",
      "1.0.1",
      ["[wikitext_2010, wikitext_2017]", "[wikitext_2017, wikitext_2010]"],
    ],
    ["a new major", "2.0.0", ["maximum: 100000", "maximum: 1000"]],
  ])("%s", (_, version, edit) => {
    const repository = withoutExamples(changed(version, edit));
    const { code, out, err } = repository.commit("second");
    expect(out + err).toContain(`analytics/toggle ${version}`);
    expect(code).toBe(0);
    if (version === "2.0.0") expect(out + err).toContain("2.0.0 is the first version of its major");
  });

  test("moving a part into a fragment", () => {
    const repository = changed("1.0.1", [
      "  edit_count:\n    type: integer\n    description: How many edits.\n    minimum: 0\n    maximum: 100000\n",
      "",
    ]);
    repository.write(
      "schemas/fragment/edits/current.yaml",
      `title: fragment/edits
description: How much somebody has edited.
$id: /fragment/edits/1.0.0
$schema: https://json-schema.org/draft-07/schema#
type: object
properties:
  edit_count: {type: integer, description: How many edits., minimum: 0, maximum: 100000}
examples: [{edit_count: 1}]
`,
    );
    const text = repository.read(current);
    repository.write(
      current,
      text.replace("type: object\n", "type: object\nallOf:\n  - $ref: /fragment/edits/1.0.0\n"),
    );
    expect(repository.commit("second")).toMatchObject({ code: 0 });
  });
});

describe("the version says what changed", () => {
  test("a step that is too small is named with the least that is right, which bump sets", () => {
    const repository = changed("1.0.1", ["wikitext_2017]", "wikitext_2017, visual]"]);
    const { text, rules } = rejection(repository);
    expect(rules).toEqual(["version-bump-too-small"]);
    expect(text).toContain("Use 1.1.0");
    expect(repository.addendum("bump", current)).toMatchObject({
      code: 0,
      out: `${current}: 1.0.1 → 1.1.0\n`,
    });
    expect(repository.read(current)).toBe(edited("1.1.0", ["wikitext_2017]", "wikitext_2017, visual]"]));
    expect(repository.commit("second")).toMatchObject({ code: 0 });
  });

  test.each<[string, readonly [string, string], string]>([
    ["a patch", ["How many edits.", "The number of edits."], "1.0.1"],
    ["a minor version", ["wikitext_2017]", "wikitext_2017, visual]"], "1.1.0"],
    ["a major version", ["maximum: 100000", "maximum: 10"], "2.0.0"],
  ])("bump finds %s", (_, edit, version) => {
    const repository = changed("1.0.0", edit);
    expect(repository.addendum("bump", current)).toMatchObject({
      code: 0,
      out: `${current}: 1.0.0 → ${version}\n`,
    });
  });

  test("bump leaves alone what has not changed", () => {
    const repository = changed("1.0.0");
    expect(repository.addendum("bump", current).out).toContain("nothing has changed");
    expect(repository.read(current)).toBe(first);
  });
});

describe("bump", () => {
  test.each([
    ["lower than the current version", "0.9.0", "1.0.0 exists"],
    ["the current version", "1.0.0", "already has version 1.0.0"],
  ])("refuses a version that is %s", (_, version, message) => {
    const repository = changed("1.0.0", ["How many edits.", "The number of edits."]);
    const text = repository.read(current);
    const { code, out, err } = repository.addendum("bump", current, "--set", version);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(message);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
    expect(repository.read(current)).toBe(text);
  });

  test("a version that no file has yet may be lowered, down to those that exist", () => {
    const repository = changed("1.5.0", ["How many edits.", "The number of edits."]);
    expect(repository.addendum("bump", current, "--set", "1.0.0").err).toContain("1.0.0 exists");
    expect(repository.addendum("bump", current, "--set", "1.0.1")).toMatchObject({ code: 0 });
  });

  test("does not take a misspelt type for a new major", () => {
    const repository = changed("1.0.0", ["type: integer", "type: intger"]);
    const { code, err } = repository.addendum("bump", current);
    expect(code).toBe(2);
    expect(err).toContain("/properties/edit_count/type: “type” must be one of");
    expect(err).toContain("Did you mean “integer”?");
    expect(repository.addendum("bump", current, "--set", "2.0.0")).toMatchObject({ code: 0 });
  });
});

describe("a misspelt type", () => {
  test("is the first and only thing that its author reads", () => {
    const { text, rules } = rejection(changed("1.1.0", ["type: integer", "type: int"]));
    expect(rules).toEqual(["no-invalid-schema"]);
    expect(text).toContain("Did you mean “integer”?");
    expect(text).toContain("`addendum explain no-invalid-schema` says why");
  });
});

describe("a deleted schema", () => {
  test("is one finding, whose command restores it", () => {
    const repository = ScratchRepository.withGit();
    repository.write(current, first);
    expect(repository.commit("first")).toMatchObject({ code: 0 });
    repository.write(current, edited("1.1.0", ["wikitext_2017]", "wikitext_2017, visual]"]));
    expect(repository.commit("second")).toMatchObject({ code: 0 });
    repository.git("rm", "-rq", "schemas/analytics/toggle");
    const { text, rules } = rejection(repository);
    expect(rules).toEqual(["version-published"]);
    expect(text).toContain("1.0.0, 1.1.0 of analytics/toggle");
    const restore = /git (checkout \S+ -- \S+)\./.exec(text)?.[1] ?? "";
    repository.git(...restore.split(" "));
    expect(repository.status()).toBe("");
  });
});

describe("a version is held against every published one of its major", () => {
  test("a name that one version dropped may not come back as something else", () => {
    const repository = ScratchRepository.withGit(
      "version: 1\nbaseBranch: main\nrules: {property-removed: warn, column-dropped: warn, producer-type-narrowed: warn}\n",
    );
    repository.write(current, first);
    expect(repository.commit("first").code).toBe(0);
    const dropped = first.replace(/ {2}edit_count:\n(?: {4}.*\n)+/, "");
    repository.write(current, dropped.replace("/1.0.0", "/1.1.0"));
    expect(repository.commit("second")).toMatchObject({ code: 0 });
    const back = dropped
      .replace("/1.0.0", "/1.2.0")
      .replace("examples:", "  edit_count:\n    type: string\nexamples:");
    repository.write(current, back);
    const { text, rules } = rejection(repository);
    expect(rules[0]).toBe("event-invalidated");
    expect(text).toContain("edit_count: now declared; events of 1.0.0 with other values would be rejected.");
  });
});

describe("waivers", () => {
  const waiver = (more: string) => `version: 1
baseBranch: main
waivers:
  - rules: [event-invalidated]
    title: analytics/toggle
    version: 1.1.0
${more}`;
  const good = "    pointer: /properties/edit_count\n    reason: nobody sends more\n    owner: the team\n";

  test("the one that a rejection prints permits the change", () => {
    const repository = changed("1.1.0", ["maximum: 100000", "maximum: 10"]);
    const { text } = rejection(repository);
    const lines = text.split("\n");
    const at = lines.findIndex((line) => line.includes("waivers:"));
    const printed = lines.slice(at + 1, at + 3).join("\n");
    repository.write("addendum.yaml", `version: 1\nbaseBranch: main\nwaivers:\n${printed}\n`);
    expect(repository.commit("second")).toMatchObject({ code: 0 });
    // It stays right once the version is published.
    expect(repository.addendum("check")).toMatchObject({ code: 0 });
  });

  test.each<[string, string, string]>([
    ["without a reason", good.replace(/ +reason: .*\n/, ""), "waiver-missing-reason"],
    ["without an owner", good.replace(/ +owner: .*\n/, ""), "waiver-missing-reason"],
    ["that has expired", `${good}    until: 2020-01-01\n`, "waiver-expired"],
    ["for the whole schema", good.replace(/ +pointer: .*\n/, ""), "waiver-too-wide"],
    ["for another place", good.replace("edit_count", "editor"), "waiver-unused"],
  ])("one %s is an error", (_, more, rule) => {
    const repository = changed("1.1.0", ["maximum: 100000", "maximum: 10"]);
    repository.write("addendum.yaml", waiver(more));
    const { rules } = rejection(repository);
    expect(rules).toContain(rule);
  });

  test("one that is right lets the change pass, until its day", () => {
    const repository = changed("1.1.0", ["maximum: 100000", "maximum: 10"]);
    repository.write("addendum.yaml", waiver(`${good}    until: 2999-12-31\n`));
    expect(repository.commit("second")).toMatchObject({ code: 0 });
  });

  test("one that names no rule is refused with a suggestion", () => {
    const repository = changed("1.1.0");
    repository.write("addendum.yaml", waiver(good).replace("event-invalidated", "event-invalid"));
    expect(repository.addendum("check")).toMatchObject({ code: 2 });
    expect(repository.addendum("check").err).toContain("did you mean “event-invalidated”?");
  });
});

describe("a break that was accepted is accepted for good", () => {
  const bare = "version: 1\nbaseBranch: main\n";
  const waived = `${bare}waivers:
  - rules: [event-invalidated]
    title: analytics/toggle
    version: 1.1.0
    pointer: /properties/edit_count
    reason: nobody edits more
    owner: the team
`;
  const lower = ["maximum: 100000", "maximum: 10"] as const;
  const added = (version: string) =>
    edited(version, lower, ["examples:", "  skin:\n    type: string\nexamples:"]).replace(
      /examples:\n.*\n$/,
      "",
    );

  /** 1.1.0 lowers a limit, with its version files, and is staged. */
  function lowered(): ScratchRepository {
    const repository = withoutExamples(changed("1.1.0", lower));
    repository.write("addendum.yaml", waived);
    expect(repository.addendum("materialize")).toMatchObject({ code: 0 });
    return repository;
  }

  /** The base branch holds 1.1.0, which somebody merged without a waiver. */
  function published(): ScratchRepository {
    const repository = lowered();
    repository.write("addendum.yaml", bare);
    expect(repository.commit("broken", "--no-verify")).toMatchObject({ code: 0 });
    return repository;
  }

  test("additions pass, bump says a minor version, and the hook agrees", () => {
    const repository = published();
    repository.write(current, added("1.1.0"));
    expect(repository.addendum("bump", current)).toMatchObject({
      code: 0,
      out: `${current}: 1.1.0 → 1.2.0\n`,
    });
    expect(repository.commit("an addition")).toMatchObject({ code: 0 });
    expect(repository.addendum("check")).toMatchObject({ code: 0 });
    // Of two versions that are named, the plain question is asked.
    expect(repository.addendum("compat", "analytics/toggle@1.0.0", "analytics/toggle@1.2.0").code).toBe(1);
    expect(repository.addendum("compat", "analytics/toggle@1.1.0", "analytics/toggle@1.2.0").code).toBe(0);
  });

  test("a further break is refused, with an event of both versions", () => {
    const repository = published();
    repository.write(current, added("1.2.0").replace("maximum: 10", "maximum: 9"));
    const { text, rules } = rejection(repository);
    expect(rules).toEqual(["event-invalidated"]);
    expect(text).toContain("edit_count: 10   # ← /edit_count must be <= 9");
  });

  test("it stays visible as a remark of check, with its version and place", () => {
    const repository = published();
    const { code, out } = repository.addendum("check", "--format", "json");
    expect(code).toBe(0);
    const { findings } = JSON.parse(out) as { readonly findings: readonly { readonly rule: string }[] };
    expect(findings.filter(({ rule }) => rule === "break-accepted")).toMatchObject([
      {
        severity: "info",
        message: "1.1.0 broke 1.0.0 at edit_count (event-invalidated) and was published without a waiver.",
        location: { file: "schemas/analytics/toggle/1.1.0.yaml" },
      },
    ]);
    expect(repository.addendum("check", "--fail-on", "info").out).toContain("[break-accepted]");
    expect(repository.addendum("check", "--all", "--fail-on", "info").out).toContain("[break-accepted]");
  });

  test("on a branch, what a waiver permits counts before it is merged, and nothing else", () => {
    const repository = lowered();
    repository.git("switch", "-q", "-c", "topic");
    expect(repository.commit("lower, with a waiver")).toMatchObject({ code: 0 });
    repository.write(current, added("1.1.0"));
    expect(repository.addendum("bump", current).out).toBe(`${current}: 1.1.0 → 1.1.0\n`);
    repository.write(current, added("1.2.0"));
    expect(repository.addendum("bump", current).out).toBe(`${current}: 1.2.0 → 1.2.0\n`);
    expect(repository.addendum("check").out).not.toContain("event-invalidated");
    repository.write("addendum.yaml", bare);
    expect(repository.addendum("bump", current).out).toBe(`${current}: 1.2.0 → 2.0.0\n`);
    repository.write(current, added("1.2.0"));
    expect(rejection(repository).rules).toEqual(["event-invalidated"]);
    repository.write("addendum.yaml", waived);
    expect(repository.commit("an addition")).toMatchObject({ code: 0 });
    expect(repository.files()).toContain("schemas/analytics/toggle/1.2.0.yaml");
  });

  test("bump knows the waiver of a version that is to come", () => {
    const repository = withoutExamples(changed("1.0.0", lower));
    expect(repository.addendum("bump", current).out).toBe(`${current}: 1.0.0 → 2.0.0\n`);
    repository.write("addendum.yaml", waived);
    expect(repository.addendum("bump", current).out).toBe(`${current}: 2.0.0 → 1.1.0\n`);
    expect(repository.commit("lower, with a waiver")).toMatchObject({ code: 0 });
  });

  test("the waiver is history once its version is published", () => {
    const repository = lowered();
    expect(repository.commit("lower, with a waiver")).toMatchObject({ code: 0 });
    const old = waived
      .replace("    pointer: /properties/edit_count\n", "")
      .replace("[event-", "[type-changed, event-");
    repository.write("addendum.yaml", `${old}    until: 2020-01-01\n`);
    expect(repository.addendum("check")).toMatchObject({ code: 0 });
    repository.write(current, added("1.2.0"));
    expect(repository.commit("an addition")).toMatchObject({ code: 0 });
  });
});

describe("check --against", () => {
  test("a revision, another checkout, one version", () => {
    const repository = changed("1.1.0", ["maximum: 100000", "maximum: 10"]);
    repository.addendum("materialize");
    const other = ScratchRepository.withGit();
    other.write(current, first);
    other.addendum("materialize");
    for (const against of ["main", "HEAD", other.root, "analytics/toggle@1.0.0"]) {
      const { code, out } = repository.addendum("check", "--against", against);
      expect(out, against).toContain("[event-invalidated]");
      expect(code).toBe(1);
    }
    expect(repository.addendum("check", "--against", "nowhere")).toMatchObject({ code: 2 });
    const asked = (against: string) => repository.addendum("check", "--against", against);
    expect(asked("analytics/toggle@9.0.0").err).toContain(
      "“analytics/toggle” has no version 9.0.0. It has 1.0.0",
    );
    expect(asked("analytics/togle@1.0.0").err).toContain("Did you mean “analytics/toggle”?");
    expect(repository.addendum("changelog", "analytics/toggle", "9.0.0..").err).toContain("It has 1.0.0");
    const short = repository.addendum("compat", "analytics/toggle@1.0", "analytics/toggle@1.1.0");
    expect(short.err).toContain("analytics/toggle@1.0: “1.0” is not a version of the form X.Y.Z.");
    expect(repository.addendum("check", "--against", "--help=x").code).toBe(2);
  });
});

describe("addendum compat", () => {
  const setUp = () => {
    const repository = new ScratchRepository();
    repository.write("old.yaml", "type: object\nproperties: {n: {type: integer, maximum: 100}}\n");
    repository.write(
      "narrow.json",
      '{"type": "object", "properties": {"n": {"type": "integer", "maximum": 50}}}',
    );
    repository.write(
      "wide.yaml",
      "type: object\nproperties: {n: {type: number, maximum: 100}, m: {type: string}}\n",
    );
    return repository;
  };

  test("says yes, or shows the event", () => {
    const repository = setUp();
    const yes = repository.addendum("compat", "old.yaml", "wide.yaml");
    expect(yes).toMatchObject({ code: 0 });
    expect(yes.out).toContain("compatible");
    expect(yes.out).toContain("only declared properties");
    const no = repository.addendum("compat", "old.yaml", "narrow.json");
    expect(no).toMatchObject({ code: 1 });
    expect(no.out).toContain(": 51   # ← /n must be <= 50");
    expect(no.out).toContain("narrows /properties/n/maximum: 100 → 50");
  });

  test.each<[string, string, string, readonly string[]]>([
    [
      "a dependency",
      "properties: {a: {}, b: {}}",
      "properties: {a: {}, b: {}}\ndependencies: {a: [b]}",
      ["incompatible: `dependencies` added; events of OLD that do not satisfy it would be rejected."],
    ],
    [
      "a condition",
      "properties: {a: {}, b: {}}",
      "properties: {a: {}, b: {}}\nif: {required: [a]}\nthen: {required: [b]}",
      ["incompatible: b is now required where `if` matches; events of OLD without it would be rejected."],
    ],
    [
      "an open limit",
      "properties: {a: {type: integer}}",
      "properties: {a: {type: integer, exclusiveMaximum: 9}}",
      ["incompatible: a: `exclusiveMaximum: 9` added; events of OLD with values at or above it would"],
    ],
    [
      "nothing",
      "true",
      "false",
      ["incompatible: an event that is valid under OLD is rejected by NEW:\n  null\n"],
    ],
    [
      "equal items, which are written out",
      "properties: {l: {type: array, items: {type: object}}}",
      "properties: {l: {type: array, items: {type: object}, maxItems: 1}}",
      ["    - {}\n    - {}\n"],
    ],
  ])("the first line names the change: %s", (_, old, newer, lines) => {
    const repository = new ScratchRepository();
    repository.write("old.yaml", `${old}\n`);
    repository.write("new.yaml", `${newer}\n`);
    const { out } = repository.addendum("compat", "old.yaml", "new.yaml");
    for (const line of lines) expect(out).toContain(line);
  });

  test.each([
    ["gzip", gzipSync("{}"), "is compressed with gzip; decompress it first"],
    ["ZIP", Buffer.from("PK\u0003\u0004\u00ff", "latin1"), "is a ZIP archive; unpack it first"],
    ["UTF-16", Buffer.from("\ufeff{}", "utf16le"), "is UTF-16 text; save it as UTF-8"],
    ["Latin 1", Buffer.from("caf\u00e9", "latin1"), "is not UTF-8 text"],
  ])("a file in %s is named as such", (_, bytes, message) => {
    const repository = setUp();
    repository.write("new.json", bytes);
    const { code, err } = repository.addendum("compat", "old.yaml", "new.json");
    expect(code).toBe(2);
    expect(err).toContain(`new.json cannot be read: it ${message}`);
  });

  test("two files are compared although the settings beside them are broken", () => {
    const repository = setUp();
    repository.write("addendum.yaml", "version: 1\nshcemas: x\n");
    const { code, out, err } = repository.addendum("compat", "old.yaml", "narrow.json");
    expect(code).toBe(1);
    expect(out).toContain("incompatible: ");
    expect(err).toMatch(/^The default settings are used: .*addendum\.yaml:2:1: unknown key “shcemas”/);
    expect(repository.addendum("compat", "old.yaml", "wide.yaml", "--repo", ".").code).toBe(2);
    // Where the settings are needed, the message says what for.
    repository.write("refers.yaml", "properties: {a: {$ref: /b/1.0.0}}\n");
    const needed = repository.addendum("compat", "refers.yaml", "wide.yaml");
    expect(needed.code).toBe(2);
    expect(needed.err).toMatch(/refers\.yaml refers to “\/b\/1\.0\.0”, and the settings .*unknown key/);
  });

  test("the content model and the direction are a matter of choice", () => {
    const repository = setUp();
    const compat = (...args: string[]) =>
      repository.addendum("compat", "old.yaml", "wide.yaml", ...args).code;
    expect(compat("--content-model", "open")).toBe(1);
    expect(compat("--direction", "forward")).toBe(1);
    expect(compat("--direction", "full")).toBe(1);
    expect(compat("--direction", "sideways")).toBe(2);
    expect(repository.addendum("compat", "wide.yaml", "old.yaml", "--direction", "forward").code).toBe(0);
  });

  test.each(["backward", "forward", "full"])("says what a verdict rests on, %s", (direction) => {
    const repository = setUp();
    const object = (properties: string) => `type: object\nproperties: {${properties}}\n`;
    repository.write("one.yaml", object("a: {type: string}"));
    repository.write("other.yaml", object("b: {type: integer}"));
    const compat = (...more: string[]) =>
      repository.addendum("compat", "one.yaml", "other.yaml", "--direction", direction, ...more);
    const { code, out } = compat();
    expect(code).toBe(0);
    const backward = 'an event that already carried {"b":null} would break';
    const forward = 'OLD would reject an event of NEW that carries {"a":null}';
    const said = { backward: [backward], forward: [forward], full: [backward, forward] }[direction] ?? [];
    const sentence = `This holds as long as producers send only declared properties: ${said.join(", and ")}.`;
    expect(out).toContain(sentence);
    expect(JSON.parse(compat("--format", "json").out)).toMatchObject({
      verdict: "compatible",
      note: sentence,
    });
    expect(compat("--content-model", "open").code).toBe(1);
  });

  test("as JSON, with each change judged alone", () => {
    const repository = setUp();
    const { out } = repository.addendum("compat", "old.yaml", "narrow.json", "--format", "json");
    expect(JSON.parse(out)).toMatchObject({
      version: 1,
      command: "compat",
      ok: false,
      verdict: "incompatible",
      contentModel: "closed",
      direction: "backward",
      witness: { n: 51 },
      changes: [
        { pointer: "/properties/n/maximum", old: 100, new: 50, effect: "narrows", witness: { n: 51 } },
      ],
      findings: [{ rule: "event-invalidated", location: { file: "narrow.json", line: 1 } }],
    });
  });

  test("a witness that is null is there", () => {
    const repository = new ScratchRepository();
    repository.write("a.json", '{"type": ["null", "string"]}');
    repository.write("b.json", '{"type": "string"}');
    const { out } = repository.addendum("compat", "a.json", "b.json", "--format", "json");
    expect(JSON.parse(out)).toHaveProperty("witness", null);
  });

  test("reads standard input, and versions of the repository it stands in", () => {
    const repository = changed("1.1.0", ["maximum: 100000", "maximum: 10"]);
    repository.addendum("materialize");
    repository.git("add", "-A");
    const { code } = repository.addendum("compat", "analytics/toggle@1.0.0", current);
    expect(code).toBe(1);
    const piped = repository.run(process.execPath, [command, "compat", "analytics/toggle@1.0.0", "-"], {
      input: first,
    });
    expect(piped.code).toBe(0);
    expect(repository.addendum("compat", "analytics/toggle@9.0.0", current).code).toBe(2);
  });

  test.each([
    ["nothing there", ["compat", "none.yaml", "old.yaml"]],
    ["no schema", ["compat", "text.yaml", "old.yaml"]],
    ["no YAML", ["compat", "broken.yaml", "old.yaml"]],
    ["one schema only", ["compat", "old.yaml"]],
    ["standard input twice", ["compat", "-", "-"]],
  ])("cannot: %s", (_, args) => {
    const repository = setUp();
    repository.write("text.yaml", "just text\n");
    repository.write("broken.yaml", "a: [\n");
    const { code, err, out } = repository.addendum(...args);
    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err.trim().split("\n")).toHaveLength(1);
  });
});

describe("compat --batch", () => {
  test("answers each line in its turn, whatever it holds", () => {
    const repository = new ScratchRepository();
    let deep = "true";
    for (let level = 0; level < 3000; level++) deep = `{"not":${deep}}`;
    const lines = [
      '{"id": 1, "old": {"type": "integer"}, "new": {"type": "number"}}',
      '{"id": 2, "old": {"type": "number"}, "new": {"type": "integer"}}',
      "not json",
      '{"id": 3}',
      '{"id": "four", "old": 4, "new": 4}',
      '{"id": 5, "old": {"type": ["null", "string"]}, "new": {"type": "string"}}',
      `{"id": 6, "old": ${deep}, "new": {"not": ${deep}}}`,
      '{"id": 7, "old": {}, "new": {"properties": {"a": false}}, "contentModel": "open"}',
      '{"id": 8, "old": {"properties": {"__proto__": {"type": "string"}}}, "new": {"properties": {"__proto__": {"type": "number"}}}}',
      '{"id": 9, "old": {"type": "number"}, "new": {"type": "integer"}, "direction": "forward"}',
    ];
    const { code, out } = repository.run(process.execPath, [command, "compat", "--batch"], {
      input: `${lines.join("\n")}\n`,
    });
    expect(code).toBe(0);
    const answers = out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { id: unknown; verdict: string; witness?: unknown });
    expect(answers.map(({ id, verdict }) => [id, verdict])).toEqual([
      [1, "compatible"],
      [2, "incompatible"],
      [null, "unknown"],
      [3, "unknown"],
      ["four", "unknown"],
      [5, "incompatible"],
      [6, "unknown"],
      [7, "incompatible"],
      [8, "incompatible"],
      [9, "compatible"],
    ]);
    expect(answers[5]).toHaveProperty("witness", null);
    expect(answers[2]).toHaveProperty("reason");
  });
});
