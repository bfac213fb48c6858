import type { VersionChange } from "@addendum/schema-repository";
import type { LocatedFinding } from "@addendum/workspace";
import { renderGithubActions } from "./github-actions.ts";
import { renderGitlabCodeQuality } from "./gitlab-code-quality.ts";
import { renderJson } from "./json.ts";
import { renderJunit } from "./junit.ts";
import { renderMarkdown } from "./markdown.ts";
import { renderSarif } from "./sarif.ts";

/** What a command found, for any of the formats. */
export interface Report {
  readonly command: string;
  readonly ok: boolean;
  /** How many titles were examined. */
  readonly titles: number;
  readonly findings: readonly LocatedFinding[];
  /** The versions that a check was about. */
  readonly versions?: readonly VersionChange[];
  /** For JSON alone. */
  readonly more?: Readonly<Record<string, unknown>>;
  /** The outcome, in one line. */
  readonly outcome: string;
}

/** The formats beside text, each of which is one document. */
export const documentFormats: Readonly<Record<string, (report: Report) => string>> = {
  json: renderJson,
  "github-actions": renderGithubActions,
  "gitlab-code-quality": renderGitlabCodeQuality,
  junit: renderJunit,
  sarif: renderSarif,
  markdown: renderMarkdown,
};

export const formats: readonly string[] = ["text", ...Object.keys(documentFormats)];
