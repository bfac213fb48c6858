import { cpSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { ScratchRepository } from "./scratch-repository.ts";

const day = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * day).toISOString();

/** A repository with `ui/click` and `ui/other`, and streams if there are some. */
function withSchemas(streams?: string): ScratchRepository {
  const repository = new ScratchRepository();
  repository.write("addendum.yaml", "version: 1\n");
  for (const [title, field] of [
    [
      "ui/click",
      "  n: { type: integer }\n  ip: { type: string, privacy: { kind: ip-address, retention: 5 days } }\n",
    ],
    ["ui/other", "  m: { type: boolean }\n"],
  ] as const) {
    repository.write(
      `schemas/${title}/current.yaml`,
      `title: ${title}\n$id: /${title}/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nproperties:\n  $schema: { type: string }\n  meta:\n    type: object\n    properties:\n      stream: { type: string }\n      id: { type: string }\n      dt: { type: string, format: date-time }\n${field}examples:\n  - { $schema: /${title}/1.0.0, meta: { stream: ${title.replace("/", ".")} } }\n`,
    );
  }
  if (streams !== undefined) repository.write("streams.yaml", `version: 1\n${streams}`);
  const { code, out, err } = repository.addendum("materialize", "--no-git");
  if (code !== 0) throw new Error(out + err);
  return repository;
}

const event = (id: string, days: number, stream = "ui.click", title = "ui/click", more: object = {}) =>
  `${JSON.stringify({ $schema: `/${title}/1.0.0`, meta: { stream, id, dt: ago(days) }, ...more })}\n`;

function csv(repository: ScratchRepository, sql: string): string {
  const { out, err } = repository.addendum("query", "--format", "csv", sql);
  return out.replaceAll("\r", "") + err;
}

/** All bytes below a directory. */
function bytesBelow(directory: string): string {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"))
    .join("\n");
}

