import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { ScratchRepository } from "./scratch-repository.ts";

const click = (version: string, editor: string) =>
  `title: click
$id: /click/${version}
$schema: https://json-schema.org/draft-07/schema#
type: object
properties:
  $schema: { type: string }
  editor: ${editor}
  user: { type: string, privacy: { kind: user-id } }
  list: { type: array, items: { type: integer } }
`;

const line = (more: object) => JSON.stringify({ $schema: "/click/1.0.0", editor: "visual", ...more });

function repository(): ScratchRepository {
  const scratch = ScratchRepository.withGit();
  scratch.write("addendum.yaml", "version: 1\nevents: [recorded]\n");
  scratch.write("schemas/click/current.yaml", click("1.0.0", "{ type: string }"));
  scratch.addendum("materialize");
  return scratch;
}

describe("addendum replay", () => {
  test("judges events by the versions that they name", () => {
    const scratch = repository();
    scratch.write(
      "recorded/a.ndjson",
      `${line({})}\n${line({ list: [1, "x"] })}\n${line({ list: ["y"] })}\n`,
    );
    scratch.write(
      "recorded/b.ndjson.gz",
      gzipSync(`${line({ editor: 5, user: "Somebody", other: "secret" })}\n`),
    );
    scratch.write("recorded/other.txt", "not an event");
    const { code, out } = scratch.addendum("replay");
    expect(code).toBe(1);
    expect(out).toContain("click: 3 of 4 would be rejected.");
    expect(out).toMatch(/\/list\/\* must be integer: 2, the first at .*a\.ndjson:2/);
    expect(out).toMatch(/\/editor must be string: 1, the first at .*b\.ndjson\.gz:1/);
    // Neither what is marked as personal, nor what nobody declared.
    expect(out).not.toMatch(/Somebody|secret/);
    expect(out).toContain("user: (masked)");
    expect(out).toContain("4 events of 1 schema in 2 files; 3 would be rejected.");
  });

  test("shows no personal data of an event that has another shape", () => {
    const scratch = repository();
    const secrets = [
      { user: { name: "Somebody" } },
      { user: ["Somebody"] },
      { User: "Somebody" },
      ["Somebody"],
    ];
    const lines = secrets.map((more, index) => line({ list: [`${index}`], ...more }));
    scratch.write("recorded/a.ndjson", `${lines.join("\n")}\n`);
    for (const format of ["text", "json"]) {
      const { out } = scratch.addendum("replay", "--format", format);
      expect(out).toContain("(masked)");
      expect(out).not.toContain("Somebody");
    }
  });

  test("judges the events of one schema by its current", () => {
    const scratch = repository();
    scratch.write(
      "recorded/a.ndjson",
      `${line({})}\n${line({ editor: "source", $schema: "/click/latest" })}\n`,
    );
    expect(scratch.addendum("replay")).toMatchObject({
      code: 0,
      out: expect.stringContaining("none would be rejected"),
    });
    scratch.write("schemas/click/current.yaml", click("1.1.0", "{ type: string, enum: [visual] }"));
    const { code, out } = scratch.addendum("replay", "schemas/click/current.yaml");
    expect(code).toBe(1);
    expect(out).toContain("click: 1 of 2 would be rejected.");
    const json = JSON.parse(scratch.addendum("replay", "click", "--format", "json").out) as Record<
      string,
      unknown
    >;
    expect(json).toMatchObject({ command: "replay", events: 2, refused: 1 });
  });

  test("what is no event is left out, and said", () => {
    const scratch = repository();
    const hostile = '{"$schema":"/../secret/1.0.0"}\n{"$schema":"/nope/1.0.0"}\n{"__proto__":1}\n[1\n\n';
    scratch.write("recorded/a.ndjson", `${hostile}${line({})}`);
    const { code, out } = scratch.addendum("replay");
    expect(out).toContain("1 event of 1 schema in 1 file; none would be rejected. Left out: 4 lines");
    expect(code).toBe(0);
    expect(scratch.addendum("replay", "--events", "nowhere").err).toContain(
      "nowhere cannot be read: it does not exist",
    );
    scratch.write("recorded/b.ndjson.gz", "not packed");
    expect(scratch.addendum("replay")).toMatchObject({ code: 2 });
  });

  test("the hook tells of it where a change breaks events", () => {
    const scratch = repository();
    scratch.git("add", "-A");
    scratch.git("commit", "-q", "-m", "first");
    scratch.write("schemas/click/current.yaml", click("1.1.0", "{ type: integer }"));
    scratch.git("add", "-A");
    const { code, err } = scratch.addendum("hook", "pre-commit");
    expect(code).toBe(1);
    expect(err).toContain(
      "`addendum replay schemas/click/current.yaml` counts how many of your recorded events",
    );
  });
});
