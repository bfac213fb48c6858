import type { DataObject } from "@addendum/json-schema";
import { fingerprint } from "@addendum/schema-repository";
import { count, type LocatedFinding } from "./report.ts";

/** The one document that `--format json` prints. Its published form is docs/reference/report.schema.json. */
export const reportSchema: DataObject = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "Report of an addendum command",
  type: "object",
  required: ["version", "command", "ok", "summary", "findings"],
  properties: {
    version: { const: 1 },
    command: { type: "string", description: "The command that was run, such as “check”." },
    ok: { type: "boolean", description: "Whether nothing reached the level of --fail-on." },
    summary: {
      type: "object",
      required: ["errors", "warnings", "infos", "titles"],
      properties: {
        errors: { type: "integer", minimum: 0 },
        warnings: { type: "integer", minimum: 0 },
        infos: { type: "integer", minimum: 0 },
        titles: { type: "integer", minimum: 0, description: "How many titles were examined." },
      },
    },
    findings: {
      type: "array",
      description: "The gravest first, then by file and place.",
      items: {
        type: "object",
        required: ["rule", "severity", "message", "fingerprint", "location"],
        properties: {
          rule: { type: "string" },
          severity: { enum: ["error", "warn", "info"] },
          message: { type: "string" },
          hint: { type: "string" },
          fingerprint: {
            type: "string",
            pattern: "^[0-9a-f]{16}$",
            description: "The same as long as the rule, the place and the values are.",
          },
          location: {
            type: "object",
            required: ["file", "line", "column", "pointer"],
            properties: {
              file: { type: "string", description: "Relative to the repository's root." },
              line: { type: "integer", minimum: 1 },
              column: { type: "integer", minimum: 1, description: "In UTF-16 units." },
              pointer: { type: "string", description: "JSON Pointer; empty for the whole file." },
            },
          },
        },
      },
    },
    files: {
      type: "array",
      description: "What was written, or would be.",
      items: {
        type: "object",
        required: ["path", "kind"],
        properties: {
          path: { type: "string" },
          kind: { enum: ["file", "alias"] },
          target: { type: "string" },
        },
      },
    },
    references: {
      type: "array",
      description: "`deps`: who refers to what, at which version.",
      items: {
        type: "object",
        required: ["title", "reference", "newest"],
        properties: {
          title: { type: "string" },
          reference: { type: "string" },
          newest: { type: ["string", "null"], description: "The newest version of what is referred to." },
        },
      },
    },
    schema: { description: "`dereference`: the materialized schema." },
  },
};

export interface Report {
  readonly command: string;
  readonly ok: boolean;
  readonly titles: number;
  readonly findings: readonly LocatedFinding[];
  readonly more?: Readonly<Record<string, unknown>>;
}

export function renderJson({ command, ok, titles, findings, more }: Report): string {
  const document = {
    version: 1,
    command,
    ok,
    summary: { ...count(findings), titles },
    findings: findings.map((finding) => ({
      rule: finding.rule,
      severity: finding.severity,
      message: finding.message,
      ...(finding.hint !== undefined && { hint: finding.hint }),
      fingerprint: fingerprint(finding),
      location: {
        file: finding.location.file,
        line: finding.line,
        column: finding.column,
        pointer: finding.location.pointer ?? "",
      },
    })),
    ...more,
  };
  return JSON.stringify(document, null, 2) + "\n";
}
