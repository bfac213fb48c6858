import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answerFile, answerMissing } from "./static-files.ts";

const root = mkdtempSync(join(tmpdir(), "addendum-static-"));
const site = join(root, "site");
const layout = "repositories/r/jsonschema/click";
beforeAll(() => {
  const files: Readonly<Record<string, string>> = {
    "secret.txt": "secret",
    "site/index.html": "<p>home",
    "site/404.html": "<p>not found",
    "site/.addendum-site.json": "secret",
    "site/schema/click/index.html": "<p>click",
    [`site/${layout}/1.0.0`]: "title: click\n",
    [`site/${layout}/latest`]: "title: click\n",
    [`site/${layout}/index.json`]: "[]\n",
    "site/assets/style-ABCDEFGH.css": "p{}",
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  symlinkSync("circle", join(site, "circle"));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe("a path of an attacker leads to nothing", () => {
  const long = "a".repeat(300);
  test.each([
    ["names above", "/../secret.txt"],
    ["names above, encoded", "/%2e%2e/secret.txt"],
    ["an encoded slash", "/..%2fsecret.txt"],
    ["an encoded slash of either case", "/..%2Fsecret.txt"],
    ["encoded twice", "/%252e%252e%252fsecret.txt"],
    ["encoded too long", "/%c0%ae%c0%ae/secret.txt"],
    ["from within", "/schema/../../secret.txt"],
    ["a backslash", String.raw`/..\secret.txt`],
    ["an encoded backslash", "/..%5csecret.txt"],
    ["NUL", "/index.html%00"],
    ["NUL before an extension", "/%00.html"],
    ["no valid encoding", "/%zz"],
    ["half of a character", "/%e2%82"],
    ["a hidden file", "/.addendum-site.json"],
    ["a hidden file, encoded", "/%2eaddendum-site.json"],
    ["an absolute path", "//etc/passwd"],
    ["another host", "http://example.org/index.html"],
    ["no slash", "index.html"],
    ["nothing", ""],
    ["a name of every object", "/__proto__"],
    ["another one", "/constructor/"],
    ["a page as a directory", "/index.html/"],
    ["below a page", "/index.html/x"],
    ["an encoded slash to a page that is there", "/schema%2fclick/"],
    ["a name that is too long", `/${long}`],
    ["a directory whose name is too long", `/${long}/index.html`],
    ["a path that is too long", `/${"a/".repeat(20_000)}`],
    ["a circle of links", "/circle"],
    ["two slashes within", "/schema//click/"],
  ])("%s", (_, path) => {
    expect(answerFile(site, path, undefined)).toBeUndefined();
  });
});

test("files of the machine's layout are cached, may be read by every origin, and are named by their content", () => {
  const get = (path: string, known?: string) => answerFile(site, `/${path}`, known);
  const version = get(`${layout}/1.0.0`);
  expect(version).toMatchObject({
    status: 200,
    headers: {
      "content-type": "application/yaml; charset=utf-8",
      "cache-control": "public, max-age=31536000, immutable",
      "access-control-allow-origin": "*",
      "x-content-type-options": "nosniff",
    },
  });
  expect(String(version?.body)).toBe("title: click\n");
  expect(get(`${layout}/latest`)?.headers["cache-control"]).toBe("public, max-age=60");
  expect(get(`${layout}/index.json`)?.headers).toMatchObject({
    "cache-control": "no-cache",
    "access-control-allow-origin": "*",
  });
  const etag = version?.headers["etag"] ?? "";
  expect(etag).toMatch(/^"[\w-]+"$/);
  for (const known of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
    const answer = get(`${layout}/1.0.0`, known);
    expect(answer).toMatchObject({
      status: 304,
      body: "",
      headers: { etag, "access-control-allow-origin": "*" },
    });
  }
  for (const known of ['"other"', "", etag.slice(1, -1)]) {
    expect(get(`${layout}/1.0.0`, known)?.status).toBe(200);
  }
});

test("pages have their policy, and what is not there has a page that is not cached", () => {
  const policy = expect.stringMatching(/^default-src 'none'; (?!.*unsafe).*frame-ancestors 'self'$/);
  expect(answerFile(site, "/", undefined)).toMatchObject({
    status: 200,
    headers: { "content-security-policy": policy, "cache-control": "no-cache" },
  });
  expect(answerFile(site, "/schema/click", undefined)).toMatchObject({
    status: 301,
    headers: { location: "./click/" },
  });
  expect(answerMissing(site)).toMatchObject({
    status: 404,
    headers: { "content-security-policy": policy, "cache-control": "no-store" },
  });
});
