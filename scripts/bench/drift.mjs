import { floorScript } from "./floor.mjs";
import { addendum, ms, node, peer, ratio, run, shortRuns, time } from "./measure.mjs";
import { corpus, countTitles, forget, repositories } from "./repositories.mjs";

export const drift = {
  name: "drift",
  heading: "The whole repository, materialized and checked for drift",
  measure,
};

function measure(say) {
  say(
    "| repository | schemas | runs | floor | cold | again, unchanged | peer’s materialize-all | cold / floor | unchanged / floor | peer / cold |",
  );
  say("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
  for (const [times, directory] of repositories()) {
    const check = [addendum, "materialize", "--check"];
    const withPeer = times < 100 && corpus !== undefined;
    const commands = [
      node([floorScript(), directory], directory),
      node(check, directory, () => forget(directory)),
      node(check, directory),
    ];
    if (withPeer) commands.push(node([peer, "materialize-all"], directory));
    const count = times === 100 ? 3 : shortRuns;
    const [floor, cold, warm, other] = time(commands, count);
    if (withPeer) run("git", ["checkout", "-q", "."], directory);
    say(
      `| × ${times} | ${countTitles(times)} | ${count} | ${ms(floor)} | ${ms(cold)} | ${ms(warm)} | ${withPeer ? ms(other) : "–"} | ${ratio(cold, floor)} | ${ratio(warm, floor)} | ${withPeer ? ratio(other, cold) : "–"} |`,
    );
  }
}
