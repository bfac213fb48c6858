// What `compat` follows from one file to another, and what it does not.
import { mkdirSync, symlinkSync } from "node:fs";
import { createServer } from "node:http";
import { describe, expect, test } from "vitest";
import { command, type Result, scratchDirectory, ScratchRepository } from "./scratch-repository.ts";

const wide = { definitions: { t: { type: ["string", "null"] } } };
const narrow = { definitions: { t: { type: "string" } } };
const event = ($ref = "common.json#/definitions/t", more: object = {}) => ({
  ...more,
  properties: { x: { $ref } },
});

/** Compares, with a home that is elsewhere: nobody's whole home is a tree to follow references in. */
function compat(
  repository: ScratchRepository,
  args: readonly string[],
  options: { readonly cwd?: string; readonly input?: string } = {},
): Result {
  const env = { HOME: "/nonexistent" };
  return repository.run(process.execPath, [command, "compat", ...args], { ...options, env });
}

/** Files in a directory that is a checkout. */
function files(entries: Record<string, object>, isCheckout = true): ScratchRepository {
  const repository = isCheckout ? ScratchRepository.withGit() : new ScratchRepository();
  for (const [name, content] of Object.entries(entries)) repository.write(name, JSON.stringify(content));
  return repository;
}

describe("relative references start from the file that they stand in", () => {
  test.each<[string, object]>([
    ["without identifiers", event()],
    ["with one", event(undefined, { $id: "http://example.org/ev.json" })],
    ["with a path as one", event(undefined, { $id: "/ev/1.0.0" })],
    ["by way of a third file", event("../b/../a/way.json")],
    ["escaped", event("%63ommon.json#/definitions/t")],
  ])("%s", (_, schema) => {
    const repository = files({
      "a/ev.json": schema,
      "b/ev.json": schema,
      "a/common.json": wide,
      "b/common.json": narrow,
    });
    repository.write("a/way.json", JSON.stringify({ $ref: "common.json#/definitions/t" }));
    repository.write("b/way.json", JSON.stringify({ $ref: "common.json#/definitions/t" }));
    const there = JSON.parse(JSON.stringify(schema).replace("../b/../a/way.json", "../b/way.json")) as object;
    repository.write("b/ev.json", JSON.stringify(there));
    const { code, out, err } = compat(repository, ["a/ev.json", "b/ev.json"]);
    expect({ code, err }).toEqual({ code: 1, err: "" });
    expect(out).toContain("incompatible");
    expect(out).toContain("x: null");
    expect(compat(repository, ["b/ev.json", "a/ev.json"])).toMatchObject({ code: 0 });
    expect(compat(repository, ["a/ev.json", "a/ev.json"])).toMatchObject({ code: 0 });
  });

  test("equal files that are called alike in different places are equal", () => {
    const repository = files({
      "a/ev.json": event(),
      "b/ev.json": event(),
      "a/common.json": wide,
      "b/common.json": wide,
    });
    expect(compat(repository, ["a/ev.json", "b/ev.json"])).toMatchObject({ code: 0 });
  });

  test("a file that is not there is named", () => {
    const repository = files({ "a/ev.json": event() });
    repository.write("a/other.json", JSON.stringify(event("other/common.json")));
    const changed = compat(repository, ["a/ev.json", "a/other.json"]).out;
    expect(changed).toContain('/properties/x/$ref: "common.json#/definitions/t" → "other/common.json"');
    const { code, out } = compat(repository, ["a/ev.json", "a/ev.json"]);
    expect(code).toBe(1);
    expect(out).toContain(
      "unknown: NEW /properties/x/$ref: “common.json#/definitions/t” refers to a document that is not available",
    );
  });

  test("standard input and --batch have no files", () => {
    const repository = files({ "ev.json": event(), "common.json": wide });
    const options = { input: JSON.stringify(event()) };
    expect(compat(repository, ["-", "ev.json"], options).out).toContain("unknown");
    const line = { input: `${JSON.stringify({ id: 1, old: event(), new: event() })}\n` };
    expect(compat(repository, ["--batch"], line).out).toContain('"verdict":"unknown"');
  });
});

