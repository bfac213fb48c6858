import { existsSync } from "node:fs";
import { join } from "node:path";

/** Real schemas and answers: ADDENDUM_CORPUS, else beside the checkout. */
export const corpus =
  process.env["ADDENDUM_CORPUS"] ?? join(import.meta.dirname, "../../../../shared/corpus");
export const hasCorpus = existsSync(join(corpus, "eventgate-answers.json"));
export const whyNoCorpus = hasCorpus ? "" : " (skipped: there is no corpus)";
