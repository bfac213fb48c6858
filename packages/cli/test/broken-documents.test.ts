import { expect, test } from "vitest";
import { brokenDocuments } from "./broken-documents.ts";
import { type Result, schema, ScratchRepository } from "./scratch-repository.ts";

/** `npm run fuzz -- --documents` looks at all of them with every command, and at others. */
const { BROKEN_DOCUMENTS: isAll, BROKEN_DOCUMENTS_SEED: seed = "1" } = process.env;
const documents = brokenDocuments(300, Number(seed));

/** What no outcome may be: a crash, a trace, an end without a word, a finding without a place. */
function faultsOf(name: string, { code, out, err }: Result): string[] {
  const faults: string[] = [];
  if (code !== 0 && code !== 1 && code !== 2) faults.push(`${name}: ended with ${code}`);
  if (/this is a bug|\n {4}at |TypeError|RangeError|Maximum call stack/.test(out + err)) {
    faults.push(`${name}: ${(out + err).slice(0, 400)}`);
  }
  if (code === 2 && !/^addendum: .+/m.test(err)) faults.push(`${name}: ended with 2 and no word`);
  if (out.startsWith('{\n  "version": 1')) {
    const { findings } = JSON.parse(out) as {
      findings: { location: { file: string; line: number; column: number } }[];
    };
    for (const { location } of findings) {
      if (location.file === "" || location.line < 1 || location.column < 1)
        faults.push(`${name}: ${JSON.stringify(location)}`);
    }
  }
  return faults;
}

function repositoryOf(list: readonly string[]): ScratchRepository {
  const repository = ScratchRepository.withGit();
  repository.write("schemas/fragment/common/current.yaml", schema("fragment/common", "1.0.0"));
  // They claim to be a/b, or nothing at all: it is the content that is broken, and then also the place.
  for (const [index, text] of list.entries()) repository.write(`schemas/d${index}/current.yaml`, text);
  return repository;
}

test("300 broken documents in one repository: findings with places, and no crash", () => {
  const repository = repositoryOf(documents);
  const faults = [
    ["check", "--format", "json"],
    ["check", "--all", "--published", "--format", "json"],
    ["lint", "--format", "json"],
    ["lint", "--fix", "--format", "json"],
    ["fmt", "--check"],
    ["materialize", "--check", "--format", "json"],
    ["materialize", "--format", "json"],
    ["types", "--check", "--format", "json"],
    ["check", "--format", "sarif"],
    ["check", "--format", "markdown"],
    ["check", "--format", "junit"],
    ["check"],
    ["deps", "fragment/common"],
    ["targets", "."],
  ].flatMap((args) => faultsOf(args.join(" "), repository.addendum(...args)));
  expect(faults).toEqual([]);
  // Broken as they are, most are refused, each with its own finding.
  const { findings } = JSON.parse(repository.addendum("lint", "--format", "json").out) as {
    findings: { severity: string; location: { file: string } }[];
  };
  const files = new Set(
    findings.filter(({ severity }) => severity === "error").map(({ location }) => location.file),
  );
  expect(files.size).toBeGreaterThan(200);
  repository.git("add", "-A");
  expect(faultsOf("commit", repository.tryGit("commit", "-q", "-m", "all"))).toEqual([]);
});

const some = isAll === "all" ? documents : documents.filter((_, index) => index % 20 === 0);

test.each(some.map((text, index) => ({ index, text })))(
  "broken document $index, through every command",
  ({ text }) => {
    const repository = repositoryOf([]);
    const path = "schemas/a/b/current.yaml";
    repository.write(path, text);
    repository.write("old.yaml", schema("a/b", "1.0.0"));
    const faults = [
      ["lint", path],
      ["lint", "--fix", path],
      ["check", path],
      ["fmt", path],
      ["dereference", path],
      ["bump", path],
      ["compat", "old.yaml", path],
      ["compat", path, "old.yaml", "--format", "json"],
      ["materialize", path],
      ["changelog", "a/b"],
      ["deps", "a/b"],
    ].flatMap((args) => faultsOf(args.join(" "), repository.addendum(...args)));
    const configured = repositoryOf([]);
    configured.write("addendum.yaml", text);
    faults.push(...faultsOf("check with it as the configuration", configured.addendum("check")));
    expect(faults).toEqual([]);
  },
);
