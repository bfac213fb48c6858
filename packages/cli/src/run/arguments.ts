import { parseArgs } from "node:util";
import { type Severity, suggest } from "@addendum/schema-repository";
import { UserError } from "@addendum/workspace";
import { formats } from "../report/formats.ts";
import { type ColourChoice, Terminal } from "./terminal.ts";

export type OptionKind = "string" | "boolean";

/** One option of a command, as its help shows it. */
export interface Option {
  readonly name: string;
  readonly kind: OptionKind;
  /** What stands for a string's value in the help. */
  readonly value?: string;
  readonly choices?: readonly string[];
  readonly help: string;
}

export const commonOptions: readonly Option[] = [
  { name: "repo", kind: "string", value: "DIR", help: "work in this directory instead of the current one" },
  { name: "config", kind: "string", value: "FILE", help: "use this configuration" },
  {
    name: "format",
    kind: "string",
    value: "FORMAT",
    choices: formats,
    help: `output format: ${formats.join(", ").replace("text", "text (default)")}`,
  },
  {
    name: "fail-on",
    kind: "string",
    value: "LEVEL",
    choices: ["error", "warn", "info"],
    help: "the lowest level of findings that fails: error (default), warn or info",
  },
  {
    name: "color",
    kind: "string",
    value: "WHEN",
    choices: ["auto", "always", "never"],
    help: "auto (default), always or never",
  },
  { name: "quiet", kind: "boolean", help: "print results only, without remarks" },
  { name: "help", kind: "boolean", help: "show this" },
];

/** The common options of a command, except for those that it has a meaning of its own for. */
export function commonOptionsBeside(options: readonly Option[]): readonly Option[] {
  return commonOptions.filter(({ name }) => options.every((own) => own.name !== name));
}

/** The option of commands that need to know what is published. */
export const noGit: Option = {
  name: "no-git",
  kind: "boolean",
  help: "do not use git: every existing version counts as published",
};

/** The parsed command line. */
export interface Invocation {
  readonly positionals: readonly string[];
  readonly repo: string | undefined;
  readonly config: string | undefined;
  /** One of {@link formats}, or of the command's own. */
  readonly format: string;
  readonly failOn: Severity;
  readonly quiet: boolean;
  readonly terminal: Terminal;
  flag(name: string): boolean;
  value(name: string): string | undefined;
}

/** The parsed arguments of a command. Throws {@link UserError} for unknown options. */
export function parseInvocation(args: readonly string[], options: readonly Option[]): Invocation {
  const all = [...options, ...commonOptionsBeside(options)];
  const names = all.map(({ name }) => name);
  const config = Object.fromEntries(all.map(({ name, kind }) => [name, { type: kind }]));
  for (const argument of args) {
    if (argument === "--") break;
    const match = /^--([^=]+)/.exec(argument);
    if (match !== null && !names.includes(match[1] as string)) {
      const suggestion = suggest(match[1] as string, names);
      throw new UserError(
        `there is no option --${match[1] ?? ""}${suggestion ? `; did you mean --${suggestion}?` : "."}`,
      );
    }
  }
  let parsed: { values: Record<string, string | boolean | undefined>; positionals: string[] };
  try {
    parsed = parseArgs({ args: [...args], options: config, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UserError(misuseOf(error as NodeJS.ErrnoException));
  }
  const { values, positionals } = parsed;
  const value = (name: string) => values[name] as string | undefined;
  for (const { name, choices } of all) {
    const given = value(name);
    if (choices !== undefined && given !== undefined && !choices.includes(given)) {
      throw new UserError(`--${name} must be one of ${choices.join(", ")}, not “${given}”.`);
    }
  }
  const quiet = values["quiet"] === true;
  return {
    positionals,
    repo: value("repo"),
    config: value("config"),
    format: value("format") ?? "text",
    failOn: (value("fail-on") ?? "error") as Severity,
    quiet,
    terminal: new Terminal((value("color") ?? "auto") as ColourChoice, quiet),
    flag: (name) => values[name] === true,
    value,
  };
}

/** What is wrong with the arguments, from the error of Node's `parseArgs`. */
function misuseOf({ code, message }: NodeJS.ErrnoException): string {
  const option = /'(?:-\w, )?(-{1,2}[\w-]+)/.exec(message)?.[1];
  if (option !== undefined && code === "ERR_PARSE_ARGS_UNKNOWN_OPTION")
    return `there is no option ${option}.`;
  if (option !== undefined && code === "ERR_PARSE_ARGS_INVALID_OPTION_VALUE") {
    return message.includes("does not take") ? `${option} takes no value.` : `${option} needs a value.`;
  }
  return message.split("\n")[0] as string;
}
