import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { mendTornFiles } from "./torn-files.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "addendum-torn-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const own = "2026-11-02T09.1.ndjson";

async function mend(
  name: string,
  content: string,
): Promise<{ files: Record<string, string>; said: string[] }> {
  const said: string[] = [];
  writeFileSync(join(directory, name), content);
  await mendTornFiles(directory, (message) => said.push(message));
  const files = readdirSync(directory).map((one) => [one, readFileSync(join(directory, one), "utf8")]);
  return { files: Object.fromEntries(files) as Record<string, string>, said };
}

test.each([
  ["half an event", '{"a":1}\n{"half":"x'],
  ["half an event and nothing before it", '{"half'],
  ["the zeros of a power cut", '{"a":1}\n\0\0\0\0'],
  ["an event whose last character is torn", `{"a":1}\n{"text":"é`],
])("moves aside %s", async (_, content) => {
  const { files, said } = await mend(own, content);
  const whole = content.includes("\n") ? '{"a":1}\n' : "";
  expect(files).toEqual({ [own]: whole, [`${own}.torn`]: content.slice(whole.length) });
  expect(said).toEqual([expect.stringContaining(`moved to ${own}.torn`)]);
});

test.each([
  ["another’s file", "export.ndjson", '{"a":1}\n{"half":'],
  ["a day’s file of somebody else", "2026-11-02.ndjson", '{"a":1}\n{"half":'],
  ["a file of another numbering", "2026-11-02T09.ndjson", '{"half":'],
  ["a whole event that lacks its line end", own, '{"a":1}\n{"b":2}'],
  ["a text that is no event", own, '{"a":1}\nnotes of mine'],
  ["a CSV under a name of ours", own, "a,b\n1,2"],
  ["a file that ends properly", own, '{"a":1}\n'],
  ["an empty file", own, ""],
])("leaves %s alone", async (_, name, content) => {
  const { files, said } = await mend(name, content);
  expect({ files, said }).toEqual({ files: { [name]: content }, said: [] });
});

test("leaves directories and links alone", async () => {
  const elsewhere = mkdtempSync(join(tmpdir(), "addendum-else-"));
  const target = join(elsewhere, "theirs");
  writeFileSync(target, '{"half":');
  symlinkSync(target, join(directory, own));
  mkdirSync(join(directory, "2026-11-02T09.2.ndjson"));
  const said: string[] = [];
  await mendTornFiles(directory, (message) => said.push(message));
  expect(readFileSync(target, "utf8")).toBe('{"half":');
  expect(said).toEqual([]);
  rmSync(elsewhere, { recursive: true });
});

test("overwrites nothing that was moved aside before, and says what it cannot read", async () => {
  writeFileSync(join(directory, `${own}.torn`), "before");
  const { files } = await mend(own, '{"half":');
  expect(files).toEqual({ [own]: "", [`${own}.torn`]: "before", [`${own}.torn.2`]: '{"half":' });
  if (process.getuid?.() === 0) return;
  const other = join(directory, "2026-11-02T10.1.ndjson");
  writeFileSync(other, "{");
  chmodSync(other, 0);
  const said: string[] = [];
  await mendTornFiles(directory, (message) => said.push(message));
  expect(said).toEqual([expect.stringContaining("EACCES")]);
});
