import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
  rmSync,
} from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { command, field, schema, ScratchRepository } from "./scratch-repository.ts";

const current = "schemas/a/b/current.yaml";
const start = `title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\n`;

/** A repository without commits: nothing is published. */
function plain(configuration = "version: 1\n"): ScratchRepository {
  const repository = new ScratchRepository();
  repository.git("init", "-q");
  repository.write("addendum.yaml", configuration);
  return repository;
}

interface Report {
  readonly ok: boolean;
  readonly findings: {
    rule: string;
    severity: string;
    location: { file: string; line: number; column: number };
  }[];
}

/** Materializes, and returns what was found. Fails the test for a crash. */
function materialize(repository: ScratchRepository, ...args: string[]): Report {
  const { code, out, err } = repository.addendum("materialize", "--format", "json", ...args);
  expect(err).toBe("");
  expect([0, 1]).toContain(code);
  return JSON.parse(out) as Report;
}

function rulesOf({ findings }: Report): string[] {
  return findings.filter(({ severity }) => severity !== "info").map(({ rule }) => rule);
}

function versionFiles(repository: ScratchRepository, directory = "schemas/a/b"): string[] {
  return readdirSync(repository.path(directory)).filter((name) => !name.startsWith("current"));
}

test("an example is judged before it is written; of a published version, by those who check", () => {
  const repository = ScratchRepository.withGit();
  repository.write(current, schema("a/b", "1.0.0").replace("a: b", "a: 1"));
  expect(rulesOf(materialize(repository))).toEqual(["no-invalid-example"]);
  expect(versionFiles(repository)).toEqual([]);

  repository.write(current, schema("a/b", "1.0.0"));
  materialize(repository);
  for (const file of [current, "schemas/a/b/1.0.0.yaml"]) {
    repository.write(file, repository.read(file).replace("a: b", "a: 1"));
  }
  repository.git("add", "-A");
  repository.git("commit", "-q", "--no-verify", "-m", "by other means");
  expect(rulesOf(materialize(repository))).toEqual([]);
  const { out } = repository.addendum("check", "--format", "json");
  expect(rulesOf(JSON.parse(out) as Report)).toContain("no-invalid-example");
});

