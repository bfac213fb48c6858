import type { DataObject } from "@addendum/json-schema";
import { fingerprint } from "@addendum/schema-repository";
import { count } from "./count.ts";
import type { Report } from "./report.ts";

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
      description: "The most severe first, then by file and place.",
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
            description:
              "Identifies the finding across runs: it depends on the rule, the place and the values.",
          },
          evidence: {
            type: "object",
            description: "Evidence for the finding: an event that breaks, a column, or code.",
            required: ["label"],
            properties: {
              label: { type: "string" },
              event: {
                type: "object",
                required: ["value", "culprit"],
                properties: { value: {}, culprit: { type: "string", description: "JSON Pointer." } },
              },
              lines: { type: "array", items: { type: "string" } },
              refusal: { type: "string", description: "What the validator says about the event." },
              readers: {
                type: "array",
                description: "Who reads the field that changes: the first 100.",
                items: {
                  type: "object",
                  required: ["kind", "name", "file", "how", "does"],
                  properties: {
                    kind: { enum: ["report", "metric", "panel"] },
                    name: { type: "string" },
                    file: { type: "string" },
                    how: { enum: ["reads", "may read"] },
                    does: { type: "string", description: "How it uses the field, in words." },
                  },
                },
              },
            },
          },
          subject: {
            type: "object",
            description: "The change that the finding is about: what a waiver names.",
            required: ["title", "version", "against", "pointer"],
            properties: {
              title: { type: "string" },
              version: { type: "string" },
              against: { type: "string", description: "The version that it was compared with." },
              pointer: { type: "string", description: "A JSON Pointer into the materialized schema." },
            },
          },
          location: {
            type: "object",
            required: ["file", "line", "column", "pointer"],
            properties: {
              file: { type: "string", description: "Relative to the repository's root." },
              line: { type: "integer", minimum: 1 },
              column: { type: "integer", minimum: 1, description: "In UTF-16 units." },
              pointer: { type: "string", description: "JSON Pointer; empty for the whole file." },
              dereferencedPointer: {
                type: "string",
                description: "The same place in the dereferenced schema, if it differs.",
              },
            },
          },
          dependents: {
            type: "array",
            items: { type: "string" },
            description: "Other titles that contain the mistake through their references.",
          },
        },
      },
    },
    versions: {
      type: "array",
      description: "`check`: the versions that are not published yet.",
      items: {
        type: "object",
        required: ["title", "version", "verdict"],
        properties: {
          title: { type: "string" },
          version: { type: "string" },
          previous: {
            type: "string",
            description: "The highest published version below this one; absent for the first version.",
          },
          verdict: {
            enum: ["first", "compatible", "incompatible", "unknown", "unstable"],
            description:
              "The worst verdict over all published versions of its major; “unstable” if the settings exempt the version.",
          },
        },
      },
    },
    rules: {
      type: "array",
      description: "`rules`: every rule.",
      items: {
        type: "object",
        required: ["id", "concern", "severity", "level", "summary"],
        properties: {
          id: { type: "string" },
          concern: { type: "string" },
          severity: {
            enum: ["error", "warn", "info", "off"],
            description: "The level in the preset “recommended”.",
          },
          level: { enum: ["error", "warn", "info", "off"], description: "The level in this repository." },
          summary: { type: "string" },
        },
      },
    },
    changelog: {
      type: "array",
      description: "`changelog`: the versions, the newest first.",
      items: {
        type: "object",
        required: ["version", "changes"],
        properties: {
          version: { type: "string" },
          previous: { type: "string" },
          unstable: { const: true, description: "It was not compared with older versions." },
          changes: {
            type: "array",
            items: {
              type: "object",
              required: ["kind", "path", "text"],
              properties: {
                kind: { enum: ["added", "changed", "deprecated", "removed", "documented"] },
                path: { type: "string", description: "Where the value is in an event." },
                text: { type: "string" },
              },
            },
          },
        },
      },
    },
    files: {
      type: "array",
      description: "What was written, or would be written.",
      items: {
        type: "object",
        required: ["path", "kind"],
        properties: {
          path: { type: "string" },
          kind: { enum: ["file", "alias", "removal"] },
          target: { type: "string" },
        },
      },
    },
    leftFiles: {
      type: "array",
      description:
        "`lint --fix`: versions with fixable findings that were not changed, because versions never change.",
      items: { type: "string" },
    },
    leftTitles: {
      type: "array",
      description: "`materialize --keep-going`: the schemas that were left out.",
      items: {
        type: "object",
        required: ["title"],
        properties: {
          title: { type: "string" },
          refersTo: {
            type: "string",
            description:
              "Another one that was left out, which it refers to; absent if the errors are its own.",
          },
        },
      },
    },
    references: {
      type: "array",
      description: "`deps`: which schemas refer to which, at which version.",
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
    runs: {
      type: "array",
      description: "`report`: each interval that was due, by report and exploded values.",
      items: {
        type: "object",
        required: ["report", "exploded", "status", "file"],
        properties: {
          report: { type: "string" },
          exploded: {
            type: "object",
            additionalProperties: { type: "string" },
            description: "Dimension → value.",
          },
          start: { type: "string", description: "Absent if the report could not be examined." },
          end: { type: "string", description: "Exclusive." },
          status: { enum: ["done", "failed", "due"], description: "`due`: with --dry-run." },
          rows: { type: "integer", minimum: 0, description: "How many rows the result had." },
          milliseconds: { type: "integer", minimum: 0 },
          file: { type: "string", description: "The report's file." },
          reason: { type: "string", description: "Why it failed." },
        },
      },
    },
    smoke: {
      type: "array",
      description: "`report smoke`: each query on made-up events.",
      items: {
        type: "object",
        required: ["report", "start", "end", "status", "columns", "rows", "reads", "mayRead", "undeclared"],
        properties: {
          report: { type: "string" },
          exploded: { type: "object", additionalProperties: { type: "string" } },
          start: { type: "string" },
          end: { type: "string", description: "Exclusive." },
          status: { enum: ["done", "failed", "left"], description: "`left`: it was not run." },
          reason: { type: "string" },
          columns: { type: "array", items: { type: "string" } },
          rows: { type: "array", description: "The first rows; null where there is no value." },
          rowCount: { type: "integer", minimum: 0 },
          reads: { type: "array", description: "The fields that it reads, as table and path." },
          mayRead: { type: "array", description: "Fields that it may read, and why." },
          undeclared: { type: "array", description: "Names that no version declares." },
        },
      },
    },
    published: {
      type: "array",
      description: "`report --publish`: what went to Graphite.",
      items: {
        type: "object",
        required: ["report", "sent", "rejected"],
        properties: {
          report: { type: "string" },
          sent: { type: "integer", minimum: 0, description: "Points." },
          rejected: { type: "integer", minimum: 0, description: "Points that cannot be stored." },
        },
      },
    },
    checks: {
      type: "array",
      description: "`doctor`: what was checked.",
      items: {
        type: "object",
        required: ["subject", "level", "says"],
        properties: {
          subject: { type: "string" },
          level: { enum: ["ok", "error", "warn", "info"] },
          says: { type: "string" },
          advice: { type: "string", description: "What to do." },
        },
      },
    },
    base: {
      type: "object",
      description: "`deploy`: what is published, and its commit.",
      required: ["name", "commit"],
      properties: { name: { type: "string" }, commit: { type: "string" } },
    },
    applied: { type: "boolean", description: "`deploy`: whether changes were made, or only planned." },
    steps: {
      type: "array",
      description: "`deploy`: each topic, table and canary that is needed.",
      items: {
        type: "object",
        required: ["kind", "system", "name", "state", "says", "statements", "differences"],
        properties: {
          kind: { enum: ["topic", "table", "canary"] },
          system: { type: "string", description: "A Kafka sink, an engine, or the lake." },
          name: { type: "string" },
          state: {
            enum: ["in-step", "due", "done", "impossible", "failed", "left"],
            description: "`left`: not tried, because its system does not answer.",
          },
          says: { type: "string", description: "What is due or was done, or why it was not." },
          statements: {
            type: "array",
            items: { type: "string" },
            description: "The statements that its engine runs.",
          },
          differences: {
            type: "array",
            items: { type: "string" },
            description: "How what exists differs; it is never altered.",
          },
        },
      },
    },
    notes: {
      type: "array",
      items: { type: "string" },
      description: "`deploy`: what was left out, and why.",
    },
    schema: { description: "`dereference`: the materialized schema." },
    verdict: { enum: ["compatible", "incompatible", "unknown"], description: "`compat`." },
    contentModel: { enum: ["closed", "open"] },
    direction: { enum: ["backward", "forward", "full"] },
    witness: { description: "`compat`: an event that one version accepts and the other rejects." },
    reason: { type: "string", description: "`compat`: what could not be decided." },
    note: { type: "string", description: "`compat`: what the verdict assumes." },
    changes: {
      type: "array",
      description: "`compat`: each difference, judged alone.",
      items: {
        type: "object",
        required: ["pointer", "effect"],
        properties: {
          pointer: { type: "string" },
          old: { description: "Absent if it is new." },
          new: { description: "Absent if it was removed." },
          effect: { enum: ["widens", "narrows", "both", "none", "unknown"] },
          witness: { description: "An event that this change alone would reject." },
        },
      },
    },
  },
};

export function renderJson({
  command,
  ok,
  titles,
  findings,
  versions,
  more,
}: Omit<Report, "outcome">): string {
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
      ...(finding.evidence !== undefined && { evidence: finding.evidence }),
      ...(finding.subject !== undefined && { subject: finding.subject }),
      location: {
        file: finding.location.file,
        line: finding.line,
        column: finding.column,
        pointer: finding.location.pointer ?? "",
        ...(finding.dereferencedPointer !== undefined && {
          dereferencedPointer: finding.dereferencedPointer,
        }),
      },
      ...(finding.dependents !== undefined && { dependents: finding.dependents }),
    })),
    ...(versions !== undefined && {
      versions: versions.map(({ title, version, previous, verdict }) => ({
        title,
        version,
        ...(previous !== undefined && { previous }),
        verdict,
      })),
    }),
    ...more,
  };
  return JSON.stringify(document, null, 2) + "\n";
}