describe("the lake, by the command", () => {
  it("needs no streams.yaml: tables are named after titles, retention and spoofed events included", () => {
    const repository = withSchemas();
    expect(repository.addendum("spoof", "--all", "--days", "3", "--rate", "50")).toMatchObject({ code: 0 });
    repository.write("events/a.ndjson", event("old", 6, "any", "ui/click", { ip: "192.0.2.77" }));
    expect(repository.addendum("load")).toMatchObject({ code: 0 });
    expect(csv(repository, "SELECT count(*) > 50 FROM ui_click")).toBe("(count_star() > 50)\ntrue\n");
    expect(repository.addendum("retain")).toMatchObject({ code: 0 });
    expect(csv(repository, "SELECT ip FROM ui_click WHERE meta.id = 'old'")).toBe("ip\n\n");
    expect(bytesBelow(repository.root)).not.toContain("192.0.2.77");
  });

  it("makes up the same events up to a day, whenever it is asked", () => {
    const repository = withSchemas();
    const spoofed = (out: string, ...options: readonly string[]) => {
      const { code } = repository.addendum("spoof", "ui/click", "--days", "2", "--out", out, ...options);
      return code === 0 ? repository.read(`${out}/spoofed-ui.click-1.ndjson`) : code;
    };
    const events = spoofed("one", "--until", "2026-03-01");
    expect(spoofed("two", "--until", "2026-03-01")).toBe(events);
    const days = [...String(events).matchAll(/"dt":"(\d{4}-\d\d-\d\d)/g)].map(([, day]) => day);
    expect(new Set(days)).toEqual(new Set(["2026-02-27", "2026-02-28"]));
    expect(spoofed("three", "--until", "2026-02-30")).toBe(2);
  });

  it("ends with 1 where something is rejected, and says where", () => {
    const repository = withSchemas("streams: { ui.click: { title: ui/click } }\n");
    repository.write(
      "events/a.ndjson",
      event("1", 1) +
        event("2", 1, "other") +
        event("3", 1, "ui.click", "ui/other") +
        event("4", 1, "ui.click", "ui/click", { n: 1.5 }),
    );
    const { code, out } = repository.addendum("load");
    expect(code).toBe(1);
    expect(out).toBe(
      "1 of 4 events loaded: ui_click 1.\n3 events rejected; the files below lake/_rejected say why.\n",
    );
    expect(repository.addendum("load", "--format", "json").out).toContain('"events":0');
  });

  it("answers as text, csv, json and parquet", () => {
    const repository = withSchemas();
    repository.write("events/a.ndjson", event("1", 1, "ui.click", "ui/click", { n: 7 }) + event("2", 1));
    repository.addendum("load");
    const sql = "SELECT meta.id AS id, n FROM ui_click ORDER BY id";
    const ask = (...args: string[]) => repository.addendum("query", ...args, sql).out;
    expect(ask()).toBe("id  n\n──  ─\n1   7\n2\n");
    expect(ask("--format", "csv")).toBe("id,n\r\n1,7\r\n2,\r\n");
    expect(ask("--format", "json")).toBe('{"id":"1","n":7}\n{"id":"2","n":null}\n');
    expect(ask("--format", "parquet").slice(0, 4)).toBe("PAR1");
    expect(ask("--format", "parquet", "--out", "x.parquet")).toBe("");
    expect(repository.read("x.parquet").slice(0, 4)).toBe("PAR1");
    expect(repository.addendum("query", "--format", "sarif", sql).err).toMatch(
      /--format must be one of text, csv, json, parquet/,
    );
  });

  it("keeps streams apart whose tables would have one name", () => {
    const repository = withSchemas("streams: { a.b: { title: ui/click }, a-b: { title: ui/other } }\n");
    repository.write("events/a.ndjson", event("1", 1, "a.b") + event("2", 1, "a-b", "ui/other"));
    expect(repository.addendum("load").code).toBe(1);
    expect(bytesBelow(repository.path("lake/_rejected"))).toContain("its table, a_b, belongs to ui/click 1");
  });

  it.each([
    ["an expression matches", 'streams: { "/^ui\\\\./": { title: ui/click, retention: 10 days } }\n'],
    ["an expression with any title matches", 'streams: { "/^ui\\\\./": { retention: 10 days } }\n'],
    [
      "is no longer listed",
      "defaults: { retention: 10 days }\nstreams: { ui.another: { title: ui/click } }\n",
    ],
    ["may no longer be stored", "streams: { ui.click: { title: ui/click, retention: none } }\n"],
  ])("deletes what is past its retention of a stream that %s", (_, later) => {
    const repository = withSchemas("streams: { ui.click: { title: ui/click } }\n");
    repository.write("events/a.ndjson", event("ancient-one", 11) + event("young", 1));
    expect(repository.addendum("load").code).toBe(0);
    repository.write("streams.yaml", `version: 1\n${later}`);
    expect(repository.addendum("retain")).toMatchObject({ code: 0, err: "" });
    const isGone = later.includes("none");
    expect(
      readdirSync(repository.path("lake/ui_click"), { recursive: true }).filter((name) =>
        String(name).endsWith(".parquet"),
      ),
    ).toHaveLength(isGone ? 0 : 1);
    expect(bytesBelow(repository.root)).not.toContain("ancient-one");
  });

  it("stores nothing of a stream whose retention is none, not even in lists", () => {
    const repository = withSchemas("streams: { ui.click: { title: ui/click, retention: none } }\n");
    repository.write("events/a.ndjson", event("secret-one", 1));
    expect(repository.addendum("load").code).toBe(1);
    expect(bytesBelow(repository.path("lake"))).not.toContain("secret-one");
    expect(repository.addendum("retain").code).toBe(0);
    expect(bytesBelow(repository.root)).not.toContain("secret-one");
  });

  it("says in a line that it may not write, and still answers", () => {
    const repository = withSchemas();
    repository.write("events/a.ndjson", event("1", 1));
    expect(repository.addendum("load").code).toBe(0);
    repository.write("events/b.ndjson", event("2", 1));
    const modules = join(import.meta.dirname, "../../../node_modules/@duckdb");
    cpSync(modules, repository.path(".command/node_modules/@duckdb"), { recursive: true });
    repository.run("chmod", ["-R", "a-w", "lake"]);
    onTestFinished(() => void repository.run("chmod", ["-R", "u+w", "lake"]));
    const { code, out, err } = repository.addendumAsNobody("load");
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(/^addendum: .*lake.*(EACCES|permission denied)[^\n]*\n$/);
    expect(
      repository.addendumAsNobody("query", "--format", "csv", "SELECT count(*) AS n FROM ui_click").out,
    ).toBe("n\r\n1\r\n");
    expect(repository.addendumAsNobody("retain").code).toBe(2);
  });

  it("says in a line that the disk is full", () => {
    const repository = withSchemas();
    repository.run("mkdir", ["lake"]);
    if (repository.run("mount", ["-t", "tmpfs", "-o", "size=100k", "tmpfs", "lake"]).code !== 0) {
      console.log("A full disk is not tried: this machine does not let the test mount one.");
      return;
    }
    onTestFinished(() => void repository.run("umount", ["-l", repository.path("lake")]));
    const events = Array.from({ length: 3000 }, (_, n) =>
      event(`id-${n}`, 1, "ui.click", "ui/click", { ip: `${Math.random()}` }),
    );
    repository.write("events/a.ndjson", events.join(""));
    const { code, out, err } = repository.addendum("load");
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(/^addendum: [^\n]*no space left on device[^\n]*\n$/i);
  });

  it("names what a lake needs that is not installed", () => {
    const repository = withSchemas();
    repository.write("events/a.ndjson", event("1", 1));
    for (const part of ["bin", "dist"]) {
      cpSync(join(import.meta.dirname, "..", part), repository.path(`.command/${part}`), { recursive: true });
    }
    const { code, err } = repository.run(process.execPath, [
      repository.path(".command/bin/addendum.cjs"),
      "load",
    ]);
    expect(code).toBe(2);
    expect(err).toBe(
      "addendum: The package “@duckdb/node-api” is not installed. Install it with: npm install @duckdb/node-api\n",
    );
  });
});
