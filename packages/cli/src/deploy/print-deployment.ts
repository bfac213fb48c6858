import type { Severity } from "@addendum/schema-repository";
import { severityOf, type Step, type StepState } from "./step.ts";
import { renderJson } from "../report/json.ts";
import type { Style } from "../report/style.ts";

/** What a run planned, or did. */
export interface Deployment {
  /** The base branch, and its commit. */
  readonly base: { readonly name: string; readonly commit: string };
  readonly isApplied: boolean;
  readonly steps: readonly Step[];
  /** Sentences about what was left out. */
  readonly notes: readonly string[];
  /** How many titles are published. */
  readonly titles: number;
}

/** Formats of a deployment. */
export const deploymentFormats = ["text", "json", "markdown"] as const;

/** Whether no step reaches the level of --fail-on. */
export function isOk({ steps }: Deployment, failOn: Severity): boolean {
  const order: readonly Severity[] = ["error", "warn", "info"];
  const threshold = order.indexOf(failOn);
  return steps.every((step) => {
    const severity = severityOf(step);
    return severity === undefined || order.indexOf(severity) > threshold;
  });
}

const outcomes: readonly (readonly [StepState, string])[] = [
  ["failed", "failed"],
  ["left", "not tried"],
  ["impossible", "cannot be done"],
  ["due", "due"],
  ["done", "done"],
  ["in-step", "in step"],
];

/** The outcome, in one line. */
export function outcomeOf({ steps, isApplied }: Deployment): string {
  const counts = outcomes.flatMap(([state, word]) => {
    const count = steps.filter((step) => step.state === state).length;
    return count === 0 ? [] : [`${count} ${word}`];
  });
  if (counts.length === 0) return "Nothing published needs a topic, a table or a canary.";
  const isDue = steps.some(({ state }) => state === "due");
  const failed = steps.some(({ state }) => state === "failed" || state === "left");
  const advice = isDue && !isApplied ? " --apply does it." : failed ? " The next run continues." : "";
  return `${counts.join(", ")}.${advice}`;
}

export function deploymentJson(deployment: Deployment, isDone: boolean): string {
  const { base, isApplied, steps, notes, titles } = deployment;
  return renderJson({
    command: "deploy",
    ok: isDone,
    titles,
    findings: [],
    more: { base, applied: isApplied, steps, notes },
  });
}

/** Of a system's steps, those that say something, with steps that say the same put together. */
function groups(steps: readonly Step[]): readonly (readonly [string, readonly Step[], readonly string[]])[] {
  const bySystem = new Map<string, Map<string, Step[]>>();
  for (const step of steps) {
    if (step.state === "in-step" && step.differences.length === 0) continue;
    const key = JSON.stringify([step.kind, step.state, step.says, step.statements, step.differences]);
    const ofSystem = bySystem.get(step.system) ?? new Map<string, Step[]>();
    ofSystem.set(key, [...(ofSystem.get(key) ?? []), step]);
    bySystem.set(step.system, ofSystem);
  }
  return [...bySystem].flatMap(([system, found]) =>
    [...found.values()].map((same) => [system, same, namesOf(same)] as const),
  );
}

const shownNames = 5;

function namesOf(steps: readonly Step[]): readonly string[] {
  const names = steps.map(({ name }) => name);
  if (names.length <= shownNames) return names;
  return [...names.slice(0, shownNames), `${names.length - shownNames} more`];
}

const colours = { error: "red", warn: "yellow", info: "blue" } as const;

/** @param style how words stand out */
export function deploymentText(deployment: Deployment, style: Style): string {
  const { base, steps, notes, isApplied } = deployment;
  const lines = [`What ${base.name} (${base.commit.slice(0, 12)}) needs:`];
  let last: string | undefined;
  for (const [system, [step], names] of groups(steps)) {
    if (step === undefined) continue;
    if (system !== last) lines.push("", style.paint("bold", system));
    last = system;
    const severity = severityOf(step);
    const state = step.state.padEnd(10);
    const shown = severity === undefined ? state : style.paint(colours[severity], state);
    lines.push(`  ${shown} ${step.kind} ${names.join(", ")}: ${step.says}.`);
    for (const difference of step.differences) lines.push(`             ${difference}`);
    if (isApplied && step.state === "done") continue;
    for (const statement of step.statements) {
      lines.push(...`${statement};`.split("\n").map((line) => `             ${line}`));
    }
  }
  if (last === undefined) lines.length = 0;
  else lines.push("");
  return [...lines, ...notes, outcomeOf(deployment)].map((line) => `${printable(line)}\n`).join("");
}

/** Names come from strangers: none may steer a terminal. Colours are ours. */
function printable(line: string): string {
  // eslint-disable-next-line no-control-regex -- they are what is replaced
  return line.replace(/[\u0000-\u001a\u001c-\u001f\u007f-\u009f\u2028\u2029]|\u001b(?!\[\d+m)/g, " ");
}

export function deploymentMarkdown(deployment: Deployment): string {
  const { base, steps, notes } = deployment;
  const shown = groups(steps);
  const lines = [
    `### Deployment of ${escaped(base.name)} (${base.commit.slice(0, 12)})`,
    "",
    escaped(outcomeOf(deployment)),
  ];
  if (shown.length > 0) lines.push("", "| | where | what | |", "| --- | --- | --- | --- |");
  for (const [system, [step], names] of shown) {
    if (step === undefined) continue;
    const says = [`${step.says}.`, ...step.differences].map(escaped).join("<br>");
    lines.push(
      `| ${step.state} | ${escaped(system)} | ${step.kind} ${names.map(escaped).join(", ")} | ${says} |`,
    );
  }
  for (const [system, [step], names] of shown) {
    if (step === undefined || step.statements.length === 0) continue;
    const code = step.statements.map((statement) => `${statement};`).join("\n");
    const fence = "`".repeat(Math.max(3, ...[...code.matchAll(/`+/g)].map(([ticks]) => ticks.length + 1)));
    const title = `${escaped(system)}: ${names.map(escaped).join(", ")}`;
    lines.push("", `<details><summary>${title}</summary>`, "", `${fence}sql`, code, fence, "", "</details>");
  }
  if (notes.length > 0) lines.push("", ...notes.map((note) => `- ${escaped(note)}`));
  return `${lines.join("\n")}\n`;
}

function escaped(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .replace(/[\\`*_[\]|~]/g, (sign) => `\\${sign}`)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;");
}
