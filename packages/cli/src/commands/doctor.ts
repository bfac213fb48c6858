import { severities } from "@addendum/schema-repository";
import { findConfiguration, UserError } from "@addendum/workspace";
import { type Check, examineFacts } from "../doctor/examine-facts.ts";
import { gatherFacts } from "../doctor/gather-facts.ts";
import { lakeOptions } from "../events/lake.ts";
import { plural } from "../report/count.ts";
import { renderJson } from "../report/json.ts";
import type { Invocation } from "../run/arguments.ts";
import { defineCommand, type ExitCode } from "../run/command.ts";
import { loadStreams } from "../run/streams-file.ts";

export const doctor = defineCommand({
  name: "doctor",
  usage: "",
  summary: "checks that this machine can reach everything the configuration names, and says what to do",
  description:
    "Checks Node, git and optional packages; connections of `warehouse:`, brokers and intakes; a Kerberos ticket, SSH tunnels, proxies; the mode and servers of a my.cnf, and the shards of wikis. It changes nothing and neither asks for nor prints a password.",
  options: [
    {
      name: "timeout",
      kind: "string",
      value: "SECONDS",
      help: "how long a connection may take (default: 5)",
    },
    ...lakeOptions,
    {
      name: "format",
      kind: "string",
      value: "FORMAT",
      choices: ["text", "json"],
      help: "output format: text (default) or json",
    },
  ],
  examples: [
    { line: "addendum doctor", does: "lists what works from here, and what to do about the rest" },
    { line: "addendum doctor --fail-on warn", does: "in a scheduled job" },
  ],
  async run(invocation): Promise<ExitCode> {
    if (invocation.positionals.length > 0) throw new UserError("doctor takes no paths.");
    const seconds = Number(invocation.value("timeout") ?? 5);
    if (!(seconds > 0 && seconds <= 600)) throw new UserError("--timeout must be a number of seconds.");
    const isHere = invocation.config !== undefined || findConfiguration(invocation.repo ?? ".") !== undefined;
    const facts = await gatherFacts({
      loaded: isHere ? loadStreams(invocation) : undefined,
      lake: invocation.value("lake"),
      environment: process.env,
      patienceMs: 1000 * seconds,
    });
    const checks = examineFacts(facts);
    const threshold = severities.indexOf(invocation.failOn);
    const isOk = checks.every(({ level }) => level === "ok" || severities.indexOf(level) > threshold);
    print(invocation, checks, isOk);
    // A server that never answered may still hold a connection.
    setTimeout(() => process.exit(), 1000).unref();
    return isOk ? 0 : 1;
  },
});

const colours = { ok: "green", error: "red", warn: "yellow", info: "blue" } as const;

function print({ format, terminal, quiet }: Invocation, checks: readonly Check[], isOk: boolean): void {
  if (format === "json") {
    const report = { command: "doctor", ok: isOk, titles: 0, findings: [], more: { checks } };
    terminal.out(renderJson(report));
    return;
  }
  for (const { subject, level, says, advice } of checks) {
    if (quiet && level === "ok") continue;
    terminal.out(`${terminal.paint(colours[level], level.padEnd(6))} ${subject}: ${says}\n`);
    if (advice !== undefined) terminal.out(`       ${advice}\n`);
  }
  const count = (level: Check["level"]) => checks.filter((check) => check.level === level).length;
  const parts = [
    plural(count("error"), "problem"),
    plural(count("warn"), "warning"),
    plural(count("info"), "remark"),
  ];
  if (!quiet || !isOk) terminal.out(`${parts.join(", ")}.\n`);
}
