import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { ContentModel } from "@addendum/containment";
import {
  type Data,
  type DataObject,
  isObject,
  isSchema,
  parseDocument,
  type Schema,
} from "@addendum/json-schema";
import {
  classify,
  compareVersionData,
  directoryOfTitle,
  type Finding,
  findChanges,
  Findings,
  formatVersion,
  joinPath,
  judgeChanges,
  Materializer,
  objectionsTo,
  parseVersion,
  type Settings,
} from "@addendum/schema-repository";
import { Cannot } from "../cannot.ts";
import { defineCommand, type ExitCode } from "../command.ts";
import { answerLines } from "../comparison-batch.ts";
import { showEvent } from "../evidence.ts";
import { judge } from "../judge.ts";
import { locate } from "../report/located-finding.ts";
import { printable } from "../report/text.ts";
import { documentFormats } from "../report/report.ts";
import { openWorkTree } from "../repository.ts";
import { type Answer, compareSchemas, type Direction, noteOn } from "../schema-comparison.ts";
import { loadSettings, settingsHere } from "../settings-file.ts";
import type { Terminal } from "../terminal.ts";
import { decode } from "../text-file.ts";

export const compat = defineCommand({
  name: "compat",
  usage: "OLD NEW | --batch",
  summary: "says whether every event of one schema is valid under another, and shows one that is not",
  description:
    "OLD and NEW are YAML or JSON files, TITLE@VERSION in a repository, or - for standard input. Exit code 0: compatible; 1: not, or not decided; 2: it cannot be said.",
  options: [
    {
      name: "content-model",
      kind: "string",
      value: "MODEL",
      choices: ["closed", "open"],
      help: "closed (default): events hold declared properties only; open: anything may be there",
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
      if (invocation.positionals.length > 0) throw new Cannot("compat --batch reads standard input only.");
      await answerLines({ contentModel, direction });
      return 0;
    }
    const [first, second, ...rest] = invocation.positionals;
    if (first === undefined || second === undefined || rest.length > 0) {
      throw new Cannot("compat takes OLD and NEW, or --batch.");
    }
    if (first === "-" && second === "-") throw new Cannot("only one of OLD and NEW can be standard input.");
    const [old, newer] = [readSchema(first, invocation), readSchema(second, invocation)];
    const answer = compareSchemas(old.schema, newer.schema, contentModel, direction);
    const settings = settingsHere(invocation);
    const render = documentFormats[invocation.format];
    if (render !== undefined) {
      const changes = judgeChanges(old.schema, findChanges(old.schema, newer.schema), contentModel);
      const findings = policyFindings(old, newer, { ...settings, contentModel });
      const { verdict, witness, reason } = answer;
      const note = noteOn(old.schema, newer.schema, contentModel, direction, verdict);
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
            ...(note !== undefined && { note }),
            changes: changes.map(({ pointer, old: before, new: after, effect, witness: one }) => ({
              pointer,
              ...(before !== undefined && { old: before }),
              ...(after !== undefined && { new: after }),
              effect,
              ...(one && { witness: one.value }),
            })),
          },
        }),
      );
    } else {
      const others = invocation.quiet ? [] : policyFindings(old, newer, { ...settings, contentModel });
      printText(
        invocation.terminal,
        old.schema,
        newer.schema,
        contentModel,
        direction,
        answer,
        invocation.quiet,
      );
      const lost = others.filter(({ rule, severity }) => severity !== "info" && !verdictRules.has(rule));
      const lines = lost.map(({ severity, message, rule }) => {
        const label = severity === "warn" ? "warning" : severity;
        return `  ${label}: ${printable(message)} ${invocation.terminal.paint("dim", `[${rule}]`)}\n`;
      });
      if (lines.length > 0)
        invocation.terminal.out(`Beyond the verdict, in a repository:\n${lines.join("")}`);
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
  { verdict, witness, reason, failed }: Answer,
  quiet: boolean,
): void {
  const lines: string[] = [];
  const [valid, refusing] = failed === "forward" ? ["NEW", "OLD"] : ["OLD", "NEW"];
  if (verdict === "incompatible" && witness !== undefined) {
    const said = judge(failed === "forward" ? old : newer, witness.value);
    lines.push(
      `${terminal.paint("red", "incompatible")}: an event that is valid under ${valid}, and that ${refusing} refuses:`,
      ...showEvent(
        witness.value,
        said?.place ?? "",
        said && `${said.place || "the event"} ${said.reason}`,
      ).map((line) => `  ${printable(line)}`),
    );
  } else if (verdict === "unknown") {
    lines.push(`${terminal.paint("yellow", "unknown")}: ${printable(reason ?? "")}`);
  } else {
    lines.push(`${terminal.paint("green", "compatible")}: every event of OLD is valid under NEW.`);
    if (direction !== "backward") {
      lines[0] = `${terminal.paint("green", "compatible")} (${direction}).`;
    }
    const note = noteOn(old, newer, contentModel, direction, verdict);
    if (note !== undefined) lines.push(`  ${printable(note)}`);
  }
  if (!quiet && verdict !== "compatible") {
    const show = (value: Data | undefined) =>
      printable(value === undefined ? "–" : brief(JSON.stringify(value)));
    for (const change of judgeChanges(old, findChanges(old, newer).slice(0, 12), contentModel)) {
      const place = printable(change.pointer || "(root)");
      lines.push(`  ${change.effect.padEnd(8)}${place}: ${show(change.old)} → ${show(change.new)}`);
    }
  }
  terminal.out(`${lines.join("\n")}\n`);
}

