import { describe, expect, test } from "vitest";
import { groupsOf, remoteDocuments, whyNoSuite } from "../../test/official-suite.ts";
import { accepts } from "../judge/evaluate.ts";
import { compile, compileForMany, judgeOnce } from "../judge/validator.ts";
import { resolved } from "./resolution.ts";

const reason = whyNoSuite();
if (reason !== undefined && process.env["CI"]) throw new Error(reason);

const files = [
  "ref",
  "refRemote",
  "definitions",
  "infinite-loop-detection",
  "optional/id",
  "optional/unknownKeyword",
];

/** Draft-07 ignores keywords beside a `$ref`, Ajv 8 does not: such schemas are never told to be one or the other. */
const disputed = "ref overrides any sibling keywords";

describe.skipIf(reason !== undefined).each(files)(
  `the official suite, %s${reason === undefined ? "" : ` (skipped: ${reason})`}`,
  (file) => {
    const documents = reason === undefined ? remoteDocuments() : new Map();
    const groups = reason === undefined ? groupsOf(file) : [];
    test.each(groups)("$description", ({ description: group, schema, tests }) => {
      const isDisputed = group === disputed;
      const whole = resolved(schema, { documents });
      const judge = compile(whole);
      const judgeMany = compileForMany(whole);
      for (const { description, data, valid } of tests) {
        expect(accepts(whole, whole, data), description).toBe(isDisputed ? undefined : valid);
        if (isDisputed) continue;
        expect(judge(data).length === 0, description).toBe(valid);
        expect(judgeMany(data).length === 0, description).toBe(valid);
        expect(judgeOnce(whole, data).length === 0, description).toBe(valid);
      }
    });
  },
);