describe("where jsonschema-tools is wrong, row by row", () => {
  test("a published version whose data would change", () => {
    const repository = plain();
    repository.write(current, schema("a/b", "1.0.0"));
    expect(rulesOf(materialize(repository))).toEqual([]);
    const before = repository.read("schemas/a/b/1.0.0.yaml");
    repository.write(current, schema("a/b", "1.0.0", field("c")));
    expect(rulesOf(materialize(repository, "--no-git"))).toEqual(["version-missing-bump"]);
    expect(repository.read("schemas/a/b/1.0.0.yaml")).toBe(before);
  });

  test.each([
    ["no version", "/a/b/next", "id-missing-version"],
    ["a partial version", "/a/b/1.0", "version-invalid-format"],
    ["a pre-release", "/a/b/1.0.0-rc.1", "version-invalid-format"],
    ["another path", "/a/c/1.0.0", "no-id-mismatch"],
  ])("an $id with %s", (_, id, rule) => {
    const repository = plain();
    repository.write(current, start.replace("/a/b/1.0.0", id));
    const report = materialize(repository);
    expect(rulesOf(report)).toEqual([rule]);
    expect(report.findings[0]?.location).toMatchObject({ file: current, line: 2, column: 6 });
    expect(versionFiles(repository)).toEqual([]);
  });

  test("an $id with another path is a warning in an adopted repository, and written as ever", () => {
    const repository = plain("version: 1\nadopted: true\n");
    repository.write(current, start.replace("/a/b/1.0.0", "/elsewhere/1.0"));
    expect(materialize(repository)).toMatchObject({ ok: true });
    expect(versionFiles(repository)).toContain("1.0.0.yaml");
  });

  test.each([
    "file:///etc/hostname",
    "/../../../../etc/hostname",
    "../../etc/hostname",
    "https://example.org/x/1.0.0",
    "/etc/hostname",
  ])("$ref: %s", (reference) => {
    const repository = plain();
    repository.write(current, `${start}properties:\n  x: {$ref: '${reference}'}\n`);
    const [rule] = rulesOf(materialize(repository));
    expect(["no-foreign-ref", "no-unresolved-ref"]).toContain(rule);
    expect(versionFiles(repository)).toEqual([]);
  });

  test("a $ref through symbolic links that leave the repository", () => {
    const repository = plain();
    mkdirSync(repository.path("schemas/out"), { recursive: true });
    symlinkSync("/etc/hostname", repository.path("schemas/out/1.0.0"));
    symlinkSync("/etc", repository.path("schemas/etc"));
    repository.write(current, `${start}properties:\n  x: {$ref: /out/1.0.0}\n  y: {$ref: /etc/hostname}\n`);
    expect(rulesOf(materialize(repository)).sort()).toEqual([
      "no-foreign-link",
      "no-invalid-document",
      "no-unresolved-ref",
    ]);
    expect(versionFiles(repository)).toEqual([]);
  });

  test("a circular $ref names the cycle, within a schema and between schemas", () => {
    const repository = plain();
    repository.write(current, `${start}properties:\n  x: {$ref: '#'}\n`);
    repository.write(
      "schemas/c/current.yaml",
      schema("c", "1.0.0").replace("type: object", "allOf: [{$ref: /d/1.0.0}]\ntype: object"),
    );
    repository.write(
      "schemas/d/current.yaml",
      schema("d", "1.0.0").replace("type: object", "allOf: [{$ref: /c/1.0.0}]\ntype: object"),
    );
    const { out } = repository.addendum("materialize");
    expect(out).toContain("/a/b/1.0.0# → /a/b/1.0.0#");
    expect(out).toContain("/c → /d → /c");
  });

  test("alias bombs, deep and large documents", () => {
    const repository = plain();
    let bomb = `${start}x0: &x0 [x, x, x, x, x, x, x, x, x, x]\n`;
    for (let i = 1; i < 30; i++)
      bomb += `x${i}: &x${i} [${Array(10)
        .fill(`*x${i - 1}`)
        .join(", ")}]\n`;
    repository.write("schemas/bomb/current.yaml", bomb);
    repository.write("schemas/deep/current.yaml", `${start}x: ${"[".repeat(100_000)}\n`);
    repository.write(
      "schemas/deeper/current.yaml",
      `${start}x:\n${Array.from({ length: 2000 }, (_, i) => `${" ".repeat(i + 1)}x:\n`).join("")}`,
    );
    repository.write("schemas/large/current.yaml", `${start}x: ${"y".repeat(5_000_000)}\n`);
    expect(rulesOf(materialize(repository))).toEqual(Array(4).fill("no-huge-document"));
  });

  test("references that multiply", () => {
    const repository = plain();
    for (let i = 0; i < 12; i++) {
      const inner = i === 0 ? "{type: string}" : `{$ref: /f${i - 1}/1.0.0}`;
      const properties = Array.from({ length: 10 }, (_, n) => `  p${n}: ${inner}\n`).join("");
      repository.write(
        `schemas/f${i}/current.yaml`,
        `title: f${i}\n$id: /f${i}/1.0.0\ntype: object\nproperties:\n${properties}examples: [{}]\n`,
      );
    }
    expect(new Set(rulesOf(materialize(repository)))).toContain("no-huge-document");
  });

  test("duplicate keys are refused; tabs, a BOM, CRLF, anchors and merge keys are read right", () => {
    const repository = plain();
    repository.write("schemas/dup/current.yaml", `${schema("dup", "1.0.0")}title: again\n`);
    expect(rulesOf(materialize(repository))).toEqual(["no-invalid-document"]);
    repository.write("schemas/dup/current.yaml", schema("dup", "1.0.0"));
    const text = `${start}properties:\n  a: &a {type: string,\tdescription: q}\n  b: {<<: *a, maxLength: 3}\n`;
    repository.write(current, `\ufeff${text.replaceAll("\n", "\r\n")}`);
    expect(rulesOf(materialize(repository))).toEqual([]);
    expect(repository.read("schemas/a/b/1.0.0.yaml")).toContain(
      "  b:\n    description: q\n    type: string\n    maxLength: 3\n",
    );
  });

  test("a map with minProperties and no example", () => {
    const repository = plain();
    repository.write(
      current,
      `${start}properties:\n  m: {type: object, additionalProperties: {type: string}, minProperties: 3}\n`,
    );
    expect(rulesOf(materialize(repository))).toEqual([]);
    expect(repository.read("schemas/a/b/1.0.0.yaml")).toContain("dolorb3: dolor");
  });

  test("date and time examples are the same every day", () => {
    const repository = plain();
    repository.write(
      current,
      `${start}properties:\n  d: {type: string, format: date}\n  t: {type: string, format: time}\n`,
    );
    expect(rulesOf(materialize(repository))).toEqual([]);
    expect(repository.read("schemas/a/b/1.0.0.yaml")).toContain("- d: '2021-01-01'\n    t: '00:00:00Z'\n");
  });

  test("a required property that is not declared is left out of a generated example", () => {
    const repository = plain();
    repository.write(
      current,
      `${start}additionalProperties: false\nrequired: [x]\nproperties:\n  a: {type: string}\n`,
    );
    expect(rulesOf(materialize(repository))).toEqual(["no-invalid-generated-example"]);
    expect(repository.read("schemas/a/b/1.0.0.yaml")).toMatch(/examples:\n {2}- a: dolor\n$/);
  });

  test("a generated example that its schema refuses is written, with a warning", () => {
    const repository = plain();
    repository.write(current, `${start}properties:\n  a: {type: string, enum: [b, c], minLength: 2}\n`);
    const report = materialize(repository);
    expect(rulesOf(report)).toEqual(["no-invalid-generated-example"]);
    expect(report.ok).toBe(true);
    expect(repository.read("schemas/a/b/1.0.0.yaml")).toContain("- a: b/b");
  });

  test("one bad file among several: nothing is written, and every error is reported", () => {
    const repository = plain();
    repository.write("schemas/good/current.yaml", schema("good", "1.0.0"));
    repository.write("schemas/bad/current.yaml", "title: [\n");
    repository.write(
      "schemas/worse/current.yaml",
      `${start.replaceAll("a/b", "worse")}properties: {x: {$ref: /n/1.0.0}}\n`,
    );
    expect(rulesOf(materialize(repository))).toHaveLength(2);
    expect(versionFiles(repository, "schemas/good")).toEqual([]);
  });

  test("killed at any moment, each file is old or new, and the next run completes it", async () => {
    const repository = plain();
    const titles = Array.from({ length: 40 }, (_, index) => `t${index}`);
    for (const title of titles) repository.write(`schemas/${title}/current.yaml`, schema(title, "1.0.0"));
    materialize(repository);
    const version = (title: string) => repository.read(`schemas/${title}/1.0.0.yaml`);
    const whole = new Map(titles.map((title) => [title, version(title)]));
    const rounds = Number(process.env["MATERIALIZE_KILLS"] ?? 12);
    for (let round = 0; round < rounds; round++) {
      for (const title of titles) {
        for (const name of versionFiles(repository, `schemas/${title}`)) {
          rmSync(repository.path(`schemas/${title}/${name}`), { recursive: true });
        }
      }
      const child = spawn(process.execPath, [command, "materialize"], {
        cwd: repository.root,
        stdio: "ignore",
      });
      setTimeout(() => child.kill("SIGKILL"), 60 + round * (192 / rounds));
      await once(child, "exit");
      for (const title of titles) {
        for (const name of versionFiles(repository, `schemas/${title}`)) {
          const path = repository.path(`schemas/${title}/${name}`);
          if (name.startsWith(".addendum-")) continue;
          if (lstatSync(path).isSymbolicLink()) expect(readlinkSync(path)).toMatch(/^1\.0\.0\./);
          else if (name.endsWith(".yaml")) expect(readFileSync(path, "utf8")).toBe(whole.get(title));
          if (name.startsWith("latest")) expect(existsSync(path)).toBe(true);
        }
      }
      expect(repository.addendum("materialize").code).toBe(0);
      for (const title of titles) {
        expect(versionFiles(repository, `schemas/${title}`)).toEqual([
          "1.0.0",
          "1.0.0.json",
          "1.0.0.yaml",
          "latest",
          "latest.json",
          "latest.yaml",
        ]);
      }
    }
  });

  test("two runs at once both end well", async () => {
    const repository = plain();
    for (let round = 0; round < 6; round++) {
      const titles = Array.from({ length: 10 }, (_, index) => `r${round}t${index}`);
      for (const title of titles) repository.write(`schemas/${title}/current.yaml`, schema(title, "1.0.0"));
      const runs = [1, 2, 3].map(() =>
        spawn(process.execPath, [command, "materialize"], { cwd: repository.root, stdio: "ignore" }),
      );
      const codes = await Promise.all(runs.map(async (run) => (await once(run, "exit"))[0] as number));
      expect(codes).toEqual([0, 0, 0]);
      for (const title of titles) expect(versionFiles(repository, `schemas/${title}`)).toHaveLength(6);
    }
  });

  describe.each([
    [
      "an integer beyond ±2⁵³",
      "{type: integer, maximum: 18446744073709551615}",
      "no-unsafe-integer",
      "maximum: 18446744073709552000",
      '"maximum": 18446744073709552000',
    ],
    [
      "an infinite limit",
      "{type: number, maximum: .inf}",
      "no-non-json-value",
      "maximum: .inf",
      '"maximum": null',
    ],
    [
      "a day as an option",
      "{enum: [2024-12-25]}",
      "no-non-json-value",
      "- 2024-12-25T00:00:00.000Z",
      '"2024-12-25T00:00:00.000Z"',
    ],
  ])("%s", (_, property, rule, yaml, json) => {
    const text = `${start}properties:\n  n: ${property}\nexamples: [{}]\n`;

    test("is a finding in ours", () => {
      const repository = plain();
      repository.write(current, text);
      const report = materialize(repository);
      expect(report.ok).toBe(false);
      expect(rulesOf(report)).toEqual([rule]);
      expect(versionFiles(repository)).toEqual([]);
    });

    test("is excused by a comment", () => {
      const repository = plain();
      repository.write(current, text.replace("}\n", `} # addendum:ignore ${rule} -- it was always so\n`));
      expect(materialize(repository).ok).toBe(true);
      expect(repository.read("schemas/a/b/1.0.0.yaml")).toContain(yaml);
    });

    test("is written as jsonschema-tools does, with a warning, in an adopted repository", () => {
      const repository = plain("version: 1\nadopted: true\n");
      repository.write(current, text);
      const report = materialize(repository);
      expect(report.ok).toBe(true);
      expect(rulesOf(report)).toContain(rule);
      expect(repository.read("schemas/a/b/1.0.0.yaml")).toContain(yaml);
      expect(repository.read("schemas/a/b/1.0.0.json")).toContain(json);
    });

    test("is no reason to reject the next commit where the last one has it", () => {
      const repository = ScratchRepository.withGit();
      repository.write(current, text);
      expect(repository.commit("one").code).toBe(1);
      repository.git("commit", "-q", "--no-verify", "-m", "one");
      repository.write(current, text.replace("properties:\n", "properties:\n  more: {type: string}\n"));
      expect(repository.commit("two")).toMatchObject({ code: 0 });
    });
  });

  test("dates are put in quotes by --fix", () => {
    const repository = plain();
    const text = (day: string) =>
      `${start}properties:\n  d: {enum: [${day}]} # when\nexamples: [{ d: ${day} }]\n`;
    repository.write(current, text("2024-12-25"));
    repository.addendum("lint", "--fix");
    expect(repository.read(current)).toBe(text('"2024-12-25"'));
  });
});

