import { fingerprint } from "@addendum/schema-repository";
import type { Report } from "./report.ts";

const severities = { error: "critical", warn: "minor", info: "info" } as const;

/** The findings as GitLab shows them in a merge request. Source: GitLab documentation, “Code Quality report format”. */
export function renderGitlabCodeQuality({ findings }: Report): string {
  const issues = findings.map((finding) => ({
    description: finding.hint === undefined ? finding.message : `${finding.message} ${finding.hint}`,
    check_name: finding.rule,
    fingerprint: fingerprint(finding),
    severity: severities[finding.severity],
    location: { path: finding.location.file, lines: { begin: finding.line } },
  }));
  return `${JSON.stringify(issues, null, 2)}\n`;
}
