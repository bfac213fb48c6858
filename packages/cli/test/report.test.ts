import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import formats from "ajv-formats";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { describe, expect, test } from "vitest";
import { schema, ScratchRepository } from "./scratch-repository.ts";

/** A published version, and a current that breaks it and holds characters that mean something elsewhere. */
function breaking(): ScratchRepository {
  const repository = ScratchRepository.withGit();
  const path = "schemas/x y/current.yaml";
  repository.write(path, schema("x y", "1.0.0", "  n: { type: integer, maximum: 100 }\n"));
  expect(repository.commit("first")).toMatchObject({ code: 0 });
  repository.write(
    path,
    schema("x y", "1.1.0", `  n: { type: integer, maximum: 10 }\n  "<b>|&\\"'%": { tpye: string }\n`),
  );
  return repository;
}

function output(format: string): string {
  const { out, err, code } = breaking().addendum("check", "--format", format);
  expect(err).toBe("");
  expect(code).toBe(1);
  return out;
}

/** SARIF's own schema, from a package that carries it; undefined where that cannot be had. */
function sarifSchema(): object | undefined {
  const cache = join(import.meta.dirname, "../../../node_modules/.cache/sarif");
  const file = join(cache, "package/sarif-2.1.0.json");
  if (!existsSync(file)) {
    mkdirSync(cache, { recursive: true });
    const packed = spawnSync("npm", ["pack", "--silent", "@microsoft/sarif-multitool-linux@5.7.0"], {
      cwd: cache,
      encoding: "utf8",
      shell: process.platform === "win32",
    });
    const archive = packed.stdout.trim();
    if (packed.status !== 0 || archive === "") return undefined;
    spawnSync("tar", ["-xzf", archive, "package/sarif-2.1.0.json"], { cwd: cache });
    spawnSync("rm", ["-f", archive], { cwd: cache });
  }
  if (!existsSync(file)) return undefined;
  const { $schema: _, ...rest } = JSON.parse(readFileSync(file, "utf8").replace(/^\ufeff/, "")) as {
    $schema: string;
  };
  return rest;
}

describe("sarif", () => {
  const schemaOfSarif = sarifSchema();
  if (schemaOfSarif === undefined)
    console.warn("SARIF’s schema cannot be fetched, so nothing is validated by it.");

  test.skipIf(schemaOfSarif === undefined && process.env["CI"] === undefined)(
    "is valid by SARIF’s own schema",
    () => {
      const ajv = new Ajv({ strict: false, logger: false });
      formats.default(ajv);
      const validate = ajv.compile(schemaOfSarif as object);
      expect(validate(JSON.parse(output("sarif"))), JSON.stringify(validate.errors)).toBe(true);
    },
  );

  test("names rules, places and fingerprints", () => {
    const log = JSON.parse(output("sarif")) as {
      runs: {
        tool: { driver: { rules: { id: string }[] } };
        results: {
          ruleId: string;
          ruleIndex: number;
          level: string;
          locations: {
            physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } };
          }[];
          partialFingerprints: Record<string, string>;
        }[];
      }[];
    };
    const [run] = log.runs;
    const broken = run?.results.find(({ ruleId }) => ruleId === "event-invalidated");
    expect(broken).toMatchObject({
      level: "error",
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "schemas/x%20y/current.yaml" },
            region: { startLine: 10 },
          },
        },
      ],
    });
    expect(run?.tool.driver.rules[broken?.ruleIndex ?? -1]?.id).toBe("event-invalidated");
    expect(Object.values(broken?.partialFingerprints ?? {})[0]).toMatch(/^[0-9a-f]{16}$/);
  });
});

describe("junit", () => {
  test("is XML, with a failure for each finding", () => {
    const text = output("junit");
    expect(XMLValidator.validate(text)).toBe(true);
    const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: "" });
    const { testsuites } = parser.parse(text) as {
      testsuites: { tests: string; failures: string; testsuite: unknown };
    };
    const cases = [testsuites.testsuite]
      .flat()
      .flatMap((suite) => (suite as { testcase: object[] }).testcase);
    expect(cases).toHaveLength(Number(testsuites.tests));
    expect(cases.filter((one) => "failure" in one)).toHaveLength(Number(testsuites.failures));
    expect(Number(testsuites.failures)).toBeGreaterThan(1);
  });

  test("has one case that passed where nothing was found", () => {
    const repository = ScratchRepository.withGit();
    repository.write("schemas/.gitkeep", "");
    const text = repository.addendum("check", "--format", "junit").out;
    expect(XMLValidator.validate(text)).toBe(true);
    expect(text).toContain('<testsuites name="addendum check" tests="1" failures="0"');
  });
});

test("gitlab-code-quality is a list of issues, each with its own fingerprint", () => {
  const issues = JSON.parse(output("gitlab-code-quality")) as Record<string, unknown>[];
  expect(issues.length).toBeGreaterThan(1);
  for (const issue of issues) {
    expect(issue).toMatchObject({
      description: expect.any(String) as string,
      check_name: expect.any(String) as string,
      severity: expect.stringMatching(/^(info|minor|major|critical|blocker)$/) as string,
      location: { path: expect.any(String) as string, lines: { begin: expect.any(Number) as number } },
    });
  }
  expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length);
});

test("github-actions writes one command for each finding, escaped", () => {
  const lines = output("github-actions").trimEnd().split("\n");
  const commands = lines.filter((line) => line.startsWith("::"));
  expect(commands.length).toBe(lines.length - 1);
  for (const line of commands) {
    expect(line).toMatch(
      /^::(error|warning|notice) file=schemas\/x y\/[^,]*,line=\d+,col=\d+,title=[a-z-]+::./,
    );
  }
  expect(commands.join("\n")).toContain("<b>|&\"'%25");
});

test("markdown shows the change, the verdict and the event that would break, and lets no name become markup", () => {
  const text = output("markdown");
  expect(text).toContain("| `x y` | 1.0.0 → 1.1.0 | ❌ old events would break |");
  expect(text).toContain("'n': 11   # ← /n must be <= 10");
  expect(text).toContain("To permit it anyway");
  expect(text).not.toMatch(/<b>/);
});

test("compat speaks every format, too", () => {
  const repository = new ScratchRepository();
  repository.write("old.json", '{"maximum": 5}');
  repository.write("new.json", '{"maximum": 3}');
  for (const format of ["sarif", "junit", "markdown", "github-actions", "gitlab-code-quality"]) {
    const { code, out } = repository.addendum("compat", "old.json", "new.json", "--format", format);
    expect(code).toBe(1);
    expect(out).not.toBe("");
  }
});
