import { toJson, toYaml } from "@addendum/json-schema";
import { Findings, findTitles, Materializer } from "@addendum/schema-repository";
import { loadSettings, UserError } from "@addendum/workspace";
import { openWorkTree } from "../run/open-repository.ts";
import { defineCommand, type ExitCode } from "../run/command.ts";
import { printResult } from "../run/print-result.ts";
import { selectCurrent } from "../run/titles.ts";

export const dereference = defineCommand({
  name: "dereference",
  usage: "FILE",
  summary: "prints a current as it would be materialized",
  description: "Prints the first content type of the repository, or JSON with --format json. Writes nothing.",
  options: [],
  examples: [
    {
      line: "addendum dereference schemas/error/current.yaml",
      does: "shows a schema in full, without references",
    },
    { line: "addendum dereference error --format json", does: "by its title, for a program" },
  ],
  run(invocation): ExitCode {
    const [argument, ...rest] = invocation.positionals;
    if (argument === undefined || rest.length > 0) throw new UserError("dereference takes one FILE.");
    const loaded = loadSettings(invocation);
    const repository = openWorkTree(loaded, { kind: "disk" });
    const all = () => findTitles(repository.snapshot, loaded.settings);
    const { title } = selectCurrent(argument, all, loaded);
    const findings = new Findings(loaded.settings);
    const { snapshot, settings, remote } = repository;
    const scope = new Set(all());
    const materializer = new Materializer(snapshot, settings, findings, scope, remote);
    const materialized = materializer.materialize(title);
    if (materialized !== undefined && invocation.format === "text") {
      const { data } = materialized;
      const text = settings.contentTypes[0] === "yaml" ? toYaml(data) : `${toJson(data)}\n`;
      invocation.terminal.out(text);
    }
    return printResult(invocation, {
      command: "dereference",
      findings: materialized === undefined || invocation.format === "json" ? findings.list : [],
      titles: 1,
      done: "",
      more: { schema: materialized?.data ?? null },
      read: (file) => snapshot.read(file),
    });
  },
});
