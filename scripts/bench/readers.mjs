import { bundle } from "../run-typescript.mjs";
import { root, run } from "./measure.mjs";

export const readers = { name: "readers", heading: "Who reads a field", measure };

function measure(say) {
  const program = bundle("packages/lineage/test/bench.ts");
  for (const line of run(process.execPath, [program], root).stdout.toString().trimEnd().split("\n"))
    say(line);
}
