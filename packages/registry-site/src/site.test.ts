import { mkdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { OpenRepository } from "@addendum/workspace";
import { crawl } from "../test/crawl.ts";
import { examined, SiteRepository, schemaText } from "../test/site-repository.ts";

const made: SiteRepository[] = [];
function repository(files: Readonly<Record<string, string>> = {}): SiteRepository {
  const one = new SiteRepository(files);
  made.push(one);
  return one;
}
afterAll(() => made.forEach((one) => one.remove()));

const string = { type: "string", description: "Any text." };

/** A schema in each of the ways that pages have to cope with. */
function manyKinds(): SiteRepository {
  const common = { dt: string, meta: { type: "object", properties: { id: string, stream: string } } };
  const one = repository({
    "streams.yaml": `version: 1
defaults: { owner: Us, canary: true }
streams:
  click: { title: search/click, sample: { unit: session, rate: 0.25 }, retention: 90 days, topicPrefixes: [a., b.] }
  /^click-.*/: { title: search/click }
  lost: { title: not/here }
`,
  });
  one.title("fragment/common", { "1.0.0": { properties: common } });
  one.title("search/click", {
    "1.0.0": { properties: { ...common, skin: { ...string, maxLength: 32 } } },
    "1.1.0": { properties: { ...common, skin: { ...string, maxLength: 32 }, target: string } },
    "2.0.0": {
      properties: {
        ...common,
        skin: { ...string, maxLength: 8 },
        user: { ...string, privacy: { kind: "user-id" } },
      },
      owner: "Search",
      contact: "javascript:alert(1)",
      sunset: "2030-01-01",
    },
  });
  one.write(
    "schemas/search/click/current.yaml",
    schemaText("search/click", "2.0.0", { allOf: [{ $ref: "/fragment/common/1.0.0" }] }),
  );
  one.title("search", { "1.0.0": {} });
  one.title("empty", {});
  one.write("schemas/empty/current.yaml", schemaText("empty", "1.0.0"));
  one.title("deep/er/and/deeper", { "1.0.0": {} });
  one.write("schemas/broken/1.0.0.yaml", "a: [");
  one.write("schemas/odd name/x.html/1.0.0.json", schemaText("odd name/x.html", "1.0.0"));
  return one;
}

describe("a site", () => {
  test("has no link that leads nowhere, and no page that nothing leads to", async () => {
    const one = manyKinds();
    await one.build();
    const { pages, broken } = crawl(one.out);
    expect(broken).toEqual([]);
    const reached = new Set(pages.map((page) => decodeURIComponent(page).slice(1)));
    const alone = one
      .files()
      .filter((name) => name.endsWith("index.html"))
      .map((name) => name.slice(0, -"index.html".length))
      .filter((page) => !reached.has(page));
    expect(alone).toEqual([]);
  });

  test("says on a title's page what its files say", async () => {
    const one = manyKinds();
    await one.build();
    const page = one.page("schema/search/click/index.html");
    for (const said of [
      "Fields of 2.0.0",
      "personal: user-id",
      "25 % of sessions",
      "90 days",
      "a.click, b.click",
      "It ends on 2030-01-01.",
    ]) {
      expect(page).toContain(said);
    }
    expect(page).toMatch(/field-meta\.id[\s\S]*?from <a href="[^"]*fragment\/common/);
    expect(page).toMatch(/>user<\/span>[\s\S]*?since 2\.0\.0/);
    expect(page).not.toContain('href="javascript:');
    expect(one.page("schema/fragment/common/index.html")).toMatch(/Referred to by<[\s\S]*search\/click/);
    expect(one.page("schema/search/click/-/1.1.0..2.0.0/index.html")).toContain("An event that breaks");
    expect(one.page("schema/broken/index.html")).toContain("The newest version, 1.0.0, cannot be read.");
  });

  test("says of versions that cannot be read why, in which file and at which line", async () => {
    const one = repository();
    const bad: Readonly<Record<string, readonly [text: string | Buffer, said: string]>> = {
      "yaml/1.0.0.yaml": [
        "a: 1\nb: [\n",
        "schemas/bad/yaml/1.0.0.yaml:3:1: it is not valid YAML: a { or [ is not closed",
      ],
      "json/1.0.0.json": [
        '{\n  "a": 1\n  "b": 2\n}\n',
        "1.0.0.json:3:3: it is not valid JSON: “,” or “}” is missing",
      ],
      "comma/1.0.0.json": [
        '{\n  "a": 1,\n}\n',
        "1.0.0.json:3:1: it is not valid JSON: a name in double quotes",
      ],
      "empty/1.0.0.json": ["", "1.0.0.json:1:1: it is not valid JSON: it is empty"],
      "list/1.0.0.yaml": ["- 1\n", "1.0.0.yaml: a schema file must contain one object"],
      "null/1.0.0.yaml": ["", "1.0.0.yaml: it is empty"],
      "true/1.0.0.json": ["true\n", "1.0.0.json: a schema file must contain one object"],
      "deep/1.0.0.json": [
        `${'{"a":'.repeat(300)}1${"}".repeat(300)}`,
        "1.0.0.json: the nesting is beyond the limit of 200",
      ],
      "cycle/1.0.0.yaml": [
        "a: &x\n  b: *x\n",
        "1.0.0.yaml: an alias at /a/b refers to the value that contains it",
      ],
      "conflict/1.0.0.yaml": [
        "a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> feature\n",
        "1.0.0.yaml:2:1: it contains a merge conflict between HEAD and feature",
      ],
      "bytes/1.0.0.yaml": [Buffer.from([0x61, 0x3a, 0x20, 0xff]), "1.0.0.yaml: it is not UTF-8 text"],
      "hostile/1.0.0.json": [
        "<script>alert(1)</script>",
        "a value is expected, not “&lt;script&gt;alert(1)&lt;/script&gt;”",
      ],
    };
    for (const [path, [text]] of Object.entries(bad)) {
      mkdirSync(join(one.root, "schemas/bad", path, ".."), { recursive: true });
      writeFileSync(join(one.root, "schemas/bad", path), text);
    }
    mkdirSync(join(one.root, "schemas/bad/link"));
    symlinkSync("/etc/passwd", join(one.root, "schemas/bad/link/1.0.0.yaml"));
    await one.build();
    for (const [path, [text, said]] of Object.entries(bad)) {
      const [name, file] = path.split("/") as [string, string];
      const page = one.page(`schema/bad/${name}/index.html`);
      expect(page, path).toContain("The newest version, 1.0.0, cannot be read.");
      // In the badge, above the fields, and among the versions.
      expect(page.split(said), path).toHaveLength(4);
      // Programs are served it as it is, and people are told.
      const layout = join(one.out, "repositories/test/jsonschema/bad", name);
      expect(readFileSync(join(layout, file)).equals(Buffer.from(text)), path).toBe(true);
      expect(readFileSync(join(layout, "index.html"), "utf8"), path).toContain(said);
      expect(readFileSync(join(layout, "index.json"), "utf8"), path).not.toContain("cannot be read");
    }
    expect(one.page("schema/bad/link/index.html")).toContain("1.0.0.yaml: it is a symbolic link");
    expect(one.page("index.html").match(/>cannot be read</g)).toHaveLength(Object.keys(bad).length + 1);
    expect(crawl(one.out).broken).toEqual([]);
  });

  test("shows the versions that can be read, and says which cannot", async () => {
    const one = repository();
    for (let index = 0; index < 30; index++) one.title("click", { [`1.${index}.0`]: {} });
    for (const type of ["yaml", "json"]) one.write(`schemas/click/1.4.0.${type}`, "a: [");
    one.write("schemas/click/1.5.0.json", "{");
    await one.build();
    const page = () => one.page("schema/click/index.html");
    expect(page()).toContain("Fields of 1.29.0");
    expect(page()).not.toContain("The newest version");
    const versions = () =>
      one
        .files()
        .filter((name) => name.startsWith("schema/click/") && name.endsWith(".html"))
        .map((name) => one.page(name))
        .join("");
    expect(versions()).toMatch(
      />1\.4\.0<[^]*?>cannot be read<[^]*?schemas\/click\/1\.4\.0\.json:1:1: [^]*?1\.4\.0\.yaml:1:/,
    );
    // The other file of 1.5.0 is shown.
    expect(versions()).toMatch(/>1\.5\.0<[^]*?>compatible<[^]*?schemas\/click\/1\.5\.0\.json:1:2: /);
    expect(one.page("index.html")).toContain("1 version cannot be read");
    one.write("schemas/click/1.30.0.yaml", "a: [");
    await one.build();
    expect(page()).toContain("The newest version, 1.30.0, cannot be read. This page shows 1.29.0.");
    expect(crawl(one.out).broken).toEqual([]);
    one.title("click", { "1.30.0": {} });
    await one.build();
    expect(page()).toContain("Fields of 1.30.0");
    expect(page()).not.toContain("The newest version");
  });

  test("holds the repository's files byte for byte, without links", async () => {
    const one = manyKinds();
    one.write("schemas/bytes/1.0.0.yaml", "title: bytes # é\r\n");
    writeFileSync(join(one.root, "schemas/bytes/1.1.0.yaml"), Buffer.from([0x61, 0x3a, 0x20, 0xff, 0x0a]));
    symlinkSync("1.0.0.yaml", join(one.root, "schemas/bytes/1.0.0"));
    symlinkSync("/etc/passwd", join(one.root, "schemas/bytes/1.2.0.yaml"));
    await one.build();
    const layout = join(one.out, "repositories/test/jsonschema");
    const read = (path: string) => readFileSync(join(layout, path));
    const source = (path: string) => readFileSync(join(one.root, "schemas", path));
    for (const [name, from] of [
      ["search/click/1.0.0", "search/click/1.0.0.yaml"],
      ["search/click/1.0.0.json", "search/click/1.0.0.json"],
      ["search/click/latest", "search/click/2.0.0.yaml"],
      ["search/click/latest.json", "search/click/2.0.0.json"],
      ["search/click/current.yaml", "search/click/current.yaml"],
      ["bytes/1.0.0", "bytes/1.0.0.yaml"],
      ["bytes/1.1.0.yaml", "bytes/1.1.0.yaml"],
    ] as const) {
      expect(read(name).equals(source(from)), name).toBe(true);
    }
    expect(one.files().some((name) => name.includes("1.2.0.yaml"))).toBe(false);
    const listing = JSON.parse(read("search/index.json").toString()) as { name: string; type: string }[];
    expect(listing).toContainEqual({ name: "click", type: "directory" });
    expect(listing.map(({ name }) => name)).toContain("latest.yaml");
  });

  test("makes anew only what changed, and removes what is gone", async () => {
    const one = manyKinds();
    const first = await one.build();
    expect(first.made).toBe(first.titles);
    expect(await one.build()).toMatchObject({ made: 0, written: 0, removed: 0 });
    // A later time alone is no change.
    utimesSync(join(one.root, "schemas/search/1.0.0.yaml"), new Date(), new Date());
    expect(await one.build()).toMatchObject({ made: 0, written: 0 });
    one.title("search", { "1.1.0": { description: "New words." } });
    const second = await one.build();
    expect(second.made).toBe(1);
    expect(one.page("schema/search/index.html")).toContain("New words.");
    expect(one.page("index.html")).toContain("New words.");
    rmSync(join(one.root, "schemas/deep"), { recursive: true });
    const third = await one.build();
    expect(third.made).toBe(0);
    expect(one.files().filter((name) => name.includes("deep"))).toEqual([]);
    expect(crawl(one.out).broken).toEqual([]);
  });

  test("follows what a title refers to, and who refers to it", async () => {
    const one = manyKinds();
    await one.build();
    one.title("fragment/common", { "1.0.1": { properties: { dt: string, added: string } } });
    expect((await one.build()).made).toBe(2);
    one.write(
      "schemas/search/current.yaml",
      schemaText("search", "1.0.0", { allOf: [{ $ref: "/fragment/common/1.0.1" }] }),
    );
    expect((await one.build()).made).toBe(2);
    expect(one.page("schema/fragment/common/index.html")).toMatch(/Referred to by<[\s\S]*>search<\/a>/);
  });

  test("compares versions once, as long as everything that decides is the same", async () => {
    const properties = (maxLength: number) => ({ properties: { skin: { ...string, maxLength } } });
    const one = repository();
    const versions = () =>
      one.title("click", { "1.0.0": properties(8), "1.1.0": properties(9), "1.2.0": properties(10) });
    versions();
    const said = () => {
      const page = one.page("schema/click/index.html");
      return [...page.matchAll(/id="version-([\d.]+)">[\s\S]*?class="badge badge-\w+"[^>]*>([^<]*)</g)].map(
        ([, version, words]) => `${version} ${words}`,
      );
    };
    const honest = ["1.2.0 compatible", "1.1.0 compatible", "1.0.0 first version"];
    const remembered = ["1.2.0 not decided", "1.1.0 not decided", "1.0.0 first version"];
    const pair = "schema/click/-/1.0.0..1.2.0/index.html";
    // A lie in the memory shows whether it is asked.
    const lie = async () => {
      rmSync(one.out, { recursive: true, force: true });
      await one.build();
      expect(said()).toEqual(honest);
      const state = JSON.parse(one.page(".addendum-site.json")) as {
        titles: { click: { record: { versions: { verdict?: string }[] } } };
      };
      for (const version of state.titles.click.record.versions.slice(1)) version.verdict = "unknown";
      one.write("site/.addendum-site.json", JSON.stringify(state));
      one.write(`site/${pair}`, "remembered");
    };
    const change = (text: string) =>
      one.write("schemas/click/current.yaml", schemaText("click", "1.2.0", { description: text }));
    await lie();
    change("Only the source is another one.");
    expect((await one.build()).made).toBe(1);
    expect(said()).toEqual(remembered);
    expect(one.page(pair)).toBe("remembered");

    await lie();
    one.write("schemas/click/1.2.0.json", schemaText("click", "1.2.0", properties(7)));
    await one.build();
    expect(said()).toEqual(["1.2.0 breaks old events", ...remembered.slice(1)]);
    expect(one.page(pair)).toContain("An event that breaks");

    versions();
    await lie();
    for (const type of ["json", "yaml"]) rmSync(join(one.root, `schemas/click/1.1.0.${type}`));
    await one.build();
    expect(said()).toEqual(["1.2.0 compatible", "1.0.0 first version"]);

    versions();
    await lie();
    change("A later build of the program.");
    await one.build({ version: "0.0.0 later" });
    expect(said()).toEqual(honest);

    versions();
    await lie();
    one.write("addendum.yaml", "version: 1\ncontentModel: closed\n");
    await one.build();
    expect(said()).toEqual(honest);
    one.write("addendum.yaml", "version: 1\n");
  });

  test("compares anew what refers to something that has changed", async () => {
    const one = repository();
    one.title("fragment/x", { "1.0.0": { properties: { skin: { ...string, maxLength: 8 } } } });
    for (const version of ["1.0.0", "1.1.0"]) {
      const properties = version === "1.0.0" ? { skin: { ...string, maxLength: 8 } } : {};
      const allOf = version === "1.0.0" ? [] : [{ $ref: "/fragment/x/1.0.0" }];
      one.title("click", { [version]: { properties, ...(allOf.length > 0 && { allOf }) } });
    }
    await one.build();
    const page = () => one.page("schema/click/-/1.0.0..1.1.0/index.html");
    expect(page()).not.toContain("An event that breaks");
    one.title("fragment/x", { "1.0.0": { properties: { skin: { ...string, maxLength: 4 } } } });
    await one.build();
    expect(page()).toContain("An event that breaks");
  });

  test("may have titles with any names, whenever they come", async () => {
    const one = manyKinds();
    await one.build();
    const names = ["__proto__", "constructor", "toString/hasOwnProperty", "valueOf"];
    for (const name of names) one.title(name, { "1.0.0": {}, "1.1.0": { description: "Changed." } });
    expect((await one.build()).made).toBe(names.length);
    expect(crawl(one.out).broken).toEqual([]);
    for (const name of names) {
      expect(one.page(`schema/${name}/index.html`)).toContain("Fields of 1.1.0");
      expect(one.page("index.html")).toContain(`schema/${name}/"`);
      expect(one.page("repositories/test/jsonschema/index.json")).toContain(`"${name.split("/")[0]}"`);
    }
    expect(await one.build()).toMatchObject({ made: 0, written: 0, removed: 0 });
  });

  test("is the same whether it was made at once or bit by bit", async () => {
    const one = manyKinds();
    await one.build();
    one.title("search/click", { "2.1.0": { owner: "Others" } });
    one.title("fragment/new", { "1.0.0": {} });
    await one.build();
    const grown = new Map(one.files().map((name) => [name, one.page(name)]));
    rmSync(one.out, { recursive: true });
    await one.build();
    const whole = new Map(one.files().map((name) => [name, one.page(name)]));
    for (const files of [grown, whole]) files.delete(".addendum-site.json");
    expect([...grown.keys()].sort()).toEqual([...whole.keys()].sort());
    expect([...whole].filter(([name, text]) => grown.get(name) !== text).map(([name]) => name)).toEqual([]);
  });

  test("says who reads a field", async () => {
    const one = manyKinds();
    const reader = { path: "meta.id", name: "report “clicks”", does: "counts “meta.id”" };
    await one.build({ readersOf: (title) => (title === "search/click" ? [reader] : []) });
    const page = one.page("schema/search/click/index.html");
    expect(page).toMatch(/id="field-meta\.id"[\s\S]*?read by[\s\S]*?report “clicks”/);
    expect(page.match(/report “clicks”/g)).toHaveLength(1);
    // Another reader is a change, although no file of the title is another one.
    expect((await one.build()).made).toBe(1);
    expect(one.page("schema/search/click/index.html")).not.toContain("report “clicks”");
  });

  test("tells what shows only when all titles are seen, whichever of them were made in this run", async () => {
    const one = repository();
    for (const title of ["a/t72980", "a/t84595", "fragment/x", "fragment/y"])
      one.title(title, { "1.0.0": {} });
    one.write("schemas/b/one/current.yaml", schemaText("b/same", "1.0.0"));
    one.write("schemas/b/two/current.yaml", schemaText("b/same", "1.0.0"));
    await one.build();
    const said = () => [one.page("findings/index.html"), one.page("schema/a/t84595/index.html")];
    for (const page of said()) {
      expect(page).toContain("/a/t84595/1.0.0 and /a/t72980/1.0.0 have the same number");
      expect(page).toContain("registry-id-clash");
    }
    expect(one.page("schema/b/two/index.html")).toContain("/b/same/1.0.0 is also the $id of b/one");
    expect(one.page("schema/fragment/y/index.html")).toContain("No schema refers to fragment/y");
    expect(one.page("findings/index.html").match(/no-unused-fragment/g)).toHaveLength(2);
    // A reference and another name are changes for those whom they concern, too.
    one.write(
      "schemas/b/one/current.yaml",
      schemaText("b/one", "1.0.0", { allOf: [{ $ref: "/fragment/y/1.0.0" }] }),
    );
    expect((await one.build()).made).toBe(3);
    expect(one.page("findings/index.html")).not.toContain("no-id-clash");
    expect(one.page("findings/index.html").match(/no-unused-fragment/g)).toHaveLength(1);
    rmSync(join(one.root, "schemas/a/t72980"), { recursive: true });
    expect((await one.build()).made).toBe(1);
    for (const page of said()) expect(page).not.toContain("registry-id-clash");
  });

  test("tells of a title what shows when another is looked at, once", async () => {
    const one = repository();
    one.title("fragment/x", { "1.0.0": {} });
    for (const title of ["a/one", "a/two"]) {
      one.write(
        `schemas/${title}/current.yaml`,
        schemaText(title, "1.0.0", { allOf: [{ $ref: "/fragment/x/1.0.0" }] }),
      );
    }
    const finding = {
      rule: "no-conflicting-all-of",
      severity: "error",
      message: "They conflict.",
      hint: undefined,
      file: "schemas/fragment/x/current.yaml",
      pointer: "/properties/a",
    } as const;
    let isWrong = true;
    const examine = (opened: OpenRepository, titles: readonly string[]) => {
      const dependents = titles.filter((title) => ["a/one", "a/two"].includes(title));
      const isSeen = isWrong && dependents.length > 0;
      return examined(opened, isSeen ? [{ title: "fragment/x", finding, dependents }] : []);
    };
    await one.build({ examine });
    expect(one.page("schema/fragment/x/index.html").match(/They conflict/g)).toHaveLength(1);
    expect(one.page("findings/index.html").match(/They conflict/g)).toHaveLength(1);
    one.write(
      "schemas/a/two/current.yaml",
      schemaText("a/two", "1.1.0", { allOf: [{ $ref: "/fragment/x/1.0.0" }] }),
    );
    expect((await one.build({ examine })).made).toBe(1);
    expect(one.page("findings/index.html").match(/They conflict/g)).toHaveLength(1);
    isWrong = false;
    one.title("fragment/x", { "1.0.1": {} });
    await one.build({ examine });
    expect(one.page("findings/index.html")).not.toContain("They conflict");
  });

  test("is the same whether one thread makes it or several", async () => {
    const one = manyKinds();
    for (let index = 0; index < 130; index++) one.title(`many/t${index}`, { "1.0.0": {} });
    await one.build();
    const alone = new Map(one.files().map((name) => [name, one.page(name)]));
    rmSync(one.out, { recursive: true });
    const threads = one.threads();
    const { titles, made } = await one.build({ startThread: threads.start, threads: 3 });
    expect([titles, made]).toEqual([137, 137]);
    expect(threads.started).toBe(2);
    expect(threads.made).toBeGreaterThan(30);
    expect(threads.closed).toBe(2);
    const shared = new Map(one.files().map((name) => [name, one.page(name)]));
    for (const files of [alone, shared]) files.delete(".addendum-site.json");
    expect(shared).toEqual(alone);
    expect(await one.build({ startThread: threads.start, threads: 3 })).toMatchObject({
      made: 0,
      written: 0,
    });
    expect(threads.started).toBe(2);
  });

  test("says why it cannot be made where another thread fails", async () => {
    const one = repository();
    for (let index = 0; index < 130; index++) one.title(`many/t${index}`, { "1.0.0": {} });
    const startThread = () => ({
      make: () => Promise.reject(new Error("the thread is gone")),
      close: () => Promise.resolve(),
    });
    await expect(one.build({ startThread, threads: 2 })).rejects.toThrow("the thread is gone");
    await one.build();
    expect(crawl(one.out).broken).toEqual([]);
  });

  test("takes no copy of a schema for one, where it lies among the schemas", async () => {
    const one = repository({ "addendum.yaml": "version: 1\nschemas: .\n" });
    one.write("a/b/1.0.0.yaml", schemaText("a/b", "1.0.0"));
    expect((await one.build()).titles).toBe(1);
    expect(await one.build()).toMatchObject({ titles: 1, made: 0 });
  });

  test("that a run left half written is made anew", async () => {
    const one = manyKinds();
    await one.build();
    one.write("site/.addendum-site.writing", "");
    one.write("site/index.html", "half");
    await one.build();
    expect(one.page("index.html")).toContain("</html>");
    expect(one.files()).not.toContain(".addendum-site.writing");
  });

  test("is written to no directory that holds something else", async () => {
    const one = manyKinds();
    mkdirSync(one.out);
    one.write("site/mine.txt", "");
    await expect(one.build()).rejects.toThrow("mine.txt");
    expect(one.files()).toEqual(["mine.txt"]);
  });

  test("has dates from git, and a feed of them", async () => {
    const one = manyKinds();
    const git = (...args: string[]) =>
      execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], {
        cwd: one.root,
        env: {
          ...process.env,
          GIT_AUTHOR_DATE: "2026-03-01T10:00:00Z",
          GIT_COMMITTER_DATE: "2026-03-01T10:00:00Z",
        },
      });
    git("init", "-q");
    git("add", "schemas");
    git("commit", "-q", "-m", "first");
    await one.build();
    expect(one.page("schema/search/click/index.html")).toContain(
      '<time datetime="2026-03-01T10:00:00Z">2026-03-01</time>',
    );
    const feed = one.page("changes.atom");
    expect(feed).toContain("<updated>2026-03-01T10:00:00Z</updated>");
    expect(feed.match(/<entry>/g)).toHaveLength(7);
    expect(one.page("repositories/test/jsonschema/search/click/index.json")).toContain(
      "Sun, 01 Mar 2026 10:00:00 GMT",
    );
  });

  test("shows no more on a page than a page may have", async () => {
    const one = repository();
    const wide = (prefix: string) =>
      Object.fromEntries(
        Array.from({ length: 700 }, (_, index) => [
          `${prefix}${index}`,
          { ...string, description: "漢字 ".repeat(20) },
        ]),
      );
    one.title("big/wide", { "1.0.0": { properties: wide("x") }, "1.1.0": { properties: wide("y") } });
    one.title("big/nested", {
      "1.0.0": {
        properties: {
          a: { type: "object", properties: wide("in") },
          b: { type: "string", enum: Object.keys(wide("o")) },
        },
      },
    });
    let deep: object = string;
    for (let level = 0; level < 45; level++)
      deep = { type: "object", properties: { [`level${level}`]: deep, side: string } };
    one.title("big/deep", { "1.0.0": { properties: { deep } } });
    one.title("big/long", {
      "1.0.0": { description: "x".repeat(200_000), examples: [{ a: "y".repeat(300_000) }] },
    });
    one.title(
      "big/old",
      Object.fromEntries(
        Array.from({ length: 70 }, (_, index) => [`1.${index}.0`, { description: `The ${index}th.` }]),
      ),
    );
    for (let index = 0; index < 300; index++)
      one.title(`many/t${index}`, {
        // Every one as wide as that would take a minute.
        "1.0.0": { allOf: [{ $ref: index < 20 ? "/big/wide/1.0.0" : "/big/old/1.0.0" }] },
      });
    await one.build();
    const large = one
      .files()
      .filter((name) => name.endsWith(".html") && !name.startsWith("repositories/"))
      .flatMap((name) => {
        const { length } = Buffer.from(one.page(name));
        return length > 100_000 ? [`${name}: ${length}`] : [];
      });
    expect(large).toEqual([]);
    const { pages, broken } = crawl(one.out);
    expect(broken).toEqual([]);
    // Every field is somewhere.
    const wideText = pages
      .filter((page) => page.startsWith("/schema/big/wide/"))
      .map((page) => one.page(`${page.slice(1)}index.html`))
      .join("");
    expect(new Set([...wideText.matchAll(/class="field-name">(y\d+)</g)].map(([, name]) => name)).size).toBe(
      700,
    );
  });

  test("shows hostile texts as texts", async () => {
    const one = repository();
    const evil = `"><script>alert(1)</script><img src=x onerror=alert(2)>' onclick='x\u202Ecod.exe\u2066`;
    const properties = Object.fromEntries(
      ["__proto__", "constructor", evil, "a b", "", "\uD800"].map((name) => [
        name,
        {
          type: "string",
          description: evil,
          enum: [evil],
          default: evil,
          pattern: evil.replaceAll(/[()]/g, "."),
          deprecated: evil,
          successor: `javascript:${evil}`,
          ticket: "data:text/html,x",
          privacy: { kind: evil },
        },
      ]),
    );
    const more = {
      description: evil,
      owner: evil,
      contact: `https://example.org/${evil}`,
      deprecated: evil,
      sunset: evil,
      examples: [{ [evil]: evil }],
    };
    one.title("evil/a", {
      "1.0.0": { ...more, properties: { ...properties, x: string } },
      "1.1.0": { ...more, properties },
    });
    one.write(`schemas/evil/<b>/1.0.0.json`, schemaText("evil/<b>", "1.0.0", more));
    await one.build();
    for (const name of one.files().filter((file) => /\.(html|atom)$/.test(file))) {
      const text = one.page(name);
      // Tags are the templates' own, and so are attributes.
      expect(text.match(/<(script|img|iframe|b)\b(?! type="module" src=")[^>]*>/g) ?? [], name).toEqual([]);
      expect(text.replaceAll(/"[^"]*"/g, '""').match(/<[^>]*\son\w+=[^>]*>/g) ?? [], name).toEqual([]);
      expect(text.match(/href="(?!https:\/\/|mailto:|\.|#|\?)[a-z]+:/g) ?? [], name).toEqual([]);
      expect(text, name).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/);
    }
    expect(one.page("schema/evil/a/index.html")).toContain("&lt;script&gt;alert(1)");
    expect(crawl(one.out).broken).toEqual([]);
  });
});
