import type { VersionChange } from "@addendum/schema-repository";
import { type LocatedFinding } from "@addendum/workspace";
import { plural } from "./count.ts";
import { showEvidence, shownEvidence, showWaiver } from "./evidence.ts";
import { pageAddress } from "./page-address.ts";
import type { Report } from "./report.ts";

const signs = { error: "❌", warn: "⚠️", info: "ℹ️" } as const;
const verdicts: Readonly<Record<VersionChange["verdict"], string>> = {
  first: "🆕 first of its major",
  compatible: "✅ every old event stays valid",
  incompatible: "❌ old events would break",
  unknown: "❓ could not be decided",
  unstable: "🚧 unstable: not compared with older versions",
};

/** A comment for a pull request: which schemas change, whether anything breaks, and the event that would. */
export function renderMarkdown({ findings, versions = [], outcome, ok }: Report): string {
  const parts = [`### Addendum: ${ok ? "nothing stands in the way" : "this change is not ready"}`];
  if (versions.length > 0) parts.push(versionTable(versions, findings));
  const shown = findings.filter(({ severity }) => severity !== "info");
  if (shown.length > 0) parts.push(blocks(shown).join("\n\n"));
  const infos = findings.filter(({ severity }) => severity === "info");
  if (infos.length > 0) {
    const lines = infos.flatMap((finding) => [
      `- ${place(finding)}: ${text(finding.message)} (${link(finding.rule)})`,
      ...shownEvidence([finding]).flatMap(({ readers, lines: more = [] }) =>
        readers === undefined ? [] : more.map((line) => `  - ${text(line)}`),
      ),
    ]);
    parts.push(
      `<details><summary>${plural(infos.length, "remark")}</summary>\n\n${lines.join("\n")}\n\n</details>`,
    );
  }
  if (outcome !== "") parts.push(text(outcome));
  return `${parts.join("\n\n")}\n`;
}

function versionTable(versions: readonly VersionChange[], findings: readonly LocatedFinding[]): string {
  const rows = versions.map(({ title, previous, version, verdict, file }) => {
    const errors = findings.filter(
      ({ severity, location }) => severity === "error" && location.file === file,
    );
    const state =
      errors.length > 0 && verdict !== "incompatible"
        ? `❌ ${plural(errors.length, "error")}`
        : verdicts[verdict];
    return `| ${code(title)} | ${previous === undefined ? "" : `${previous} → `}${version} | ${state} |`;
  });
  return ["| schema | version | |", "| --- | --- | --- |", ...rows].join("\n");
}

/** Findings of one cause are shown together, as on a terminal. */
function blocks(findings: readonly LocatedFinding[]): string[] {
  const causes = new Map<string, LocatedFinding[]>();
  for (const [index, finding] of findings.entries()) {
    const key = finding.cause ?? String(index);
    causes.set(key, [...(causes.get(key) ?? []), finding]);
  }
  return [...causes.values()].map((block) => {
    const lines = block.map(
      (finding) =>
        `${signs[finding.severity]} ${place(finding)}: ${text(finding.message)} (${link(finding.rule)})${finding.hint === undefined ? "" : `<br>${text(finding.hint)}`}`,
    );
    const folded = shownEvidence(block).map((one) => {
      const [label, ...shown] = showEvidence(one);
      return `<details><summary>${text(label ?? "")}</summary>\n\n${fence(shown)}\n\n</details>`;
    });
    const waiver = showWaiver(block);
    const permit =
      waiver.length === 0
        ? []
        : [`<details><summary>${text(waiver[0] ?? "")}</summary>\n\n${fence(waiver.slice(1))}\n\n</details>`];
    return [lines.join("\n"), ...folded, ...permit].join("\n\n");
  });
}

function place({ location, line }: LocatedFinding): string {
  return code(`${location.file}:${line}`);
}

function link(rule: string): string {
  return `[${rule}](${pageAddress(rule)})`;
}

/** A fence that is longer than any in the text. */
function fence(lines: readonly string[]): string {
  const body = lines.join("\n");
  const longest = Math.max(2, ...[...body.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const ticks = "`".repeat(longest + 1);
  return `${ticks}yaml\n${body}\n${ticks}`;
}

/** Names come from files: they must not become markup. */
function text(value: string): string {
  return value
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(/[\\|*_[\]]/g, "\\$&")
    .replaceAll(/\s+/g, " ")
    .replaceAll("@", "@\u200b");
}

function code(value: string): string {
  const clean = value.replaceAll(/\s+/g, " ").replaceAll("|", "\\|");
  return clean.includes("`") ? `\`\` ${clean} \`\`` : `\`${clean}\``;
}
