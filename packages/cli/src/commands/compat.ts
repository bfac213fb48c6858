import { basename, resolve } from "node:path";
import type { ContentModel } from "@addendum/containment";
import {
  type Data,
  type DataObject,
  isArray,
  isObject,
  mapValues,
  type Schema,
  shorten,
  writtenReference,
} from "@addendum/json-schema";
import {
  classify,
  compareVersionData,
  defaultSettings,
  type FindReaders,
  type Finding,
  findChanges,
  Findings,
  formatVersion,
  judgeChanges,
  objectionsTo,
  parseVersion,
  type Settings,
  sayRefusal,
} from "@addendum/schema-repository";
import { findConfiguration, type LoadedSettings, loadSettings, locate, UserError } from "@addendum/workspace";
import { compareLines } from "../comparison/compare-lines.ts";
import { type Operand, readOperand } from "../comparison/operand.ts";
import {
  type ComparisonResult,
  caveatsOf,
  compareSchemas,
  type Direction,
  sayCaveats,
} from "../comparison/compare-schemas.ts";
import { showEvent } from "../report/evidence.ts";
import type { Invocation } from "../run/arguments.ts";
import { defineCommand, type ExitCode } from "../run/command.ts";
import { judge } from "../run/judge.ts";
import { openWorkTree } from "../run/open-repository.ts";
import type { Terminal } from "../run/terminal.ts";
import { printable } from "../report/text.ts";
import { documentFormats } from "../report/formats.ts";

export const compat = defineCommand({
  name: "compat",
  usage: "OLD NEW | --batch",
  summary: "says whether every event of one schema is valid under another, and shows one that is not",
  description:
    "OLD and NEW are YAML or JSON files, TITLE@VERSION in a repository, or - for standard input. Relative references are resolved from the file that contains them, within its repository or the working directory; absolute ones from the reference bases of the repository. Nothing is fetched. Exit code 0: compatible; 1: incompatible or undecided; 2: the schemas cannot be compared.",
  options: [
    {
      name: "content-model",
      kind: "string",
      value: "MODEL",
      choices: ["closed", "open"],
      help: "closed (default): events have only declared properties; open: they may have others",
    },
    {
      name: "direction",
      kind: "string",
      value: "WHICH",
      choices: ["backward", "forward", "full"],
      help: "backward (default): old events under NEW; forward: new events under OLD; full: both",
    },
    {
      name: "batch",
      kind: "boolean",
      help: "read JSON lines {id, old, new, contentModel?, direction?}, print {id, verdict, witness?, reason?}",
    },
  ],
  examples: [
    { line: "addendum compat 1.0.0.yaml current.yaml", does: "what an edit would break" },
    { line: "addendum compat error@1.0.0 error@1.1.0", does: "two versions of a schema in this repository" },
    { line: "addendum compat --batch < pairs.jsonl", does: "many pairs in one process" },
  ],
  async run(invocation): Promise<ExitCode> {
    const contentModel = (invocation.value("content-model") ?? "closed") as ContentModel;
    const direction = (invocation.value("direction") ?? "backward") as Direction;
    if (invocation.flag("batch")) {
      if (invocation.positionals.length > 0) throw new UserError("compat --batch reads standard input only.");
      await compareLines({ contentModel, direction });
      return 0;
    }
    const [first, second, ...rest] = invocation.positionals;
    if (first === undefined || second === undefined || rest.length > 0) {
      throw new UserError("compat takes OLD and NEW, or --batch.");
    }
    if (first === "-" && second === "-")
      throw new UserError("only one of OLD and NEW can be standard input.");
    const [old, newer] = [readOperand(first, invocation), readOperand(second, invocation)];
    const answer = compareSchemas(old.schema, newer.schema, contentModel, direction);
    const loaded = settingsAround(invocation);
    const settings = loaded?.settings ?? defaultSettings;
    const readers = () => loaded && openWorkTree(loaded, { kind: "disk" }).readers;
    const render = documentFormats[invocation.format];
    if (render !== undefined) {
      const changes = judgeChanges(old.schema, findChanges(old.schema, newer.schema), contentModel);
      const findings = policyFindings(old, newer, { ...settings, contentModel }, readers());
      const { verdict, witness, reason } = answer;
      const caveats = caveatsOf(old.schema, newer.schema, contentModel, direction, verdict);
      invocation.terminal.out(
        render({
          command: "compat",
          outcome: verdict === "unknown" ? `unknown: ${reason ?? ""}` : `${verdict} (${direction}).`,
          ok: verdict === "compatible",
          titles: 1,
          findings: locate(findings, () => ({ kind: "text", text: newer.text })),
          more: {
            verdict,
            contentModel,
            direction,
            ...(witness && { witness: witness.value }),
            ...(reason !== undefined && { reason }),
            ...(caveats.length > 0 && { note: sayCaveats(caveats, (event) => event) }),
            changes: changes.map(({ pointer, old: before, new: after, effect, witness: one }) => ({
              pointer,
              ...(before !== undefined && { old: asWritten(before) }),
              ...(after !== undefined && { new: asWritten(after) }),
              effect,
              ...(one && { witness: one.value }),
            })),
          },
        }),
      );
    } else {
      const others =
        invocation.quiet && answer.verdict === "compatible"
          ? []
          : policyFindings(old, newer, { ...settings, contentModel }, readers());
      // Findings are about old events: in the other direction, and for boolean schemas, there are none.
      const broken =
        answer.failed === "forward" ? [] : others.filter(({ rule }) => rule === "event-invalidated");
      printText(
        invocation.terminal,
        old.schema,
        newer.schema,
        contentModel,
        direction,
        answer,
        invocation.quiet,
        broken,
      );
      const lost = others.filter(({ rule, severity }) => severity !== "info" && !verdictRules.has(rule));
      const lines = lost.map(({ severity, message, rule }) => {
        const label = severity === "warn" ? "warning" : severity;
        return `  ${label}: ${printable(message)} ${invocation.terminal.paint("dim", `[${rule}]`)}\n`;
      });
      if (lines.length > 0 && !invocation.quiet)
        invocation.terminal.out(`In a schema repository, this would be reported too:\n${lines.join("")}`);
    }
    return answer.verdict === "compatible" ? 0 : 1;
  },
});

