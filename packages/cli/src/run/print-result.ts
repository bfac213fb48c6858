import { dirname, resolve } from "node:path";
import { type Content, type Finding, severities, type VersionChange } from "@addendum/schema-repository";
import { findConfiguration, locate, type LocatedFinding, searchGit } from "@addendum/workspace";
import { count, plural } from "../report/count.ts";
import type { Invocation } from "./arguments.ts";
import type { ExitCode } from "./command.ts";
import { documentFormats } from "../report/formats.ts";
import type { Report } from "../report/report.ts";
import { renderText } from "../report/text.ts";

export interface Result {
  readonly command: string;
  readonly findings: readonly Finding[];
  readonly titles: number;
  /** The versions that were checked, where that is what the command does. */
  readonly versions?: readonly VersionChange[];
  /** For text: what was done, in one line; nothing is printed when it is empty. */
  readonly done: string;
  /** For text: what the findings mean: “Nothing was written”. */
  readonly failed?: string;
  /** Whether published versions were to be judged: where remarks are not shown, it is said how to see them. */
  readonly wantsRemarks?: boolean;
  /** For JSON. */
  readonly more?: Readonly<Record<string, unknown>>;
  read(file: string): Content;
}

/** Whether remarks will be seen: in text only when they make the command fail. */
export function showsRemarks({ format, failOn }: Invocation): boolean {
  return format !== "text" || failOn === "info";
}

/** Prints the result and says how the command ends. Infos are shown in text only when they make it fail. */
export function printResult(invocation: Invocation, result: Result): ExitCode {
  const { format, failOn, terminal } = invocation;
  const threshold = severities.indexOf(failOn);
  const fails = ({ severity }: Finding) => severities.indexOf(severity) <= threshold;
  const ok = !result.findings.some(fails);
  const isText = format === "text";
  const shown = isText
    ? result.findings.filter((finding) => finding.severity !== "info" || fails(finding))
    : result.findings;
  const outcome = outcomeOf(shown, ok ? result.done : (result.failed ?? ""));
  const findings = locate(shown, result.read);
  if (!isText) {
    const { command, titles, versions, more } = result;
    const report: Report = {
      command,
      ok,
      titles,
      findings: isForWholeTree(format) ? fromTop(findings, invocation) : findings,
      outcome,
      ...(versions && { versions }),
      ...(more && { more }),
    };
    terminal.out((documentFormats[format] as (report: Report) => string)(report));
    return ok ? 0 : 1;
  }
  if (findings.length > 0) terminal.out(`${renderText(findings, terminal)}\n`);
  // The finding that is shown first: findings of one cause are shown in the order of the rules.
  const [first] = findings;
  const [gravest] = findings
    .filter(
      (one) =>
        one === first ||
        (one.severity === first?.severity && one.cause === first.cause && one.cause !== undefined),
    )
    .sort((a, b) => a.order - b.order);
  const more = ok || gravest === undefined ? "" : ` \`addendum explain ${gravest.rule}\` says why.`;
  if (outcome !== "" && (!ok || !invocation.quiet)) terminal.out(`${outcome}${more}\n`);
  if (result.wantsRemarks === true && !showsRemarks(invocation) && !invocation.quiet) {
    terminal.out("Findings in published versions are only remarks: --fail-on info shows them.\n");
  }
  return ok ? 0 : 1;
}

/** What hosts of repositories show beside files, whose paths they count from the top of the work tree. */
function isForWholeTree(format: string): boolean {
  return ["github-actions", "gitlab-code-quality", "sarif"].includes(format);
}

/** The findings of a schema repository that is a folder of a larger one, with paths from the top of that one. */
function fromTop(
  findings: readonly LocatedFinding[],
  { repo, config }: Invocation,
): readonly LocatedFinding[] {
  const file = config ?? findConfiguration(repo ?? ".");
  const root = config !== undefined && repo !== undefined ? repo : file && dirname(resolve(file));
  const search = root === undefined ? undefined : searchGit(resolve(root));
  if (search?.kind !== "found" || search.place.prefix === "") return findings;
  const { prefix } = search.place;
  return findings.map((finding) => ({
    ...finding,
    location: { ...finding.location, file: `${prefix}${finding.location.file}` },
  }));
}

function outcomeOf(findings: readonly Finding[], state: string): string {
  const { errors, warnings, infos } = count(findings);
  const numbers = [
    ...(errors > 0 ? [plural(errors, "error")] : []),
    ...(warnings > 0 ? [plural(warnings, "warning")] : []),
    ...(infos > 0 ? [plural(infos, "remark")] : []),
  ].join(", ");
  return [numbers && `${numbers}.`, state].filter(Boolean).join(" ");
}
