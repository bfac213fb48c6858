import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { get } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { showsPages } from "../src/site/shows-pages.ts";
import { command, field, schema, ScratchRepository } from "./scratch-repository.ts";

const running = new Set<ChildProcess>();
afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
  running.clear();
});

function withSchema(): ScratchRepository {
  const repository = ScratchRepository.withGit();
  repository.write("schemas/click/current.yaml", schema("click", "1.0.0"));
  repository.addendum("materialize");
  repository.commit("feat: clicks");
  return repository;
}

describe("addendum site", () => {
  test("writes a site, then what has changed of it", () => {
    const repository = withSchema();
    expect(repository.addendum("site", "--out", "public").err).toContain("1 schema, 1 rebuilt");
    expect(repository.read("public/schema/click/index.html")).toContain("Fields of 1.0.0");
    expect(
      repository.read(
        "public/repositories/" +
          repository.root
            .split("/")
            .at(-1)
            ?.replaceAll(/[^A-Za-z0-9._-]+/g, "-") +
          "/jsonschema/click/1.0.0",
      ),
    ).toBe(repository.read("schemas/click/1.0.0.yaml"));
    expect(repository.addendum("site", "--out", "public").err).toContain(
      "1 schema, 0 rebuilt; 0 files written",
    );
    repository.write("schemas/click/current.yaml", schema("click", "1.1.0", field("more")));
    repository.addendum("materialize");
    expect(repository.addendum("site", "--out", "public").err).toContain("1 schema, 1 rebuilt");
    expect(repository.read("public/schema/click/-/1.0.0..1.1.0/index.html")).toContain("compatible");
  });

  test("shows what check finds, and the names of addendum.yaml", () => {
    const repository = withSchema();
    repository.write(
      "addendum.yaml",
      "version: 1\nbaseBranch: main\nsite: { name: Our events, repository: ours, accent: '#0a7d4f' }\n",
    );
    repository.write("schemas/click/current.yaml", schema("click", "1.0.0", field("userName", "text")));
    expect(repository.addendum("site").code).toBe(0);
    expect(repository.read("site/index.html")).toContain("<h1>Our events</h1>");
    expect(repository.read("site/findings/index.html")).toContain("no-invalid-schema");
    expect(existsSync(repository.path("site/repositories/ours/jsonschema/click/latest"))).toBe(true);
  });

  test("a reference to a version that is not written yet is none that leads nowhere, whatever is made in a run", () => {
    const repository = withSchema();
    repository.write("schemas/fragment/common/current.yaml", schema("fragment/common", "1.0.0"));
    repository.addendum("materialize");
    repository.write(
      "schemas/fragment/common/current.yaml",
      schema("fragment/common", "1.1.0", field("more")),
    );
    repository.addendum("site");
    repository.write(
      "schemas/click/current.yaml",
      schema("click", "1.1.0", "allOf: [{ $ref: /fragment/common/1.1.0 }]\n"),
    );
    expect(repository.addendum("site").err).toMatch(/2 schemas, [12] rebuilt/);
    const findings = repository.read("site/findings/index.html");
    expect(findings).toContain("version-not-materialized");
    expect(findings).not.toContain("no-unresolved-ref");
  });

  test("overwrites nothing of anybody's, and says what is wrong with its settings", () => {
    const repository = withSchema();
    repository.write("public/mine.html", "mine");
    const { code, err } = repository.addendum("site", "--out", "public");
    expect([code, err]).toEqual([2, expect.stringContaining("public contains mine.html")]);
    repository.write("addendum.yaml", "version: 1\nsite: { accent: red }\n");
    expect(repository.addendum("site")).toMatchObject({
      code: 2,
      err: expect.stringContaining("site.accent"),
    });
  });
});

async function serve(repository: ScratchRepository, ...args: string[]): Promise<string> {
  const child = spawn(process.execPath, [command, "serve", "--port", "0", ...args], {
    cwd: repository.root,
    stdio: ["ignore", "ignore", "pipe"],
  });
  running.add(child);
  let said = "";
  return new Promise((found, fail) => {
    child.stderr.on("data", (data: Buffer) => {
      said += data.toString();
      const url = /received at (http:\/\/\S+)\/v1\/events/.exec(said)?.[1];
      if (url !== undefined) found(url);
    });
    child.on("exit", () => fail(new Error(said)));
  });
}

/** Asks for a path as it is: `fetch` makes it an ordinary one before. */
function ask(url: string, path: string): Promise<{ readonly status: number; readonly body: string }> {
  const { hostname, port } = new URL(url);
  return new Promise((answered, fail) => {
    get({ hostname, port, path }, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (text: string) => (body += text));
      response.on("end", () => answered({ status: response.statusCode ?? 0, body }));
    }).on("error", fail);
  });
}

