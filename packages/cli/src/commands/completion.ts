import { UserError } from "@addendum/workspace";
import { bashCompletion } from "../completion/bash.ts";
import { fishCompletion } from "../completion/fish.ts";
import { completionTable } from "../completion/table.ts";
import { zshCompletion } from "../completion/zsh.ts";
import { type Command, defineCommand, type ExitCode } from "../run/command.ts";

const shells = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

/** @param others the commands that are completed, beside this one */
export function completionCommand(others: readonly Command[]): Command {
  const command = defineCommand({
    name: "completion",
    usage: Object.keys(shells).join(" | "),
    summary: "prints a script with which a shell completes commands, options and their values",
    description:
      "Store the script where your shell looks for it. It completes the command by the name “addendum”, so it helps where that is on the PATH: after a global install, or in a shell whose PATH has node_modules/.bin.",
    options: [],
    examples: [
      {
        line: "addendum completion bash > ~/.local/share/bash-completion/completions/addendum",
        does: "for bash, with the package bash-completion",
      },
      {
        line: 'addendum completion zsh > "${fpath[1]}/_addendum"',
        does: "for zsh; then start a new shell",
      },
      {
        line: "addendum completion fish > ~/.config/fish/completions/addendum.fish",
        does: "for fish",
      },
      { line: 'eval "$(addendum completion bash)"', does: "for this shell only" },
    ],
    run({ positionals: [name, ...rest], terminal }): ExitCode {
      const write = Object.entries(shells).find(([shell]) => shell === name)?.[1];
      if (write === undefined || rest.length > 0) {
        throw new UserError(`completion takes the name of a shell: ${Object.keys(shells).join(", ")}.`);
      }
      terminal.out(write(completionTable([...others, command])));
      return 0;
    },
  });
  return command;
}