describe("hostile input", () => {
  test("a description of a megabyte", () => {
    const repository = plain();
    repository.write(current, `${start}description: "${"word ".repeat(200_000)}"\nexamples: [{}]\n`);
    expect(rulesOf(materialize(repository))).toEqual([]);
  });

  test("10,000 properties", () => {
    const repository = plain();
    const properties = Array.from({ length: 10_000 }, (_, index) => `  p${index}: {type: string}\n`).join("");
    repository.write(current, `${start}properties:\n${properties}`);
    expect(rulesOf(materialize(repository))).toEqual([]);
  });

  test("thousands of schemas", () => {
    const repository = plain();
    const count = Number(process.env["MANY_SCHEMAS"] ?? 2000);
    for (let index = 0; index < count; index++)
      repository.write(`schemas/t${index}/current.yaml`, schema(`t${index}`, "1.0.0"));
    expect(rulesOf(materialize(repository))).toEqual([]);
  });

  test("a pattern of names that would backtrack for hours", () => {
    const repository = plain();
    const name = `${"a".repeat(60)}!`;
    repository.write(
      current,
      `${start}properties:\n  ${name}: {type: string}\npatternProperties: {^(a+)+$: {maxLength: 5}}\n`,
    );
    expect(rulesOf(materialize(repository))).toEqual([]);
  });

  test("property names of Object.prototype are data, in examples too", () => {
    const repository = plain();
    repository.write(
      current,
      `${start}properties:\n  __proto__: {type: string}\n  constructor: {type: integer, minimum: 1, maximum: 1}\n  toString: {type: object, properties: {__proto__: {type: boolean}}}\nallOf: [{properties: {__proto__: {maxLength: 30}}}]\n`,
    );
    expect(rulesOf(materialize(repository))).toEqual([]);
    const text = repository.read("schemas/a/b/1.0.0.yaml");
    expect(text).toContain("  __proto__:\n    type: string\n    maxLength: 30\n");
    expect(text).toContain(
      "  - __proto__: dolo\n    constructor: 1\n    toString:\n      __proto__: false\n",
    );
  });

  test("a directory named current.yaml, a link that leads nowhere, a file that nobody may read", () => {
    const repository = plain();
    mkdirSync(repository.path("schemas/dir/current.yaml"), { recursive: true });
    mkdirSync(repository.path("schemas/link"), { recursive: true });
    symlinkSync("nowhere", repository.path("schemas/link/current.yaml"));
    expect(rulesOf(materialize(repository))).toEqual(["no-invalid-document", "no-invalid-document"]);
  });

  test("files that may not be read, and directories that may not be written", () => {
    const repository = plain();
    repository.write(current, schema("a/b", "1.0.0"));
    repository.write("schemas/closed/current.yaml", schema("closed", "1.0.0"));
    chmodSync(repository.path("schemas/closed/current.yaml"), 0);
    const unreadable = repository.addendumAsNobody("materialize");
    expect(unreadable.out).toContain("permission denied");
    expect(unreadable.code).toBe(1);
    chmodSync(repository.path("schemas/closed/current.yaml"), 0o644);
    chmodSync(repository.path("schemas/closed"), 0o555);
    const unwritable = repository.addendumAsNobody("materialize");
    expect(unwritable.err).toMatch(/^addendum: cannot write .*: permission denied\.\n$/);
    expect(unwritable.code).toBe(2);
    expect(versionFiles(repository)).toEqual([]);
  });

  test("invalid UTF-8", () => {
    const repository = plain();
    repository.write(current, Buffer.concat([Buffer.from(start), Buffer.from([0x23, 0xff, 0xfe, 0x0a])]));
    expect(rulesOf(materialize(repository))).toEqual(["no-invalid-document"]);
  });

  test("$ids that clash, and titles that differ by case only", () => {
    const repository = plain("version: 1\nadopted: true\n");
    repository.write("schemas/x/current.yaml", schema("x", "1.0.0"));
    repository.write("schemas/y/current.yaml", schema("x", "1.0.0"));
    repository.write("schemas/Case/current.yaml", schema("Case", "1.0.0"));
    repository.write("schemas/case/current.yaml", schema("case", "1.0.0"));
    expect(rulesOf(materialize(repository)).sort()).toEqual([
      "no-id-clash",
      "no-id-mismatch",
      "no-title-case-clash",
      "no-title-mismatch",
    ]);
  });

  const canMount = spawnSync("unshare", ["-m", "true"]).status === 0;
  test.skipIf(!canMount)(
    `a full disk changes nothing${canMount ? "" : " (skipped: no file system can be mounted here)"}`,
    () => {
      const repository = new ScratchRepository();
      const script = `
      set -e
      mkdir disk && mount -t tmpfs -o size=256k tmpfs disk && cd disk
      mkdir -p schemas/a/b && cp ../addendum.yaml . && cp ../current.yaml schemas/a/b/
      dd if=/dev/zero of=filler bs=1k count=230 2>/dev/null || true
      set +e
      "${process.execPath}" "${command}" materialize --no-git; echo "code $?"
      ls -A schemas/a/b
      rm filler
      "${process.execPath}" "${command}" materialize --no-git; echo "code $?"
      ls -A schemas/a/b | tr '\\n' ' '
    `;
      repository.write("addendum.yaml", "version: 1\n");
      repository.write("current.yaml", `${schema("a/b", "1.0.0")}description2: "${"x".repeat(20_000)}"\n`);
      const { out, err } = repository.run("unshare", ["-m", "sh", "-c", script]);
      expect(err).toContain("the disk is full");
      expect(out).toContain("code 2\ncurrent.yaml\n");
      expect(out).toContain(
        "code 0\n1.0.0 1.0.0.json 1.0.0.yaml current.yaml latest latest.json latest.yaml",
      );
    },
  );

  test("a directory where a version file should be", () => {
    const repository = plain();
    repository.write(current, schema("a/b", "1.0.0"));
    mkdirSync(repository.path("schemas/a/b/1.0.0.yaml"));
    const report = materialize(repository);
    expect(rulesOf(report)).toEqual(["no-invalid-document"]);
    expect(versionFiles(repository)).toEqual(["1.0.0.yaml"]);
  });
});