describe("addendum serve", () => {
  test("shows the same pages, kept in step with the work tree", async () => {
    const repository = withSchema();
    repository.write("addendum.yaml", "version: 1\nbaseBranch: main\nsite: { repository: ours }\n");
    // The live view is no part of a static site, so pages beside it have one link more.
    const url = await serve(repository, "--live", "off");
    const read = async (path: string, headers = {}) => fetch(url + path, { headers, redirect: "manual" });
    const home = await read("/");
    expect(home.status).toBe(200);
    expect(home.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(home.headers.get("content-security-policy")).not.toContain("unsafe");
    repository.addendum("site", "--out", "public");
    const page = await read("/schema/click/");
    expect(await page.text()).toBe(repository.read("public/schema/click/index.html"));
    const etag = page.headers.get("etag") ?? "";
    expect((await read("/schema/click/", { "if-none-match": etag })).status).toBe(304);
    expect((await read("/schema/click")).headers.get("location")).toBe("./click/");
    const missing = await read("/schema/no/such/");
    expect([missing.status, (await missing.text()).includes("Not found")]).toEqual([404, true]);
    const file = await read("/repositories/ours/jsonschema/click/1.0.0");
    expect(await file.text()).toBe(repository.read("schemas/click/1.0.0.yaml"));
    expect(Object.fromEntries(file.headers)).toMatchObject({
      "content-type": "application/yaml; charset=utf-8",
      "cache-control": "public, max-age=31536000, immutable",
      "access-control-allow-origin": "*",
    });

    repository.write("schemas/click/current.yaml", schema("click", "1.1.0", field("more")));
    repository.addendum("materialize");
    let isThere = false;
    for (let attempt = 0; attempt < 100 && !isThere; attempt++) {
      await new Promise((later) => setTimeout(later, 200));
      isThere = (await read("/schema/click/-/1.0.0..1.1.0/")).status === 200;
    }
    expect(isThere).toBe(true);
  });

  test("gives nothing away to those who ask for odd paths, and goes on", async () => {
    const repository = withSchema();
    repository.write("addendum.yaml", "version: 1\nbaseBranch: main\nsite: { repository: ours }\n");
    const url = await serve(repository);
    expect((await fetch(url)).status).toBe(200);
    const ups = ["..", "%2e%2e", ".%2e", "..%2f..", "..%5c..", "%252e%252e", "%c0%ae%c0%ae", "....", ".git"];
    const starts = [
      "",
      "/assets",
      "/schema",
      "/repositories/ours/jsonschema",
      "/live/assets",
      "/live",
      "/subjects",
    ];
    const paths = [
      ...starts.flatMap((start) =>
        ups.flatMap((up) => [`${start}/${up}/addendum.yaml`, `${start}/${up}%2faddendum.yaml`]),
      ),
      ...[
        "__proto__",
        "constructor",
        "%00",
        "%zz",
        "%e2%82",
        "index.html%00",
        "a".repeat(300),
        "a/".repeat(3000),
      ].flatMap((name) => starts.map((start) => `${start}/${name}`)),
      "/.addendum-site.json",
      "//example.org/",
      "/..\\x",
      "/schema%2fclick/",
      "http://example.org/",
      "/subjects/__proto__/versions",
      "/subjects/click-value/versions/__proto__",
      "/subjects/click-value/versions/..%2f..%2faddendum.yaml/schema",
      "/schemas/ids/__proto__",
      "/schemas/ids/99999999999999999999/schema",
      "/live/schema?uri=/..%2f..%2faddendum.yaml&pointer=/__proto__",
      "/live/example?title=__proto__&stream=__proto__",
    ];
    for (const path of paths) {
      const { status, body } = await ask(url, path);
      expect([path, status >= 400 && status < 500], `${status} ${body.slice(0, 200)}`).toEqual([path, true]);
      expect(body, path).not.toContain("baseBranch");
    }
    // What is too long for a request is refused before it is looked at.
    expect((await ask(url, `/${"a".repeat(100_000)}`)).status).toBe(431);
    expect((await fetch(`${url}/schema/click/`)).status).toBe(200);
  });

  test("leaves the intake's own routes as they are, and answers Kafka's tools", async () => {
    const url = await serve(withSchema());
    const json = async (path: string, init?: RequestInit) =>
      (await fetch(url + path, init)).json() as Promise<unknown>;
    expect(await json("/?spec")).toMatchObject({ openapi: expect.any(String) });
    expect((await fetch(`${url}/?doc`)).status).toBe(404);
    expect(await json("/_info")).toMatchObject({ name: expect.any(String) });
    expect((await fetch(`${url}/v1/events`)).status).toBe(404);
    expect(await json("/subjects")).toEqual(["click-value"]);
    expect(await json("/subjects/click-value/versions/latest")).toMatchObject({
      version: 1,
      schemaType: "JSON",
    });
    const posted = await fetch(`${url}/subjects/click-value/versions`, {
      method: "POST",
      headers: { "content-type": "application/vnd.schemaregistry.v1+json" },
      body: JSON.stringify({ schemaType: "JSON", schema: "{}" }),
    });
    expect([posted.status, await posted.json()]).toMatchObject([422, { error_code: 42_205 }]);
    expect(await json("/subjects/a/b")).toEqual({ error_code: 404, message: "HTTP 404 Not Found" });
  });

  test.each([
    [["--compat", "eventgate-1.8"], 404],
    [["--pages", "off"], 404],
    [["--compat", "eventgate-1.8", "--pages", "on"], 200],
  ] as const)("with %j the first page is %s", async (args, status) => {
    const url = await serve(withSchema(), ...args);
    expect((await fetch(`${url}/`)).status).toBe(status);
    expect((await fetch(`${url}/subjects`)).status).toBe(status);
  });

  test.each([
    ["127.0.0.1", true],
    ["127.8.9.10", true],
    ["localhost", true],
    ["::1", true],
    ["0.0.0.0", false],
    ["::", false],
    ["10.0.0.1", false],
    ["127.example.org", false],
  ])("at %s pages are shown unasked: %s", (host, isShown) => {
    expect(showsPages(undefined, host, undefined)).toBe(isShown);
    expect(showsPages("on", host, undefined)).toBe(true);
    expect(showsPages("off", host, undefined)).toBe(false);
  });
});
