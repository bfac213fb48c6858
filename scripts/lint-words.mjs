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
  [/\bheeds?\b|\bbethink\b|\bhence\b|\bthereof\b|\bwherein\b/i, "plain words"],
];

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
  ],
  { encoding: "utf8" },
)
  .split("\n")
  .filter((file) => file !== "" && !/\.test\.ts$|CHANGELOG|misspellings\.ts$/.test(file));

let found = 0;
for (const file of files) {
  const lines = readFileSync(file, "utf8").split("\n");
  lines.forEach((line, index) => {
    for (const [pattern, instead] of words) {
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
