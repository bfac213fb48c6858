import type { Report } from "./report.ts";

const commands = { error: "error", warn: "warning", info: "notice" } as const;

/**
 * Annotations on the lines of a pull request. Source: GitHub Actions, “Workflow commands”, whose escapes are those of
 * a percent encoding.
 */
export function renderGithubActions({ findings, outcome }: Report): string {
  const lines = findings.map(({ severity, rule, message, hint, location, line, column }) => {
    const place = `file=${property(location.file)},line=${line},col=${column},title=${property(rule)}`;
    return `::${commands[severity]} ${place}::${data(hint === undefined ? message : `${message}\n${hint}`)}`;
  });
  // A name with a line break must not begin a line, which could be another command.
  return [...lines, outcome.replaceAll(/[\r\n]+/g, " ")]
    .filter(Boolean)
    .map((line) => `${line}\n`)
    .join("");
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
