import { join } from "node:path";
import { bundle } from "../run-typescript.mjs";
import { root, run } from "./measure.mjs";
import { corpus } from "./repositories.mjs";

export const containment = { name: "containment", heading: "Containment, in a warm process", measure };

function measure(say) {
  const program = bundle("packages/containment/test/bench.ts");
  const measured = run(process.execPath, [program, corpus ?? join(root, "schemas")], root);
  for (const line of measured.stdout.toString().trimEnd().split("\n")) say(line);
}
