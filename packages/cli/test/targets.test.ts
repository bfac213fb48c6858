import { expect, test } from "vitest";
import { field, schema, scratchDirectory, ScratchRepository } from "./scratch-repository.ts";

function withVersions(): ScratchRepository {
  const repository = ScratchRepository.withGit();
  repository.write("schemas/a/thing/current.yaml", schema("a/thing", "1.0.0"));
  expect(repository.commit("first").code).toBe(0);
  repository.write("schemas/a/thing/current.yaml", schema("a/thing", "1.1.0", field("b")));
  expect(repository.commit("second").code).toBe(0);
  return repository;
}

const manifest = `{
\t"name": "Thing",
\t"attributes": { "EventLogging": { "Schemas": {
\t\t"Thing":   "/a/thing/1.0.0",
\t\t"Gone": "/a/gone/1.0.0",
\t\t"Old": 17423456
\t} } }
}
`;
const code = `import type { Thing } from "@addendum/event-types/a/thing/1.0.0";
import type { Thing as Newest } from '@addendum/event-types/a/thing/1';
send({ $schema: "/a/thing/1.0.0", other: "/not/a/schema/1.0.0" });
`;

function producer(): ScratchRepository {
  const elsewhere = new ScratchRepository(scratchDirectory());
  elsewhere.write("extension.json", manifest);
  elsewhere.write("src/send.ts", code);
  elsewhere.write("node_modules/x/index.js", 'send({ $schema: "/a/thing/1.0.0" });\n');
  return elsewhere;
}

test("says what producers send, where", () => {
  const elsewhere = producer();
  const { code: exit, out } = withVersions().addendum("targets", elsewhere.root, "--format", "json");
  expect(exit).toBe(1);
  const { findings, pins } = JSON.parse(out) as {
    pins: number;
    findings: { rule: string; location: { file: string; line: number; column: number } }[];
  };
  expect(pins).toBe(5);
  const places = findings.map(({ rule, location: { file, line, column } }) => {
    return `${file.replace(/.*\/(?=extension|src)/, "")}:${line}:${column} ${rule}`;
  });
  expect(places).toEqual([
    "extension.json:5:20 target-missing-version",
    "extension.json:4:24 target-outdated",
    "extension.json:6:10 target-legacy-revision",
    "src/send.ts:1:59 target-outdated",
    "src/send.ts:3:27 target-outdated",
  ]);
});

test("moves what is behind, and nothing else", () => {
  const elsewhere = producer();
  const { code: exit, out } = withVersions().addendum("targets", elsewhere.root, "--write");
  expect(exit).toBe(1);
  expect(out).toContain("target-missing-version");
  expect(out).not.toContain("target-outdated");
  expect(elsewhere.read("extension.json")).toBe(manifest.replace("/a/thing/1.0.0", "/a/thing/1.1.0"));
  expect(elsewhere.read("src/send.ts")).toBe(code.replaceAll("a/thing/1.0.0", "a/thing/1.1.0"));
  expect(elsewhere.read("node_modules/x/index.js")).toContain("1.0.0");
});

test("keeps a byte order mark, and is quiet when all is well", () => {
  const repository = withVersions();
  repository.write("src/a.ts", '\uFEFFsend({ $schema: "/a/thing/1.0.0" });\r\n');
  expect(repository.addendum("targets", "--write", "src")).toMatchObject({ code: 0, err: "" });
  expect(repository.read("src/a.ts")).toBe('\uFEFFsend({ $schema: "/a/thing/1.1.0" });\r\n');
  expect(repository.addendum("targets", "--quiet")).toEqual({ code: 0, out: "", err: "" });
});

test("what the newest version would refuse, because a break was accepted, is not moved", () => {
  const repository = withVersions();
  const narrower = schema("a/thing", "1.2.0", field("b"))
    .replace("type: object", "type: object\nrequired: [b]")
    .replace("a: b", "b: c");
  repository.write("schemas/a/thing/1.2.0.yaml", narrower);
  const text = 'send({ $schema: "/a/thing/1.0.0" });\n';
  repository.write("src/a.ts", text);
  const { out } = repository.addendum("targets", "--write", "src");
  expect(out).toContain("1.2.0 rejects some events of 1.0.0");
  expect(repository.read("src/a.ts")).toBe(text);
});

test("a path that is not there", () => {
  expect(withVersions().addendum("targets", "nowhere")).toMatchObject({ code: 2 });
});