describe("references to another host", () => {
  test.each([
    ["as they are called", ""],
    ["in the file of the version, where a host has no aliases", ".yaml"],
  ])(
    "are fetched on request only, pinned, and read from the repository afterwards: %s",
    async (_, ending) => {
      let requests = 0;
      const server = createServer(({ url }, response) => {
        if (url?.endsWith(`/1.0.0${ending}`) !== true) {
          response.statusCode = 404;
          response.end();
          return;
        }
        requests++;
        response.end("title: remote\n$id: /remote/1.0.0\ntype: string\nmaxLength: 7\n");
      });
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
      const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/schemas`;
      try {
        const repository = plain(`version: 1\nreferenceBases: [schemas, '${base}']\n`);
        repository.write(current, `${start}properties:\n  x: {$ref: /remote/1.0.0}\n`);
        const missing = repository.addendum("materialize");
        expect(missing.out).toContain("--fetch");
        expect(requests).toBe(0);
        // The server lives in this process, so the command must not block it.
        const run = spawn(process.execPath, [command, "materialize", "--fetch"], {
          cwd: repository.root,
          stdio: "ignore",
        });
        expect((await once(run, "exit"))[0]).toBe(0);
        expect(requests).toBe(1);
        expect(repository.read("schemas/a/b/1.0.0.yaml")).toContain("maxLength: 7");
        expect(repository.read("addendum.lock")).toContain(`${base}/remote/1.0.0`);
        const [content] = readdirSync(repository.path(".addendum/refs"));
        server.close();
        expect(repository.addendum("check")).toMatchObject({ code: 0 });
        writeFileSync(repository.path(`.addendum/refs/${content ?? ""}`), "type: integer\n");
        expect(repository.addendum("check")).toMatchObject({ code: 2 });
      } finally {
        server.close();
      }
    },
  );
});

test("a reference to a version that the same run makes sees the new one, in any order", () => {
  const repository = plain();
  repository.write(
    "schemas/a/current.yaml",
    schema("a", "1.0.0").replace("type: object", "type: object\nallOf: [{$ref: /z/1.0.0}]"),
  );
  repository.write("schemas/z/current.yaml", schema("z", "1.0.0", field("deep")));
  expect(rulesOf(materialize(repository))).toEqual([]);
  expect(repository.read("schemas/a/1.0.0.yaml")).toContain("deep:");
});

test("a second run remembers, and trusts nothing but the bytes", () => {
  const repository = plain();
  mkdirSync(repository.path("node_modules"));
  repository.write(current, schema("a/b", "1.0.0"));
  materialize(repository);
  expect(repository.addendum("check").code).toBe(0);
  expect(repository.addendum("check").code).toBe(0);
  const version = repository.read("schemas/a/b/1.0.0.json");
  repository.write("schemas/a/b/1.0.0.json", version.replace("Any", "One"));
  expect(repository.addendum("check").code).toBe(1);
  repository.write("schemas/a/b/1.0.0.json", version);
  expect(repository.addendum("check").code).toBe(0);
  repository.write("node_modules/.cache/addendum/examined.json", "{");
  expect(repository.addendum("check").code).toBe(0);
});
