import { suggest } from "@addendum/schema-repository";
import { UserError } from "@addendum/workspace";
import { commonOptionsBeside, type Option } from "./arguments.ts";
import type { Command } from "./command.ts";

/** Throws {@link UserError} for a name that no command has. */
export function findCommand(commands: readonly Command[], name: string): Command {
  const command = commands.find((one) => one.name === name);
  if (command !== undefined) return command;
  const names = commands.map((one) => one.name);
  const suggestion = suggest(name, names);
  throw new UserError(
    `there is no command “${name}”${suggestion === undefined ? "; `addendum help` lists them." : `; did you mean “${suggestion}”?`}`,
  );
}

export function renderOverview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const list = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return `Event schemas that only ever add.

Usage: addendum COMMAND [paths] [options]

${list.join("\n")}

\`addendum help COMMAND\` explains one, with examples.
Exit codes: 0 done; 1 findings at or above --fail-on; 2 it could not be done.
`;
}

export function renderHelp({ name, usage, summary, description, options, examples }: Command): string {
  const sections = [
    `addendum ${name}: ${summary}.`,
    `Usage: addendum ${name} ${usage}${options.length > 0 ? " [options]" : ""}`,
    ...(description === undefined ? [] : [description]),
    ...(options.length === 0 ? [] : [`Options:\n${renderOptions(options)}`]),
    `Common options:\n${renderOptions(commonOptionsBeside(options))}`,
    `Examples:\n${examples.map(({ line, does }) => `  ${line}\n      ${does}`).join("\n")}`,
  ];
  return `${sections.join("\n\n")}\n`;
}

function renderOptions(options: readonly Option[]): string {
  const names = options.map(({ name, value }) => `--${name}${value === undefined ? "" : ` ${value}`}`);
  const width = Math.max(...names.map((name) => name.length));
  return options.map(({ help }, index) => `  ${(names[index] as string).padEnd(width)}  ${help}`).join("\n");
}
