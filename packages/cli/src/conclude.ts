import { type Content, type Finding, severities } from "@addendum/schema-repository";
import type { Invocation } from "./arguments.ts";
import type { ExitCode } from "./command.ts";
import { count, locate, plural, renderText } from "./report.ts";
import { renderJson } from "./report-json.ts";

export interface Conclusion {
  readonly command: string;
  readonly findings: readonly Finding[];
  readonly titles: number;
  /** For text: what was done, in one line; nothing is printed when it is empty. */
  readonly done: string;
  /** For text: what the findings mean: “Nothing was written”. */
  readonly failed?: string;
  /** For JSON. */
  readonly more?: Readonly<Record<string, unknown>>;
  read(file: string): Content;
}

/** Prints the result and says how the command ends. Infos are shown in text only when they make it fail. */
export function conclude(invocation: Invocation, conclusion: Conclusion): ExitCode {
  const { format, failOn, terminal } = invocation;
  const threshold = severities.indexOf(failOn);
  const fails = ({ severity }: Finding) => severities.indexOf(severity) <= threshold;
  const ok = !conclusion.findings.some(fails);
  if (format === "json") {
    const findings = locate(conclusion.findings, conclusion.read);
    const { command, titles, more } = conclusion;
    terminal.out(renderJson({ command, ok, titles, findings, ...(more && { more }) }));
    return ok ? 0 : 1;
  }
  const shown = conclusion.findings.filter((finding) => finding.severity !== "info" || fails(finding));
  if (shown.length > 0) terminal.out(renderText(locate(shown, conclusion.read), terminal) + "\n");
  const { errors, warnings } = count(shown);
  const numbers = [
    ...(errors > 0 ? [plural(errors, "error")] : []),
    ...(warnings > 0 ? [plural(warnings, "warning")] : []),
  ].join(", ");
  const outcome = ok ? conclusion.done : (conclusion.failed ?? "");
  const line = [numbers && `${numbers}.`, outcome].filter(Boolean).join(" ");
  if (line !== "" && (!ok || !invocation.quiet)) terminal.out(`${line}\n`);
  return ok ? 0 : 1;
}
