// npm run lint: words that readers had to read twice, in messages, comments and documentation.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** What to write instead of each. */
const words = [
  [
    /(?<!there |There |If |if )\b(?:is|are|was|be|am) no (?!longer|more|way|need|reason|such|place|match|one\b|load|business|certainty|evidence|mistake|crowd|value)[a-z]+/i,
    "is not a …",
  ],
  [/\bwhoever\b/i, "anyone who, people who, or a name"],
  [/\b(?:hangs?|hung) on\b/i, "depends on"],
  [/\b(?:is|are|was|be) told of\b/i, "is reported"],
  [/\btells? of\b/i, "reports, mentions"],
  [/\bfor ever\b/i, "permanently"],
  [/\bas it was(?=[.,;:)"”]|$)/i, "unchanged"],
  [/\ball the same\b/i, "anyway, or the same"],
  [/\bhas (?:got|to hold)\b/i, "has, must be"],
  [/\bpass(?:es)? over\b/i, "ignores"],
  [/\bremarks on\b/i, "reports"],
  [/\bWarns of\b/i, "warns about"],
  [/\bwhat becomes of\b/i, "what happens to"],
  [/\bholds? against\b|\bheld against\b/i, "compares with"],
  [/\bby calendar\b/i, "on a schedule"],
  [/\b(?:what|whatever) (?:became|came|becomes) of\b/i, "the outcome of, what happens to"],
  [/\bleads? nowhere\b/i, "has no target"],
  [/\bwas to end\b/i, "was due to end"],
  [/\bnobody looks\b/i, "no viewer is connected"],
  [/\bfallen behind\b|\bfalls? behind\b|\blags? behind\b/i, "outdated"],
  [/\banswers? for\b/i, "is responsible for"],
  [/\bRemarks that\b/, "reports"],
  [/\bmov(?:e|ing) by hand\b/i, "say what to change"],
  [/\bprobably called\b/i, "its new name is probably"],
  [/\bcolumn\b.*\bwould be dropped\b/i, "would no longer be filled"],
  [/\bbehind “/i, "after"],
  [/\ba text (?:that|in quotes)\b/i, "a string"],
  [/\bheeds?\b|\bbethink\b|\bhence\b|\bthereof\b|\bwherein\b/i, "plain words"],
];

/** What to write instead of each in comments, where messages and pages may say it. */
const wordsOfComments = [
  [/\b(?:nobody|somebody|anybody)\b/i, "who it is, or the passive voice"],
  [/\btold apart\b|\btells? (?:it|them|one|this|what)\b.{0,20}\bfrom\b/i, "distinguished by, identifies"],
  [/\b(?:is|are) not to be believed\b|\b(?:is|are) believed\b/i, "cannot be trusted, is assumed"],
  [/\bwhere (?:it|they|the \w+) stands?\b(?! for)/i, "where it is"],
  [/\bcome to terms\b|\bno business of\b|\bunless (?:it is|they are) told\b/i, "plain words"],
];

/** Whether a line of code is, or ends in, a comment. */
const comment = /^\s*(?:\/\*|\*|\/\/)|\s\/\/ /;

const files = execFileSync(
  "git",
  [
    "ls-files",
    "README.md",
    "CONTRIBUTING.md",
    "docs/*.md",
    "docs/**/*.md",
    "packages/*/README.md",
    "packages/*/src/**/*.ts",
    "scripts/*.mjs",
  ],
  { encoding: "utf8" },
)
  .split("\n")
  .filter((file) => file !== "" && !/\.test\.ts$|CHANGELOG|misspellings\.ts$|lint-words\.mjs$/.test(file));

let found = 0;
for (const file of files) {
  const lines = readFileSync(file, "utf8").split("\n");
  lines.forEach((line, index) => {
    const isComment = /\.(?:ts|mjs)$/.test(file) && comment.test(line);
    for (const [pattern, instead] of isComment ? [...words, ...wordsOfComments] : words) {
      const match = pattern.exec(line);
      if (match === null) continue;
      found++;
      console.log(`${file}:${index + 1}:${match.index + 1}: “${match[0]}”: write ${instead}.`);
    }
  });
}
if (found > 0) {
  console.log(`${found} places to rewrite; docs/conventions.md says how texts are written.`);
  process.exitCode = 1;
}
