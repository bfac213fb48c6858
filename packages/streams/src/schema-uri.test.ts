import { expect, test } from "vitest";
import { parseSchemaUri } from "./schema-uri.ts";

test.each([
  ["/shop/order/1.2.0", { title: "shop/order", version: "1.2.0" }],
  ["/error/latest", { title: "error", version: "latest" }],
])("%s", (uri, named) => {
  expect(parseSchemaUri(uri)).toEqual(named);
});

// It becomes a path.
test.each([
  "shop/order/1.2.0",
  "https://schemas.example.org/shop/order/1.2.0",
  "/../secret/1.0.0",
  "/.git/1.0.0",
  "/shop//1.0.0",
  "/shop/order/1.2",
  "/shop/order/01.0.0",
  `/${"a".repeat(600)}/1.0.0`,
  5,
  undefined,
])("%s names no schema", (uri) => {
  expect(parseSchemaUri(uri)).toBeUndefined();
});
