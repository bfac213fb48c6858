import { join } from "node:path";
import { rules } from "@addendum/schema-repository";
import { describe, expect, test } from "vitest";
import { QueryDirectory } from "./scenario.ts";

const own = rules.filter(({ generator }) => generator === "reports");

test("what reports are found to be wrong with are rules of their own", () => {
  expect(own.map(({ id }) => id)).toEqual([
    "report-failed",
    "report-ignored-key",
    "report-invalid-setting",
    "report-missing-wiki",
    "report-not-published",
    "report-point-rejected",
    "report-unknown-key",
  ]);
});

describe.each(own)("$id", (rule) => {
  test.each(rule.examples)("$name", async (example) => {
    const queries = new QueryDirectory();
    const path = process.env["PATH"];
    process.env["PATH"] = `${join(queries.root, "bin")}:${path}`;
    try {
      for (const [name, text] of Object.entries(example.files)) queries.write(join("..", name), text);
      const { findings } = await queries.run("2026-01-31 05:00:00Z", { publish: { timeout: 2000 } });
      const found = findings.filter((finding) => finding.rule === rule.id);
      expect(found.map(({ location: { file, pointer } }) => ({ file, pointer }))).toEqual(
        example.findings.map(({ file, pointer }) => ({ file, pointer })),
      );
      for (const [index, { message, hint }] of found.entries()) {
        const text = rule.messages[example.findings[index]?.messageId ?? ""]?.text ?? "?";
        expect(message.startsWith(text.split("{")[0] as string)).toBe(true);
        expect(message + (hint ?? "")).not.toMatch(/\{\w+\}/);
      }
    } finally {
      process.env["PATH"] = path;
    }
  });
});
