import { existsSync } from "node:fs";
import { join } from "node:path";

/**
 * Real input that tests use where it is there: beside the checkout, or where ADDENDUM_CORPUS says. It is not part of
 * the project; without it the tests that need it are skipped, and say so.
 */
const beside = join(import.meta.dirname, "../../../../shared/corpus");
export const corpus = process.env["ADDENDUM_CORPUS"] ?? beside;
export const hasCorpus = existsSync(join(corpus, "materialize-vectors.json"));
export const whyNoCorpus = hasCorpus ? "" : " (skipped: there is no corpus; set ADDENDUM_CORPUS)";

if (!hasCorpus)
  console.warn(
    `Tests that need real input are skipped: ${corpus} holds none; ADDENDUM_CORPUS says where it is.`,
  );
