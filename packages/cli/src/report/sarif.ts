import { fingerprint, type Rule, rules } from "@addendum/schema-repository";
import type { LocatedFinding } from "@addendum/workspace";
import packageJson from "../../package.json" with { type: "json" };
import { pageAddress } from "./page-address.ts";
import type { Report } from "./report.ts";

const levels = { error: "error", warn: "warning", info: "note", off: "none" } as const;

/** Source: OASIS, Static Analysis Results Interchange Format 2.1.0. */
export function renderSarif({ findings }: Report): string {
  const named = rules.filter(({ id }) => findings.some(({ rule }) => rule === id));
  const log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "addendum",
            version: packageJson.version,
            informationUri: "https://github.com/addendum-project/addendum",
            rules: named.map(descriptor),
          },
        },
        // Columns count UTF-16 units.
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { ROOT: { description: { text: "The root of the schema repository." } } },
        results: findings.map((finding) => result(finding, named)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function descriptor({ id, severity, summary, rationale, concern }: Rule) {
  return {
    id,
    shortDescription: { text: summary },
    fullDescription: { text: rationale },
    helpUri: pageAddress(id),
    defaultConfiguration: { enabled: severity !== "off", level: levels[severity] },
    properties: { tags: [concern] },
  };
}

function result(finding: LocatedFinding, named: readonly Rule[]) {
  const { rule, severity, message, hint, location, line, column, excerpt } = finding;
  const end = excerpt === undefined ? {} : { endColumn: column + excerpt.length };
  return {
    ruleId: rule,
    ruleIndex: named.findIndex(({ id }) => id === rule),
    level: levels[severity],
    message: { text: hint === undefined ? message : `${message} ${hint}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: encodePath(location.file), uriBaseId: "ROOT" },
          region: { startLine: line, startColumn: column, ...end },
        },
        ...(location.pointer && { logicalLocations: [{ fullyQualifiedName: location.pointer }] }),
      },
    ],
    partialFingerprints: { "addendum/v1": fingerprint(finding) },
  };
}

/** A relative reference: what a name may contain, a URI may not. */
function encodePath(path: string): string {
  return path
    .replace(/[\ud800-\udfff]/gu, "\ufffd")
    .split("/")
    .map(encodeURIComponent)
    .join("/");
}
