import { rules } from "@addendum/schema-repository";
import { commonOptionsBeside, type Option } from "../run/arguments.ts";
import type { Command } from "../run/command.ts";

/** The kind of value that an option takes: words of a list, files, directories, or free text. */
export type OptionValue =
  | { readonly kind: "choices"; readonly choices: readonly string[] }
  | { readonly kind: "files" | "directories" | "text" };

export interface CompletedOption {
  readonly name: string;
  readonly help: string;
  /** Undefined for a flag. */
  readonly value: OptionValue | undefined;
  /** What stands for the value in the help. */
  readonly placeholder: string;
}

/** A command as a shell completes it. */
export interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly CompletedOption[];
  /** What may be after the name: these words, or files where there are none. */
  readonly words: readonly string[];
}

/** The words that shells complete, from the table of commands, plus `help`, which `main.ts` answers itself. */
export function completionTable(commands: readonly Command[]): readonly CompletedCommand[] {
  const help = {
    name: "help",
    summary: "explains a command, with examples",
    options: [],
    words: commands.map(({ name }) => name),
  };
  return [...commands.map(completed), help];
}

function completed(command: Command): CompletedCommand {
  const { name, summary, usage, options } = command;
  return {
    name,
    summary,
    options: [...options, ...commonOptionsBeside(options)].map(completedOption),
    words: wordsOf(usage),
  };
}

function completedOption({ name, kind, value, choices, help }: Option): CompletedOption {
  return {
    name,
    help,
    placeholder: value ?? "",
    value: kind === "boolean" ? undefined : valueOf(value ?? "", choices),
  };
}

function valueOf(placeholder: string, choices: readonly string[] | undefined): OptionValue {
  if (choices !== undefined) return { kind: "choices", choices };
  if (/FILE|PATH/.test(placeholder)) return { kind: "files" };
  if (/DIR/.test(placeholder)) return { kind: "directories" };
  return { kind: "text" };
}

/** The words that a usage offers, such as `bash | zsh | fish`; a rule's id where it asks for one. */
function wordsOf(usage: string): readonly string[] {
  if (usage === "RULE") return rules.map(({ id }) => id);
  const words = usage.split("|").map((word) => word.trim());
  return words.length > 1 && words.every((word) => /^[a-z][a-z-]*$/.test(word)) ? words : [];
}
