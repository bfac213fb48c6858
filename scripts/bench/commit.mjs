import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { addendum, ms, root, run, time } from "./measure.mjs";
import { git, oneCurrent, raise, repository } from "./repositories.mjs";

export const commit = { name: "commit", heading: "A whole `git commit`", measure };

const ourHook = `"${process.execPath}" "${addendum}" hook pre-commit`;
const hooks = [
  { name: "husky, empty hook", line: "true" },
  {
    name: "husky, lint-staged doing nothing",
    line: `"${join(root, "node_modules/.bin/lint-staged")}" --quiet --allow-empty`,
  },
  { name: "husky, addendum, no schema staged", line: ourHook },
  { name: "husky, addendum, one schema changed", line: ourHook, changesSchema: true },
];

function measure(say) {
  say("| hook | time |");
  say("| --- | --- |");
  const directory = repository(1);
  const husky = JSON.stringify(join(root, "node_modules/husky/index.js"));
  run(process.execPath, ["-e", `import(${husky}).then((husky) => husky.default())`], directory);
  writeFileSync(join(directory, "package.json"), JSON.stringify({ "lint-staged": { "*.none": "true" } }));
  let serial = 0;
  const commits = hooks.map(({ line, changesSchema }) => ({
    file: "git",
    args: [...git, "commit", "-q", "-m", "x"],
    cwd: directory,
    before() {
      writeFileSync(join(directory, ".husky/pre-commit"), `${line}\n`);
      serial++;
      if (changesSchema === true) raise(join(directory, oneCurrent(1)), `${9 + serial}.0.0`);
      else writeFileSync(join(directory, "other.txt"), `${serial}\n`);
      run("git", ["add", "-A"], directory);
    },
  }));
  for (const [index, value] of time(commits).entries()) say(`| ${hooks[index].name} | ${ms(value)} |`);
}
