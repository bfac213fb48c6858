import type { LocatedFinding } from "@addendum/workspace";
import { showEvidence } from "./evidence.ts";
import type { Report } from "./report.ts";

/**
 * A JUnit report with one suite for each file with findings, one test case for each finding; errors and warnings are
 * failures. Where nothing was found there is one case that passed. Source: the JUnit schema of Jenkins’ xUnit plugin.
 */
export function renderJunit({ command, findings }: Report): string {
  const files = new Map<string, LocatedFinding[]>();
  for (const finding of findings) {
    files.set(finding.location.file, [...(files.get(finding.location.file) ?? []), finding]);
  }
  const suites = [...files].map(([file, list]) => {
    const cases = list.map((finding) => testCase(file, finding));
    return `  <testsuite name="${escape(file)}" tests="${list.length}" failures="${failures(list)}" errors="0" skipped="0">\n${cases.join("")}  </testsuite>\n`;
  });
  if (suites.length === 0) {
    suites.push(
      `  <testsuite name="addendum ${escape(command)}" tests="1" failures="0" errors="0" skipped="0">\n    <testcase classname="addendum" name="${escape(command)}"/>\n  </testsuite>\n`,
    );
  }
  const total = Math.max(1, findings.length);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="addendum ${escape(command)}" tests="${total}" failures="${failures(findings)}" errors="0">\n${suites.join("")}</testsuites>\n`;
}

function failures(findings: readonly LocatedFinding[]): number {
  return findings.filter(({ severity }) => severity !== "info").length;
}

function testCase(file: string, finding: LocatedFinding): string {
  const { rule, severity, message, hint, line, column, location, evidence } = finding;
  const name = `${rule} ${location.pointer || "/"} (${line}:${column})`;
  const lines = [
    `${file}:${line}:${column}`,
    message,
    hint ?? "",
    ...(evidence ? showEvidence(evidence) : []),
  ];
  const text = escape(lines.filter(Boolean).join("\n"));
  const open = `    <testcase classname="${escape(file)}" name="${escape(name)}" file="${escape(file)}" line="${line}"`;
  return severity === "info"
    ? `${open}>\n      <system-out>${text}</system-out>\n    </testcase>\n`
    : `${open}>\n      <failure type="${severity === "warn" ? "warning" : severity}" message="${escape(message)}">${text}</failure>\n    </testcase>\n`;
}

/** Characters that XML 1.0 has no way to write are left out. */
function escape(text: string): string {
  return (
    text
      .replace(/[\ud800-\udfff]/gu, "\ufffd")
      // eslint-disable-next-line no-control-regex -- these are what is looked for
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;")
      .replaceAll("\n", "&#10;")
  );
}
