import { expect, test } from "vitest";
import { parseConfiguration } from "./configuration.ts";

const messageOf = (text: string): string => {
  const result = parseConfiguration(`version: 1\n${text}`);
  return result.kind === "invalid" ? result.message : "";
};

test.each([
  ["logLevel: inof\n", "“logLevel” must be one of", "did you mean “info”?"],
  ["contentTypes: yaml\n", "“contentTypes” must be a list, not a string."],
  ["baseBranch: [main]\n", "“baseBranch” must be a string, not a list."],
  ["adopted: 1\n", "“adopted” must be true or false, not 1."],
  [
    "warehouse: { hive: { host: h, port: 70000 } }\n",
    "“warehouse.hive.port” must be at most 65535, not 70000.",
  ],
])("a wrong value of a setting: %j", (text, ...parts) => {
  for (const part of parts) expect(messageOf(text)).toContain(part);
});

test.each([
  "warehouse: { hive: { host: h, port: hunter2 } }\n",
  "warehouse: { hive: { host: h, principal: hunter2 } }\n",
  "warehouse: { trino: { address: hunter2 } }\n",
  "warehouse: { mariadb: hunter2 }\n",
  "adopted: hunter2\n",
  "contentTypes: hunter2\n",
  "databasePassword: hunter2\n",
  "hunter: { hunter: hunter2 }\n",
])("what may be a password under the wrong key is not repeated: %j", (text) => {
  expect(messageOf(text)).not.toBe("");
  expect(messageOf(text)).not.toContain("hunter2");
});
