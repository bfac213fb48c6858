import { join } from "node:path";
import { addendum, ms, node, peer, ratio, run, shortRuns, time } from "./measure.mjs";
import { corpus, oneCurrent, raise, repository, reset } from "./repositories.mjs";

export const hook = { name: "hook", heading: "The hook, one schema changed", measure };

function measure(say) {
  say("| repository | runs | addendum hook pre-commit | peer’s materialize-modified | ours / peer |");
  say("| --- | --- | --- | --- | --- |");
  const hooked = [1, 10].map((times) => {
    const directory = repository(times);
    const change = () => {
      reset(directory);
      raise(join(directory, oneCurrent(times)), "9.0.0");
      run("git", ["add", "-A"], directory);
    };
    const commands = [node([addendum, "hook", "pre-commit"], directory, change)];
    if (corpus) commands.push(node([peer, "materialize-modified", "--staged"], directory, change));
    return { times, directory, commands };
  });
  const measured = time(
    hooked.flatMap(({ commands }) => commands),
    shortRuns,
  );
  const ofHook = hooked.map(({ times, directory, commands }) => {
    reset(directory);
    const [ours, theirs] = measured.splice(0, commands.length);
    say(
      `| × ${times} | ${shortRuns} | ${ms(ours)} | ${theirs ? ms(theirs) : "–"} | ${theirs ? ratio(ours, theirs) : "–"} |`,
    );
    return ours;
  });
  say(`\nTen times the repository: ${ratio(ofHook[1], ofHook[0])} the time.`);
}
