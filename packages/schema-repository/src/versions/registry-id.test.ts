import { expect, test } from "vitest";
import { registryId, registryIdClashes } from "./registry-id.ts";

test("numbers are 31 bits, stay the same, and clash as seldom as they may", () => {
  expect(registryId("/test/event/1.0.0")).toBe(794_675_302);
  const uris = Array.from(
    { length: 20_000 },
    (_, index) => `/some/title${index % 700}/${index % 9}.${index}.0`,
  );
  const ids = uris.map(registryId);
  expect(ids.every((id) => Number.isInteger(id) && id > 0 && id < 2 ** 31)).toBe(true);
  expect(registryIdClashes(uris).length).toBeLessThan(3);
});

/** The same, over what Node writes as UTF-8. */
function overBytes(uri: string): number {
  let value = 0x811c9dc5;
  for (const byte of Buffer.from(uri)) value = Math.imul(value ^ byte, 0x01000193);
  value ^= value >>> 15;
  value = Math.imul(value, 0x2c1b3c6d);
  value ^= value >>> 13;
  return value >>> 1 || 1;
}

test.each([
  "",
  "/a/1.0.0",
  "/é/1.0.0",
  "/漢字/1.0.0",
  "/😀/1.0.0",
  "/\uD800x/1.0.0",
  "/\uFFFF\u0800\u07FF\u0080",
])("%j is hashed as UTF-8", (uri) => {
  expect(registryId(uri)).toBe(overBytes(uri));
});

test("all versions of a clash are told, in the order of their names", () => {
  expect(registryIdClashes(["/a/t84595/1.0.0", "/b/1.0.0", "/a/t72980/1.0.0"])).toEqual([
    { id: 313_539_780, uris: ["/a/t72980/1.0.0", "/a/t84595/1.0.0"] },
  ]);
});