function brief(text: string): string {
  return text.length > 50 ? `${text.slice(0, 49)}…` : text;
}

interface Operand {
  readonly schema: Schema;
  readonly text: string;
  readonly name: string;
}

function readSchema(operand: string, invocation: { readonly repo: string | undefined }): Operand {
  const version = /^\/?([^@]+)@(\d+\.\d+\.\d+)$/.exec(operand);
  const { text, resolve } =
    version === null
      ? { text: readText(operand), resolve: undefined }
      : readVersion(version[1] as string, version[2] as string, invocation);
  const parsed = parseDocument(text);
  if (parsed.kind === "problem") {
    const { problem } = parsed;
    throw new Cannot(`${operand}: ${problem.kind === "syntax" ? problem.reason : problem.kind}`);
  }
  const { data } = parsed.document;
  if (!isSchema(data)) throw new Cannot(`${operand} is no schema: a schema is an object, true or false.`);
  const schema = resolve === undefined || !isObject(data) ? data : resolve(data);
  return { schema, text, name: operand };
}

function readText(path: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path === "-" ? 0 : path);
  } catch (cause) {
    throw new Cannot(`${path} cannot be read: ${(cause as NodeJS.ErrnoException).code ?? ""}`, { cause });
  }
  const content = decode(bytes);
  if (content.kind !== "text") throw new Cannot(`${path}: it is not UTF-8 text`);
  return content.text;
}

interface VersionFile {
  readonly text: string;
  /** What its references lead to in the repository is written out. */
  resolve(data: DataObject): DataObject;
}

function readVersion(
  title: string,
  version: string,
  options: { readonly repo: string | undefined },
): VersionFile {
  const { snapshot, baseline, settings, remote } = openWorkTree(loadSettings(options), {
    kind: "base-branch-if-known",
  });
  const resolve = (data: DataObject) =>
    new Materializer(snapshot, settings, new Findings(settings), new Set(), remote).resolvedVersion(
      title,
      version,
      data,
    );
  const directory = directoryOfTitle(title, settings);
  for (const type of settings.contentTypes) {
    const path = joinPath(directory, `${version}.${type}`);
    for (const content of [snapshot.read(path), baseline.read(path)]) {
      if (content.kind === "text") return { text: content.text, resolve };
    }
  }
  throw new Cannot(`there is no version ${version} of “${title}” here.`);
}

/** What the policies say of the two schemas. */
function policyFindings(old: Operand, newer: Operand, settings: Settings): readonly Finding[] {
  if (!isObject(old.schema) || !isObject(newer.schema)) return [];
  const versionOf = ({ schema, name }: Operand) => {
    const id = isObject(schema) ? String(schema["$id"] ?? "") : "";
    const file = classify(basename(name));
    const named = file?.kind === "version" ? formatVersion(file.version) : "";
    return (
      parseVersion(id.slice(id.lastIndexOf("/") + 1)) ??
      parseVersion(named) ?? { major: 0, minor: 0, patch: 0 }
    );
  };
  const title = String(newer.schema["title"] ?? newer.name);
  const comparison = compareVersionData(
    title,
    { version: versionOf(old), data: old.schema },
    { version: versionOf(newer), data: newer.schema },
    settings.contentModel,
    judge,
  );
  const findings = new Findings(settings);
  for (const { objection } of objectionsTo([comparison])) {
    const { rule, messageId, pointer, values = {}, evidence } = objection;
    const location = { file: newer.name, pointer };
    findings.add(rule, messageId, location, values, evidence === undefined ? {} : { evidence });
  }
  return findings.list;
}
