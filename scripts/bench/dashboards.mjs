import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { addendum, ms, node, run, shortRuns, time } from "./measure.mjs";
import { git, raise, reset, scratch } from "./repositories.mjs";

export const dashboards = { name: "dashboards", heading: "Dashboards", measure };

const metricCount = 1000;

function measure(say) {
  const directory = repositoryWith(metricCount);
  const anew = () => rmSync(join(directory, "dashboards"), { recursive: true, force: true });
  say("| metrics | panels | source | addendum dashboards, all anew |");
  say("| --- | --- | --- | --- |");
  for (const source of ["graphite", "prometheus", "duckdb"]) {
    const [all] = time([node([addendum, "dashboards", "--source", source], directory, anew)], 5);
    say(`| ${metricCount} | ${5 * metricCount} | ${source} | ${ms(all)} |`);
  }
  anew();
  const [without, withMetrics] = time([hookIn(repositoryWith(0)), hookIn(directory)], shortRuns);
  say(
    `\nThe hook, one schema changed that no metric counts: ${ms(without)} without metrics, ${ms(withMetrics)} with ${metricCount}: ${ms(withMetrics - without)} more.`,
  );
}

function hookIn(directory) {
  return node([addendum, "hook", "pre-commit"], directory, () => {
    reset(directory);
    raise(join(directory, "schemas/ui/other/current.yaml"), "1.1.0");
    run("git", ["add", "-A"], directory);
  });
}

/** Metrics of forty features, with four dimensions each, and two schemas, of which they count one. */
function repositoryWith(count) {
  const at = join(scratch(), `dashboards${count}`);
  rmSync(at, { recursive: true, force: true });
  const write = (path, text) => {
    mkdirSync(join(at, path, ".."), { recursive: true });
    writeFileSync(join(at, path), text);
  };
  write("addendum.yaml", "version: 1\nbaseBranch: main\n");
  for (const title of ["ui/toggle", "ui/other"]) {
    const properties = ["one", "two", "three", "four"].map(
      (name) => `  ${name}: { type: string, description: One of three., enum: [a, b, c] }\n`,
    );
    write(
      `schemas/${title}/current.yaml`,
      `title: ${title}\ndescription: An event.\n$id: /${title}/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nproperties:\n${properties.join("")}`,
    );
  }
  for (let index = 0; index < count; index++) {
    const feature = `F${index % 40}`;
    write(
      `metrics/${feature}/m${index}.yaml`,
      `name: m${index}
description: How often it is used.
question: Is it used?
owner: Us
ticket: T1
initiator: A user presses a button.
collector: The listener.
source: { stream: ui.toggle, aggregation: count }
path: Example.${feature}.m${index}
dimensions: { one: { variable: true }, two: {}, three: {}, four: {} }
status: active
baseline: 2026-01-01
`,
    );
  }
  run("git", ["init", "-q", "-b", "main"], at);
  run(process.execPath, [addendum, "materialize"], at);
  run("git", ["add", "-A"], at);
  run("git", [...git, "commit", "-q", "-m", "metrics", "--no-verify"], at);
  // As a clone has it.
  run("git", ["gc", "-q"], at);
  return at;
}
