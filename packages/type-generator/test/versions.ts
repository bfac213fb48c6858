import { isObject, parseDocument } from "@addendum/json-schema";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { SchemaVersion } from "../src/module.ts";

/** The schema repositories at hand: our own, and the corpus where it is. */
export const repositories: Readonly<Record<string, readonly SchemaVersion[]>> = {
  "our own schemas": versionsBelow(join(import.meta.dirname, "../../../schemas")),
  ...corpus(),
};

function corpus(): Readonly<Record<string, readonly SchemaVersion[]>> {
  const root = [process.env["ADDENDUM_CORPUS"], join(import.meta.dirname, "../../../../shared/corpus")]
    .filter((path) => path !== undefined)
    .map((path) => join(path, "event-schemas/jsonschema"))
    .find((path) => existsSync(path));
  if (root !== undefined) return { "a real repository": versionsBelow(root) };
  console.log("skipped: no corpus here (ADDENDUM_CORPUS names one)");
  return {};
}

function versionsBelow(root: string): SchemaVersion[] {
  return readdirSync(root, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    if (!entry.isFile() || !/^\d+\.\d+\.\d+\.yaml$/.test(entry.name)) return [];
    const parsed = parseDocument(readFileSync(join(entry.parentPath, entry.name), "utf8"));
    if (parsed.kind !== "document" || !isObject(parsed.document.data)) return [];
    const title = relative(root, entry.parentPath).replaceAll("\\", "/");
    return [{ title, version: entry.name.slice(0, -".yaml".length), schema: parsed.document.data }];
  });
}
