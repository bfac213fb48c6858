import type { Invocation, Option } from "./arguments.ts";

/** 0: done. 1: findings at or above `--fail-on`. 2: it could not be done. */
export type ExitCode = 0 | 1 | 2;

export interface Command {
  readonly name: string;
  /** What is after the name: `[FILES]`. */
  readonly usage: string;
  /** One line, in the list of commands. */
  readonly summary: string;
  /** What a person wants to know beyond that. */
  readonly description?: string;
  readonly options: readonly Option[];
  readonly examples: readonly { readonly line: string; readonly does: string }[];
  run(invocation: Invocation): ExitCode | Promise<ExitCode>;
}

export function defineCommand(command: Command): Command {
  return command;
}
