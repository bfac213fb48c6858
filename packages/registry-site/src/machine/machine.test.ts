import { defaultSettings } from "@addendum/schema-repository";
import { expect, test } from "vitest";
import { headersOf } from "./headers.ts";
import { layoutFiles } from "./layout-files.ts";
import { listingPages } from "./listing.ts";

const file = (name: string) => ({ name, kind: "file" as const });

test("every version has its files and an alias, and latest is the highest by its numbers", () => {
  const names = ["1.9.0.yaml", "1.9.0.json", "1.10.0.yaml", "1.10.0.json", "current.yaml", "notes.md"];
  const files = [
    ...names.map(file),
    { name: "latest", kind: "link" as const },
    { name: "sub", kind: "directory" as const },
  ];
  expect(Object.fromEntries(layoutFiles(files, defaultSettings))).toEqual({
    "1.9.0": "1.9.0.yaml",
    "1.9.0.yaml": "1.9.0.yaml",
    "1.9.0.json": "1.9.0.json",
    "1.10.0": "1.10.0.yaml",
    "1.10.0.yaml": "1.10.0.yaml",
    "1.10.0.json": "1.10.0.json",
    "current.yaml": "current.yaml",
    latest: "1.10.0.yaml",
    "latest.yaml": "1.10.0.yaml",
    "latest.json": "1.10.0.json",
  });
});

test("a repository of JSON alone has aliases, too", () => {
  expect(Object.fromEntries(layoutFiles([file("1.0.0.json")], defaultSettings))).toEqual({
    "1.0.0.json": "1.0.0.json",
    "1.0.0": "1.0.0.json",
    latest: "1.0.0.json",
    "latest.json": "1.0.0.json",
  });
});

test.each([
  ["repositories/x/jsonschema/a/1.0.0", "application/yaml", "immutable"],
  ["repositories/x/jsonschema/a/1.0.0.json", "application/schema+json", "immutable"],
  ["repositories/x/jsonschema/a/latest", "application/yaml", "max-age=60"],
  ["repositories/x/jsonschema/a/current.yaml", "application/yaml", "max-age=60"],
  ["repositories/x/jsonschema/a/index.json", "application/json", "no-cache"],
  ["schema/a/index.html", "text/html", "no-cache"],
  ["assets/site-ABCDEFGH.js", "text/javascript", "immutable"],
  ["assets/icon.svg", "image/svg+xml", "no-cache"],
])("%s is %s, %s", (path, type, cache) => {
  const headers = headersOf(path);
  expect(headers.type).toContain(type);
  expect(headers.cache).toContain(cache);
});

test("names in a listing are strangers'", () => {
  const [page] = listingPages("repositories/", [{ name: "<script>", type: "directory" }], ["a.css"]);
  expect(page?.text).toContain('<a class="mono" href="./%3Cscript%3E/">&lt;script&gt;/</a>');
});
