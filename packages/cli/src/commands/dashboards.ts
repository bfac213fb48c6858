import { join, resolve } from "node:path";
import { renderDashboards } from "@addendum/metrics";
import { loadSettings, UserError, writePlan } from "@addendum/workspace";
import { examineCatalogue } from "../metrics/catalogue.ts";
import { planDirectory } from "../metrics/plan-directory.ts";
import { plural } from "../report/count.ts";
import { defineCommand, type ExitCode } from "../run/command.ts";
import { openWorkTree } from "../run/open-repository.ts";
import { printResult } from "../run/print-result.ts";

export const dashboards = defineCommand({
  name: "dashboards",
  usage: "",
  summary: "writes the dashboards of the metrics, for Grafana",
  description:
    "A dashboard for each feature, with a panel for each metric and dimension, on Graphite; and provisioning.yaml, with which Grafana loads them. Metrics that are planned or ended are left out. Dashboards that somebody wrote are not touched.",
  options: [
    { name: "out", kind: "string", value: "DIR", help: "where they are written (default: dashboards)" },
    { name: "check", kind: "boolean", help: "write nothing, and fail where they have fallen behind" },
  ],
  examples: [
    { line: "addendum dashboards", does: "what metrics/ describes, to dashboards/" },
    { line: "addendum dashboards --check", does: "in CI" },
  ],
  run(invocation): ExitCode {
    if (invocation.positionals.length > 0) throw new UserError("dashboards takes no paths.");
    const loaded = loadSettings(invocation);
    const { root } = loaded;
    const repository = openWorkTree(loaded, { kind: "base-branch-if-known" });
    const { metrics, findings } = examineCatalogue(repository);
    const { terminal } = invocation;
    const errors = findings.filter(({ severity }) => severity === "error");
    const result = { command: "dashboards", findings: errors, titles: 0 };
    const read = (file: string) => repository.snapshot.read(file);
    if (errors.length > 0)
      return printResult(invocation, { ...result, done: "", failed: "Nothing was written.", read });
    const { files, without } = renderDashboards(metrics);
    for (const { name, reason } of without) terminal.note(`${name} is on no dashboard: ${reason}.`);
    const directory = invocation.value("out");
    const place = directory === undefined ? join(root, "dashboards") : resolve(directory);
    const plan = planDirectory(root, place, files, [".json"]);
    if (invocation.flag("check")) {
      for (const { path } of plan)
        terminal.error(`${path} has fallen behind the metrics; without --check it is written anew.`);
      return plan.length > 0 ? 1 : 0;
    }
    writePlan(root, plan, false);
    for (const { kind, path } of plan) terminal.out(`${kind === "removal" ? "removed " : ""}${path}\n`);
    return printResult(invocation, { ...result, done: `${plural(files.length - 1, "dashboard")}.`, read });
  },
});
