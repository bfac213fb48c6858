import { renderGithubActions } from "./github-actions.ts";
import { renderGitlabCodeQuality } from "./gitlab-code-quality.ts";
import { renderJson } from "./json.ts";
import { renderJunit } from "./junit.ts";
import { renderMarkdown } from "./markdown.ts";
import { renderSarif } from "./sarif.ts";
import type { Report } from "./report.ts";

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
