import { suggest } from "@addendum/schema-repository";
import { UserError } from "@addendum/workspace";
import { commonOptionsBeside, type Option } from "./arguments.ts";
import type { Command } from "./command.ts";
import { type HelpLayout, plainLayout } from "./help-layout.ts";

/** The command with a name. Throws {@link UserError} if there is none. */
export function findCommand(commands: readonly Command[], name: string): Command {
  const command = commands.find((one) => one.name === name);
  if (command !== undefined) return command;
  const names = commands.map((one) => one.name);
  const suggestion = suggest(name, names);
  throw new UserError(
    `there is no command “${name}”${suggestion === undefined ? "; `addendum help` lists them." : `; did you mean “${suggestion}”?`}`,
  );
}

const exitStatus = [
  ["0", "Done, and nothing reached the level of --fail-on."],
  ["1", "Findings at or above that level; a verdict that is not “compatible”."],
  ["2", "The command could not run: wrong usage or configuration, unreadable input, or git does not work."],
] as const;

export function renderOverview(commands: readonly Command[], layout = plainLayout): string {
  return sections(layout, [
    ["NAME", wrap("addendum - event schemas that only ever add", layout, 2)],
    ["SYNOPSIS", "  addendum COMMAND [paths] [options]\n  addendum help COMMAND\n  addendum --version"],
    [
      "COMMANDS",
      columns(
        commands.map(({ name, summary }) => [name, summary]),
        layout,
      ),
    ],
    ["EXIT STATUS", columns(exitStatus, layout)],
    [
      "EXAMPLES",
      "  addendum init\n      make this directory a schema repository\n  addendum help check\n      explain a command, with examples",
    ],
  ]);
}

/** A command's help, as manual pages are laid out. */
export function renderHelp(command: Command, layout = plainLayout): string {
  const { name, usage, summary, description, options, examples } = command;
  const synopsis = ["addendum", name, usage, options.length > 0 ? "[options]" : ""].filter(Boolean).join(" ");
  return sections(layout, [
    ["NAME", wrap(`addendum ${name} - ${summary}`, layout, 2)],
    ["SYNOPSIS", `  ${synopsis}`],
    ["DESCRIPTION", description === undefined ? "" : wrap(description, layout, 2)],
    ["OPTIONS", renderOptions(options, layout)],
    ["COMMON OPTIONS", renderOptions(commonOptionsBeside(options), layout)],
    ["EXAMPLES", examples.map(({ line, does }) => `  ${line}\n${wrap(does, layout, 6)}`).join("\n")],
    ["EXIT STATUS", columns(exitStatus, layout)],
  ]);
}

/** @param parts heading and body; without a body the heading is left out, too */
function sections({ heading }: HelpLayout, parts: readonly (readonly [string, string])[]): string {
  const shown = parts.filter(([, body]) => body !== "");
  return shown.map(([title, body]) => `${heading(title)}\n${body}\n`).join("\n");
}

function renderOptions(options: readonly Option[], layout: HelpLayout): string {
  return columns(
    options.map(({ name, value, help }) => [`--${name}${value === undefined ? "" : ` ${value}`}`, help]),
    layout,
  );
}

/** Names, and beside each what it is; long texts continue below themselves. */
function columns(rows: readonly (readonly [string, string])[], layout: HelpLayout): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows
    .map(([name, text]) => `  ${name.padEnd(width)}  ${wrap(text, layout, width + 4).trimStart()}`)
    .join("\n");
}

/** Breaks a text into indented lines, between words. A word that is longer than a line stays whole. */
function wrap(text: string, { width }: HelpLayout, indent: number): string {
  const room = Math.max(20, width - indent);
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > room) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.map((line) => " ".repeat(indent) + line).join("\n");
}