/** Their findings say again what the verdict says. */
const verdictRules = new Set(["event-invalidated", "containment-unknown"]);

function printText(
  terminal: Terminal,
  old: Schema,
  newer: Schema,
  contentModel: ContentModel,
  direction: Direction,
  { verdict, witness, reason, failed }: ComparisonResult,
  quiet: boolean,
  broken: readonly Finding[],
): void {
  const lines: string[] = [];
  const [valid, refusing] = failed === "forward" ? ["NEW", "OLD"] : ["OLD", "NEW"];
  if (verdict === "incompatible" && witness !== undefined) {
    // The first line can be quoted: it says what was changed. The event below it is of that change.
    const [first, ...others] = broken;
    const shown = first?.evidence?.event?.value ?? witness.value;
    const said = judge(failed === "forward" ? old : newer, shown);
    const verdictText = terminal.paint("red", "incompatible");
    if (first === undefined) {
      lines.push(`${verdictText}: an event that is valid under ${valid} is rejected by ${refusing}:`);
    } else {
      lines.push(`${verdictText}: ${printable(first.message)}`);
      lines.push(...others.map(({ message }) => `  and ${printable(message)}`));
      lines.push(`An event that is valid under ${valid} and rejected by ${refusing}:`);
    }
    lines.push(
      ...showEvent(shown, said?.place ?? "", said && sayRefusal(said)).map((line) => `  ${printable(line)}`),
    );
  } else if (verdict === "unknown") {
    lines.push(`${terminal.paint("yellow", "unknown")}: ${printable(reason ?? "")}`);
  } else {
    lines.push(`${terminal.paint("green", "compatible")}: every event of OLD is valid under NEW.`);
    if (direction !== "backward") {
      lines[0] = `${terminal.paint("green", "compatible")} (${direction}).`;
    }
    const caveats = caveatsOf(old, newer, contentModel, direction, verdict);
    if (caveats.length > 0) lines.push(`  ${printable(sayCaveats(caveats, (event) => shorten(event, 300)))}`);
  }
  if (!quiet && verdict !== "compatible") {
    const show = (value: Data | undefined) =>
      printable(value === undefined ? "–" : shorten(JSON.stringify(asWritten(value)), 50));
    for (const change of judgeChanges(old, findChanges(old, newer).slice(0, 12), contentModel)) {
      const place = printable(change.pointer || "(root)");
      lines.push(`  ${change.effect.padEnd(8)}${place}: ${show(change.old)} → ${show(change.new)}`);
    }
  }
  terminal.out(`${lines.join("\n")}\n`);
}

/** A value in which references without a target are as they were written. */
function asWritten(value: Data): Data {
  if (typeof value === "string") return writtenReference(value);
  if (isArray(value)) return value.map(asWritten);
  return isObject(value) ? mapValues(value, asWritten) : value;
}

/**
 * The settings of the repository that this runs in, for what is said beyond the verdict. Two files can be compared
 * without them, so settings that cannot be read are only noted, unless the command line names them.
 */
function settingsAround({ repo, config, terminal }: Invocation): LoadedSettings | undefined {
  if (config === undefined && findConfiguration(resolve(repo ?? ".")) === undefined) return undefined;
  try {
    return loadSettings({ repo, config });
  } catch (error) {
    if (!(error instanceof UserError) || config !== undefined || repo !== undefined) throw error;
    terminal.note(`The default settings are used: ${error.message}`);
    return undefined;
  }
}

/** What the policies say of the two schemas. */
function policyFindings(
  old: Operand,
  newer: Operand,
  settings: Settings,
  readers: FindReaders | undefined,
): readonly Finding[] {
  if (!isObject(old.schema) || !isObject(newer.schema)) return [];
  const versionOf = ({ schema, name }: Operand) => {
    const id = isObject(schema) ? String(schema["$id"] ?? "") : "";
    const file = classify(basename(name));
    const named = file?.kind === "version" ? formatVersion(file.version) : "";
    return parseVersion(id.slice(id.lastIndexOf("/") + 1)) ?? parseVersion(named);
  };
  const dataOf = ({ schema }: Operand) => schema as DataObject;
  const [before, after] = [versionOf(old), versionOf(newer)];
  // Two files without versions are called what the command line calls them.
  const areVersions = before !== undefined && after !== undefined;
  const none = { major: 0, minor: 0, patch: 0 };
  const title = String(newer.schema["title"] ?? newer.name);
  const comparison = compareVersionData(
    title,
    { version: before ?? none, data: dataOf(old), name: areVersions ? undefined : "OLD" },
    { version: after ?? none, data: dataOf(newer), name: areVersions ? undefined : "NEW" },
    settings.contentModel,
    judge,
    { timestamps: settings.tables?.timestamps, readers },
  );
  const findings = new Findings(settings);
  for (const { objection } of objectionsTo([comparison])) {
    const { rule, messageId, pointer, values = {}, evidence } = objection;
    const location = { file: newer.name, pointer };
    findings.add(rule, messageId, location, values, evidence === undefined ? {} : { evidence });
  }
  return findings.list;
}
