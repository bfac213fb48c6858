import { rmSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { schema, ScratchRepository } from "./scratch-repository.ts";

interface Report {
  readonly ok: boolean;
  readonly findings: readonly {
    readonly rule: string;
    readonly severity: string;
    readonly location: {
      readonly file: string;
      readonly line: number;
      readonly column: number;
      readonly pointer: string;
      readonly dereferencedPointer?: string;
    };
    readonly dependents?: readonly string[];
  }[];
}

function report(repository: ScratchRepository, ...args: readonly string[]): Report {
  const { out, err } = repository.addendum(...args, "--format", "json");
  expect(err).toBe("");
  return JSON.parse(out) as Report;
}

/** Findings of these severities, as rule, file and pointer; the small example has no `$schema`, and need not. */
function found({ findings }: Report, ...severities: readonly string[]): string[] {
  return findings
    .filter(({ severity, rule }) => severities.includes(severity) && rule !== "example-missing-schema")
    .map(({ rule, location }) => `${rule} ${location.file}#${location.pointer}`);
}

const meta = `  meta:
    type: object
    properties:
      stream: { type: string }
  $schema: { type: string }
`;

/** A fragment with a mistake, and two schemas that refer to it: one to this version, one to an older. */
function withFragment(): ScratchRepository {
  const repository = ScratchRepository.withGit();
  const fragment = (version: string) =>
    schema("fragment/common", version, `${meta}  user:\n    type: string\n    mexLength: 9\n`);
  repository.write("schemas/fragment/common/current.yaml", fragment("1.0.0"));
  repository.addendum("materialize");
  repository.write("schemas/fragment/common/current.yaml", fragment("1.1.0"));
  for (const [title, version] of [
    ["a/new", "1.1.0"],
    ["a/old", "1.0.0"],
  ] as const) {
    repository.write(
      `schemas/${title}/current.yaml`,
      schema(title, "1.0.0").replace(
        "properties:",
        `allOf:\n  - $ref: /fragment/common/${version}\nproperties:`,
      ),
    );
  }
  repository.addendum("materialize");
  return repository;
}

describe("a mistake in a fragment", () => {
  test("is reported once, where it was written, with what it reaches", () => {
    const { findings } = report(withFragment(), "lint");
    const misspelt = findings.filter(({ rule }) => rule === "no-unknown-keyword");
    expect(misspelt).toHaveLength(1);
    expect(misspelt[0]).toMatchObject({
      severity: "error",
      location: {
        file: "schemas/fragment/common/current.yaml",
        pointer: "/properties/user/mexLength",
        line: 17,
        column: 5,
      },
      dependents: ["a/new", "a/old"],
    });
  });

  test("is found by whoever refers to it, too, and placed where it was written", () => {
    const { findings } = report(withFragment(), "lint", "schemas/a/new");
    expect(findings.find(({ rule }) => rule === "no-unknown-keyword")).toMatchObject({
      location: {
        file: "schemas/fragment/common/current.yaml",
        pointer: "/properties/user/mexLength",
        dereferencedPointer: "/allOf/0/properties/user/mexLength",
      },
      dependents: ["a/new"],
    });
  });

  test("that only a published version has is a remark there", () => {
    const repository = withFragment();
    const path = "schemas/fragment/common/current.yaml";
    repository.write(path, repository.read(path).replace("mexLength", "maxLength"));
    const { findings } = report(repository, "lint");
    expect(findings.filter(({ rule }) => rule === "no-unknown-keyword")).toMatchObject([
      { severity: "info", location: { file: "schemas/fragment/common/1.0.0.yaml" }, dependents: ["a/old"] },
    ]);
  });
});

test("what is required is judged with its references written out", () => {
  const repository = withFragment();
  const path = "schemas/a/new/current.yaml";
  repository.write(path, repository.read(path).replace("properties:", "required: [meta, usr]\nproperties:"));
  expect(found(report(repository, "lint"), "error")).toContain(
    "no-required-undeclared schemas/a/new/current.yaml#/required/1",
  );
  expect(found(report(repository, "lint"), "error").filter((one) => one.includes("/required/0"))).toEqual([]);
});

describe("levels", () => {
  const mistaken = (configuration: string) => {
    const repository = ScratchRepository.withGit(`version: 1\n${configuration}`);
    repository.write(
      "schemas/legacy/a/current.yaml",
      schema("legacy/a", "1.0.0", `${meta}  pageId: { type: integer }\n`),
    );
    repository.write("schemas/b/current.yaml", schema("b", "1.0.0", `${meta}  pageId: { type: integer }\n`));
    return repository;
  };
  const named = (report: Report, severity: string) =>
    found(report, severity).filter((one) => one.startsWith("snake-case-property"));

  test("are set by rule, and by title", () => {
    const repository = mistaken(
      "rules: { snake-case-property: error }\noverrides:\n  - titles: [legacy/**]\n    rules: { snake-case-property: off }\n",
    );
    expect(named(report(repository, "lint"), "error")).toEqual([
      "snake-case-property schemas/b/current.yaml#/properties/pageId",
    ]);
  });

  test("are set by presets", () => {
    expect(named(report(mistaken("preset: wikimedia\n"), "lint"), "error")).toHaveLength(2);
    const all = report(mistaken("preset: all\n"), "lint");
    expect(all.findings.filter(({ severity }) => severity === "info")).toEqual([]);
    expect(found(all, "warn")).toContain("schema-missing-owner schemas/b/current.yaml#");
  });

  test.each([
    ["overrides: [{ titles: [a], rules: { snake-case: off } }]", "unknown rule “snake-case”"],
    ["overrides: [{ title: [a], rules: {} }]", "did you mean “titles”"],
    ["preset: al", "preset"],
  ])("%s is refused", (line, message) => {
    const { code, err } = mistaken(`${line}\n`).addendum("lint");
    expect(err).toContain(message);
    expect(code).toBe(2);
  });
});

describe("a comment that ignores", () => {
  const withComment = (comment: string) => {
    const repository = ScratchRepository.withGit();
    repository.write(
      "schemas/b/current.yaml",
      schema("b", "1.0.0", `${meta}  # ${comment}\n  pageId: { type: integer }\n`),
    );
    return repository;
  };

  test("excuses what it names, with a reason", () => {
    const repository = withComment("addendum:ignore snake-case-property -- the browser says so");
    expect(found(report(repository, "lint"), "warn", "error")).toEqual([]);
  });

  test("without a reason, or with nothing to excuse, is a finding", () => {
    expect(found(report(withComment("addendum:ignore snake-case-property"), "lint"), "error")).toEqual([
      "ignore-missing-reason schemas/b/current.yaml#",
    ]);
    expect(found(report(withComment("addendum:ignore no-invalid-default -- why"), "lint"), "warn")).toEqual([
      "ignore-unused schemas/b/current.yaml#",
      "snake-case-property schemas/b/current.yaml#/properties/pageId",
    ]);
  });

  test("in a text is no comment", () => {
    const repository = ScratchRepository.withGit();
    const text =
      "  b:\n    type: string\n    description: |\n      # addendum:ignore snake-case-property -- no\n";
    repository.write("schemas/b/current.yaml", schema("b", "1.0.0", meta + text));
    expect(found(report(repository, "lint"), "warn", "error")).toEqual([]);
  });
});

describe("--fix", () => {
  const source = `# what a person wrote
title: b
$id: /b/1.0.0
descripotion: Something.   # stays
type: object
properties:
  n:
    type: integer
    'maxiumum': 5
  s: { type: string, enum: [1.0, "2", true, 2026-01-01] }
`;

  test("mends spellings and quotes, and leaves comments and layout", () => {
    const repository = ScratchRepository.withGit();
    repository.write("schemas/b/current.yaml", source);
    const { out, code } = repository.addendum("lint", "--fix");
    expect(repository.read("schemas/b/current.yaml")).toBe(
      source
        .replace("descripotion", "description")
        .replace("maxiumum", "maximum")
        .replace('1.0, "2", true, 2026-01-01', '"1.0", "2", "true", "2026-01-01"'),
    );
    expect(out).toContain("1 file fixed");
    expect(code).toBe(0);
  });

  test("never mends a version, published or not, and says which were left", () => {
    const repository = ScratchRepository.withGit();
    const mistake = `${meta}  old: { type: string, mexLength: 3 }\n`;
    repository.write("schemas/fragment/f/current.yaml", schema("fragment/f", "1.0.0", mistake));
    repository.write("schemas/b/current.yaml", schema("b", "1.0.0", mistake));
    repository.addendum("materialize");
    repository.git("add", "-A");
    repository.git("commit", "-q", "--no-verify", "-m", "first");
    // A draft, and a mistake that only a published fragment has by now.
    repository.write("schemas/b/current.yaml", schema("b", "1.1.0", mistake));
    repository.addendum("materialize");
    repository.write("schemas/fragment/f/current.yaml", schema("fragment/f", "1.1.0", meta));
    repository.write(
      "schemas/user/current.yaml",
      `${schema("user", "1.0.0", meta)}allOf: [{ $ref: /fragment/f/1.0.0# }]\n`,
    );
    repository.git("add", "-A");
    const args = ["lint", "--fix", "--published", "--fail-on", "info", "--format", "json"];
    const { err, out } = repository.addendum(...args);
    const left = ["schemas/b/1.0.0.yaml", "schemas/fragment/f/1.0.0.yaml"];
    for (const path of left) expect(err).toContain(`${path}: unchanged.`);
    expect(JSON.parse(out)).toMatchObject({ leftFiles: left, files: [{ path: "schemas/b/current.yaml" }] });
    expect(repository.git("diff", "--name-only")).toBe("schemas/b/current.yaml\n");
    expect(repository.read("schemas/b/current.yaml")).toContain("maxLength: 3");
    expect(repository.addendum("lint", "--fix").err).toContain("schemas/fragment/f/1.0.0.yaml: unchanged.");
    expect(repository.git("diff", "--name-only")).toBe("schemas/b/current.yaml\n");
  });

  test("does not guess where the name is taken", () => {
    const repository = ScratchRepository.withGit();
    const taken = source.replace("    'maxiumum': 5", "    'maxiumum': 5\n    maximum: 6");
    repository.write("schemas/b/current.yaml", taken);
    repository.addendum("lint", "--fix");
    expect(repository.read("schemas/b/current.yaml")).toContain("'maxiumum': 5\n    maximum: 6");
  });
});

test("fmt orders keys; --check writes nothing", () => {
  const repository = ScratchRepository.withGit();
  const text = "type: object\ntitle: b\n$id: /b/1.0.0\n";
  repository.write("schemas/b/current.yaml", text);
  expect(repository.addendum("fmt", "--check")).toMatchObject({ code: 1 });
  expect(repository.read("schemas/b/current.yaml")).toBe(text);
  expect(repository.addendum("fmt")).toMatchObject({ code: 0 });
  expect(repository.read("schemas/b/current.yaml")).toBe("title: b\n$id: /b/1.0.0\ntype: object\n");
  expect(repository.addendum("fmt", "--check")).toMatchObject({ code: 0 });
});

describe("what was there before", () => {
  /** The last commit holds a mistake, from before the hook was there. */
  const mistaken = () => {
    const repository = ScratchRepository.withGit();
    repository.write(
      "schemas/b/current.yaml",
      schema("b", "1.0.0", `${meta}  old: { type: string, mexLength: 3 }\n`),
    );
    repository.addendum("materialize");
    repository.git("add", "-A");
    repository.git("commit", "-q", "--no-verify", "-m", "first");
    return repository;
  };
  const edit = (repository: ScratchRepository, ...more: readonly string[]) =>
    repository.write(
      "schemas/b/current.yaml",
      repository
        .read("schemas/b/current.yaml")
        .replace("1.0.0", "1.1.0")
        .replace("examples:", `${more.join("")}examples:`),
    );

  test("does not stop a commit that adds to it", () => {
    const repository = mistaken();
    edit(repository, "  fresh: { type: string }\n");
    expect(repository.commit("second")).toMatchObject({ code: 0 });
    expect(repository.files()).toContain("schemas/b/1.1.0.yaml");
  });

  test("does not excuse a new mistake", () => {
    const repository = mistaken();
    edit(repository, "  fresh: { type: string, minLenght: 3 }\n");
    const { code, out, err } = repository.commit("second");
    expect(code).toBe(1);
    expect(out + err).toContain("minLenght");
    expect(out + err).not.toContain("mexLength");
  });

  test("is left out by check --against, which needs no checkout", () => {
    const repository = mistaken();
    repository.git("checkout", "-q", "-b", "topic");
    edit(repository, "  fresh: { type: string, minLenght: 3 }\n");
    repository.addendum("materialize");
    expect(found(report(repository, "check"), "error")).toHaveLength(2);
    expect(found(report(repository, "check", "--against", "main"), "error")).toEqual([
      "no-unknown-keyword schemas/b/current.yaml#/properties/fresh/minLenght",
    ]);
  });
});

test("what is published is judged on request, as a remark", () => {
  const repository = ScratchRepository.withGit();
  repository.write(
    "schemas/b/current.yaml",
    schema("b", "1.0.0", `${meta}  old: { type: string, mexLength: 3 }\n`),
  );
  repository.addendum("materialize");
  repository.git("add", "-A");
  repository.git("commit", "-q", "--no-verify", "-m", "first");
  const published = (...args: readonly string[]) =>
    found(report(repository, ...args), "info").filter((one) => one.startsWith("no-unknown-keyword"));
  expect(published("lint")).toEqual([]);
  expect(published("lint", "--published")).toEqual([
    "no-unknown-keyword schemas/b/1.0.0.yaml#/properties/old/mexLength",
  ]);
  // As text it is said how to see them, and only to whoever asked.
  const hint = "--fail-on info shows them";
  expect(repository.addendum("lint", "--published").out).toContain(hint);
  expect(repository.addendum("lint").out).not.toContain(hint);
  expect(repository.addendum("lint", "--published", "--fail-on", "info").out).not.toContain(hint);
});

test("many schemas are shared among threads, with the same findings", () => {
  const repository = ScratchRepository.withGit();
  repository.write(
    "schemas/fragment/common/current.yaml",
    schema("fragment/common", "1.0.0", `${meta}  u: { mexLength: 1 }\n`),
  );
  for (let index = 0; index < 210; index++) {
    const text = schema(`t${index}`, "1.0.0").replace(
      "properties:",
      "allOf: [{ $ref: /fragment/common/1.0.0 }]\nproperties:",
    );
    // Two that call themselves the same, one in each half.
    repository.write(`schemas/t${index}/current.yaml`, index === 205 ? text.replace("/t205/", "/t5/") : text);
  }
  const whole = repository.addendum("check", "--format", "json");
  const { findings } = JSON.parse(whole.out) as Report;
  const misspelt = findings.filter(({ rule }) => rule === "no-unknown-keyword");
  expect(misspelt).toHaveLength(1);
  expect(misspelt[0]?.dependents).toHaveLength(209);
  expect(findings.filter(({ rule }) => rule === "no-id-mismatch")).toHaveLength(1);
  expect(findings.filter(({ rule }) => rule === "version-not-materialized").length).toBeGreaterThan(200);
});

test("threads know what is published, and end where git fails", () => {
  const repository = ScratchRepository.withGit();
  for (let index = 0; index < 210; index++) {
    repository.write(`schemas/t${index}/current.yaml`, schema(`t${index}`, "1.0.0"));
  }
  expect(repository.addendum("materialize")).toMatchObject({ code: 0 });
  repository.git("add", "-A");
  repository.git("commit", "-q", "--no-verify", "-m", "first");
  // One that the command itself examines, one that another thread does.
  for (const title of ["t0", "t99"]) {
    const file = `schemas/${title}/1.0.0.yaml`;
    repository.write(file, `${repository.read(file)}# edited\n`);
  }
  const { findings } = JSON.parse(repository.addendum("check", "--format", "json").out) as Report;
  const edited = findings.filter(({ rule }) => rule === "version-published");
  expect(edited.map(({ location }) => location.file)).toEqual([
    "schemas/t0/1.0.0.yaml",
    "schemas/t99/1.0.0.yaml",
  ]);

  const tree = repository.git("rev-parse", "HEAD^{tree}").trim();
  rmSync(repository.path(`.git/objects/${tree.slice(0, 2)}/${tree.slice(2)}`), { force: true });
  const { code, out, err } = repository.addendum("check");
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toMatch(/^addendum: git ls-tree failed: /);
});

describe("changelog", () => {
  const repository = () => {
    const scratch = ScratchRepository.withGit();
    const write = (version: string, more: string) => {
      scratch.write("schemas/b/current.yaml", schema("b", version, more));
      expect(scratch.addendum("materialize")).toMatchObject({ code: 0 });
    };
    write("1.0.0", "  s: { type: string, maxLength: 3 }\n");
    write("1.1.0", "  s: { type: string, maxLength: 5 }\n  n: { type: integer, description: How many. }\n");
    write(
      "1.2.0",
      "  s: { type: string, maxLength: 5, deprecated: true, successor: n }\n  n: { type: integer, description: How many. }\n",
    );
    return scratch;
  };

  test("tells in words what each version changed", () => {
    const { out } = repository().addendum("changelog", "b");
    expect(out).toBe(`# b

## 1.2.0

### Deprecated

- \`s\`: Deprecated; use n.

## 1.1.0

### Added

- \`n\`: New optional field (integer): How many.

### Changed

- \`s\`: Its maxLength changed from 3 to 5.

## 1.0.0

No older version is compared with this one.
`);
  });

  test("tells of a range, as data, and refuses what is none", () => {
    const scratch = repository();
    const { out } = scratch.addendum("changelog", "b", "1.1.0..", "--format", "json");
    expect((JSON.parse(out) as { changelog: unknown[] }).changelog).toMatchObject([
      { version: "1.2.0", previous: "1.1.0", changes: [{ kind: "deprecated", path: "s" }] },
      { version: "1.1.0", changes: [] },
    ]);
    expect(scratch.addendum("changelog", "b", "1.5.0..").err).toContain("no version 1.5.0");
    expect(scratch.addendum("changelog", "b", "from").err).toContain("1.0.0..1.2.0");
  });
});

test("rules lists levels, explain shows a page and knows near names", () => {
  const repository = ScratchRepository.withGit("version: 1\nrules: { no-deep-nesting: error }\n");
  expect(repository.addendum("rules").out).toMatch(/no-deep-nesting +error/);
  expect(repository.addendum("explain", "no-deep-nesting").out).toContain("Why");
  expect(repository.addendum("explain", "no-deep-nestin")).toMatchObject({ code: 2 });
  expect(repository.addendum("explain", "no-deep-nestin").err).toContain("did you mean “no-deep-nesting”?");
});