describe("no reference leads out of the tree around its file", () => {
  const secret = { definitions: { t: { type: "integer" } } };

  test.each([
    ["upwards", "../secret.json#/definitions/t", "is outside the directory tree"],
    ["upwards, escaped", "%2e%2e/secret.json#/definitions/t", "is outside the directory tree"],
    ["by an escaped slash", "..%2fsecret.json#/definitions/t", "is outside the directory tree"],
    ["by a link", "link.json#/definitions/t", "a symbolic link points outside the directory tree"],
    [
      "by a link to a directory",
      "outside/secret.json#/definitions/t",
      "its directory is a symbolic link that points outside the repository",
    ],
    ["by a link of links", "far.json#/definitions/t", "a symbolic link"],
    ["to what is no file", "directory#/definitions/t", "it is not a file"],
  ])("%s", (_, reference, reason) => {
    const outer = scratchDirectory();
    const around = new ScratchRepository(outer);
    around.write("secret.json", JSON.stringify(secret));
    const repository = new ScratchRepository(`${outer}/inner`);
    repository.write(".git", "gitdir: nowhere\n");
    repository.write("ev.json", JSON.stringify(event(reference)));
    symlinkSync("../secret.json", repository.path("link.json"));
    symlinkSync("..", repository.path("outside"));
    symlinkSync("link.json", repository.path("far.json"));
    mkdirSync(repository.path("directory"));
    const { code, out, err } = compat(repository, ["ev.json", "ev.json"]);
    expect(code).toBe(1);
    expect(out).toContain("unknown");
    expect(out + err).not.toContain("integer");
    expect(err).toContain("is not followed");
    expect(err).toContain(reason);
  });

  test.each([["/etc/hostname"], ["file:///etc/hostname"], ["//example.invalid/x"], ["C:/x.json"]])(
    "%s is absolute, and names nothing here",
    (reference) => {
      const repository = files({ "ev.json": event(reference) });
      expect(compat(repository, ["ev.json", "ev.json"])).toMatchObject({ code: 1, err: "" });
    },
  );

  test("nothing is fetched", async () => {
    let requests = 0;
    const server = createServer((_, response) => {
      requests++;
      response.end("{}");
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as { port: number };
    const repository = files({ "ev.json": event(`http://127.0.0.1:${port}/common.json#/definitions/t`) });
    const { code } = compat(repository, ["ev.json", "ev.json"]);
    await new Promise((done) => server.close(done));
    expect({ code, requests }).toEqual({ code: 1, requests: 0 });
  });

  test("outside of a checkout it is the working directory, else that of the file", () => {
    const repository = files(
      { "a/b/ev.json": event("../../common.json#/definitions/t"), "common.json": wide },
      false,
    );
    expect(compat(repository, ["a/b/ev.json", "a/b/ev.json"])).toMatchObject({ code: 0 });
    const within = compat(repository, ["ev.json", "ev.json"], { cwd: repository.path("a/b") });
    expect(within).toMatchObject({ code: 1 });
  });
});

test("reading ends", () => {
  const chain = Object.fromEntries(
    Array.from({ length: 300 }, (_, index) => [`${index}.json`, { $ref: `${index + 1}.json` }]),
  );
  const repository = files(chain);
  const { code, err } = compat(repository, ["0.json", "0.json"]);
  expect(code).toBe(1);
  expect(err).toContain("there are more than 200 documents");
});

describe("in a schema repository", () => {
  const settings = "version: 1\nschemas: schemas\n";

  test("absolute references lead to the configured bases", () => {
    const repository = files({
      "old.json": event("/fragment/common/1.0.0.json#/definitions/t"),
      "new.json": event("/fragment/common/1.1.0.json#/definitions/t"),
      "schemas/fragment/common/1.0.0.json": wide,
      "schemas/fragment/common/1.1.0.json": narrow,
    });
    repository.write("addendum.yaml", settings);
    expect(compat(repository, ["old.json", "new.json"]).out).toContain("x: null");
    expect(compat(repository, ["new.json", "old.json"])).toMatchObject({ code: 0 });
  });

  test("versions refer to what is beside them", () => {
    const repository = files({
      "schemas/ev/1.0.0.json": event("../common/wide.json#/definitions/t"),
      "schemas/ev/1.1.0.json": event("../common/narrow.json#/definitions/t"),
      "schemas/common/wide.json": wide,
      "schemas/common/narrow.json": narrow,
    });
    repository.write("addendum.yaml", settings);
    expect(compat(repository, ["ev@1.0.0", "ev@1.1.0"]).out).toContain("x: null");
    expect(compat(repository, ["ev@1.1.0", "ev@1.0.0"])).toMatchObject({ code: 0 });
    expect(compat(repository, ["ev@1.1.0", "schemas/ev/1.0.0.json"])).toMatchObject({ code: 0 });
  });
});

test("a whole home is no tree to follow references in", () => {
  const repository = files(
    { "a/ev.json": event("../common.json#/definitions/t"), "common.json": wide },
    false,
  );
  expect(repository.addendum("compat", "a/ev.json", "a/ev.json")).toMatchObject({ code: 1 });
});
