import { describe, expect, test } from "vitest";
import { ScratchRepository } from "./scratch-repository.ts";

const draft202012 = "https://json-schema.org/draft/2020-12/schema";

const schema = (title: string, version: string, $schema: string, body: string) =>
  `title: ${title}\n$id: /${title}/${version}\n$schema: ${$schema}\ntype: object\nproperties:\n  $schema: { type: string }\n${body}`;
const plain = (title: string, version: string, body = "") =>
  schema(title, version, "https://json-schema.org/draft-07/schema#", body);
const tuple = (title: string, version: string, more = "") =>
  schema(title, version, draft202012, `  l: { type: array, prefixItems: [{ type: string }] }\n${more}`);

describe("compat", () => {
  const compat = (old: object, newer: object, ...options: string[]) => {
    const scratch = new ScratchRepository();
    scratch.write("old.json", JSON.stringify(old));
    scratch.write("new.json", JSON.stringify(newer));
    return scratch.addendum("compat", "old.json", "new.json", ...options);
  };

  test("names the dialect and the place, and does not pass", () => {
    const old = { $schema: draft202012, properties: { a: {}, l: { prefixItems: [true] } } };
    const { code, out } = compat(old, old);
    expect(code).toBe(1);
    expect(out).toContain("unknown: OLD /properties/l/prefixItems: “prefixItems” of 2020-12");
    const json = JSON.parse(compat(old, old, "--format", "json").out) as Record<string, unknown>;
    expect(json).toMatchObject({ ok: false, verdict: "unknown" });
  });

  test("does not pass a record of Avro, nor a document of OpenAPI", () => {
    const record = { type: "record", name: "e", fields: [{ name: "a", type: "long" }] };
    expect(compat(record, record)).toMatchObject({ code: 1, out: expect.stringContaining("Avro") });
    const api = { openapi: "3.1.0", info: { title: "t", version: "1" }, paths: {} };
    expect(compat(api, api)).toMatchObject({ code: 1, out: expect.stringContaining("OpenAPI") });
  });

  test("answers pairs of a batch in the same words", () => {
    const old = { $schema: "https://example.org/meta", type: "object" };
    const input = `${JSON.stringify({ id: 1, old, new: old })}\n`;
    const { out } = new ScratchRepository().run(
      process.execPath,
      [new URL("../bin/addendum.cjs", import.meta.url).pathname, "compat", "--batch"],
      { input },
    );
    expect(JSON.parse(out)).toMatchObject({
      id: 1,
      verdict: "unknown",
      reason: expect.stringContaining("https://example.org/meta"),
    });
  });

  test("judges other drafts where they say what draft-07 says", () => {
    const old = {
      $schema: draft202012,
      $defs: { n: { type: "integer" } },
      properties: { a: { $ref: "#/$defs/n" } },
    };
    expect(compat(old, { ...old, properties: { ...old.properties, b: {} } })).toMatchObject({ code: 0 });
    const { code, out } = compat(old, { ...old, $defs: { n: { type: "string" } } });
    expect(code).toBe(1);
    expect(out).toContain("incompatible");
  });
});

describe.each(["", "adopted: true\n"])("in a repository (%j)", (configuration) => {
  const repository = () => {
    const scratch = ScratchRepository.withGit(`version: 1\nbaseBranch: main\n${configuration}`);
    scratch.write("schemas/plain/current.yaml", plain("plain", "1.0.0"));
    return scratch;
  };

  test("a schema of another dialect is an error, and the others are judged", () => {
    const scratch = repository();
    scratch.write("schemas/tuple/current.yaml", tuple("tuple", "1.0.0"));
    for (const command of ["check", "lint", "materialize"]) {
      const { code, out } = scratch.addendum(command, "--format", "json");
      expect(code).toBe(1);
      const { findings } = JSON.parse(out) as {
        findings: { rule: string; severity: string; hint: string }[];
      };
      const errors = findings.filter(({ severity }) => severity === "error");
      // Where nothing is written yet, that is said as well.
      expect(errors.map(({ rule }) => rule).filter((rule) => rule !== "version-not-materialized")).toEqual([
        "no-unknown-dialect",
      ]);
      expect(errors.find(({ rule }) => rule === "no-unknown-dialect")?.hint).toContain("2020-12");
    }
    expect(scratch.commit("tuple")).toMatchObject({ code: 1 });
    expect(scratch.addendum("materialize", "--keep-going")).toMatchObject({ code: 1 });
    expect(scratch.read("schemas/plain/1.0.0.yaml")).toContain("/plain/1.0.0");
    expect(() => scratch.read("schemas/tuple/1.0.0.yaml")).toThrow();
  });

  test("what was published so stops its own changes only, with one finding", () => {
    const scratch = repository();
    scratch.write("schemas/tuple/current.yaml", tuple("tuple", "1.0.0"));
    scratch.write("schemas/tuple/1.0.0.yaml", tuple("tuple", "1.0.0"));
    scratch.git("add", "-A");
    scratch.git("commit", "-q", "--no-verify", "-m", "as it was");
    scratch.write(
      "schemas/plain/current.yaml",
      plain("plain", "1.1.0", "  a: { type: string, maxLength: 9 }\n"),
    );
    expect(scratch.commit("an addition")).toMatchObject({ code: 0 });
    scratch.write(
      "schemas/tuple/current.yaml",
      tuple("tuple", "1.1.0", "  a: { type: string, maxLength: 9 }\n"),
    );
    const { code, err, out } = scratch.commit("another one");
    expect(code).toBe(1);
    expect(out + err).toContain("[no-unknown-dialect]");
    expect(out + err).not.toContain("[containment-unknown]");
    expect(scratch.addendum("bump", "schemas/tuple/current.yaml")).toMatchObject({
      code: 2,
      err: expect.stringContaining("“prefixItems” of 2020-12"),
    });
    expect(scratch.addendum("changelog", "tuple")).toMatchObject({ code: 0 });
  });

  test("a comment may excuse the dialect, and no comparison", () => {
    const scratch = repository();
    const excused = (text: string) =>
      text.replace("  l:", "  # addendum:ignore no-unknown-dialect -- read as draft-07\n  l:");
    scratch.write("schemas/tuple/current.yaml", excused(tuple("tuple", "1.0.0")));
    expect(scratch.commit("excused")).toMatchObject({ code: 0 });
    scratch.write("schemas/tuple/current.yaml", excused(tuple("tuple", "1.1.0", "  a: { type: string }\n")));
    const { code, out, err } = scratch.commit("changed");
    expect(code).toBe(1);
    expect(out + err).toContain("[containment-unknown]");
  });
});

test("replay leaves out events whose schema is of another dialect, and says so", () => {
  const scratch = ScratchRepository.withGit("version: 1\nbaseBranch: main\nevents: [recorded]\n");
  scratch.write("schemas/tuple/1.0.0.yaml", tuple("tuple", "1.0.0"));
  scratch.write("schemas/tuple/current.yaml", tuple("tuple", "1.0.0"));
  scratch.write("recorded/a.ndjson", `${JSON.stringify({ $schema: "/tuple/1.0.0", l: [1] })}\n`);
  const { out } = scratch.addendum("replay");
  expect(out).toContain("Left out: 1 line");
  expect(out).toContain("“prefixItems” of 2020-12");
  expect(scratch.addendum("replay", "schemas/tuple/current.yaml")).toMatchObject({
    code: 2,
    err: expect.stringContaining("“prefixItems” of 2020-12"),
  });
});
