import { peakScript } from "./floor.mjs";
import { peakMegabytes } from "./measure.mjs";
import { forget, repositories } from "./repositories.mjs";

export const memory = { name: "memory", heading: "Memory", measure };

function measure(say) {
  for (const [times, directory] of repositories()) {
    forget(directory);
    const peak = peakMegabytes(["materialize", "--check"], directory, peakScript());
    say(`- × ${times}, checked cold: ${peak.toFixed(0)} MB at the peak.`);
  }
}
