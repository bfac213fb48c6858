import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readKeyFile } from "./key-file.ts";

const directory = mkdtempSync(join(tmpdir(), "addendum-key-"));
afterAll(() => rmSync(directory, { recursive: true }));

function write(content: string | Buffer, mode = 0o600): string {
  const path = join(directory, "key");
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
}

test.each([
  ["is empty", "", 0o600, "has 0 bytes"],
  ["holds a line break alone", "\n", 0o600, "has 0 bytes"],
  ["is short", "fifteen bytes..\n", 0o600, "has 15 bytes"],
  ["others may read", "k".repeat(32), 0o644, "chmod 600"],
  ["others may write", "k".repeat(32), 0o602, "chmod 600"],
])("a key file that %s is refused", (_, content, mode, message) => {
  expect(() => readKeyFile(write(content, mode))).toThrow(message);
});

test("a key file that is missing is refused", () => {
  expect(() => readKeyFile(join(directory, "missing"))).toThrow("ENOENT");
});

test.each([0o600, 0o400, 0o640])("a key file is read as it is, with the permissions %o", (mode) => {
  expect(readKeyFile(write(Buffer.alloc(32, 7), mode))).toEqual(Buffer.alloc(32, 7));
});
