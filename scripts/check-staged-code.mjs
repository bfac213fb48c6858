// Formats and lints the code of a commit. Schemas never come here: their hook works on the index alone.
import { execFileSync } from "node:child_process";
import lintStaged from "lint-staged";

const changed = (...args) =>
  execFileSync("git", ["diff", "--name-only", "-z", ...args], { encoding: "utf8" })
    .split("\0")
    .filter(Boolean);

const unstaged = new Set(changed());
const partly = changed("--cached").filter((path) => unstaged.has(path));
if (partly.length > 0) {
  // lint-staged would put the unstaged half aside, and a kill at that moment would leave it there.
  console.error(`Code was not checked, since these files are staged in part: ${partly.join(", ")}. CI will.`);
} else {
  process.exitCode = (await lintStaged({ quiet: true })) ? 0 : 1;
}
