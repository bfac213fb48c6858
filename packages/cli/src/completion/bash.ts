import type { CompletedCommand, CompletedOption } from "./table.ts";

/**
 * A script that completes the command in bash from 3.2 on, which macOS has. Where it offers nothing, bash completes
 * files. Source: bash(1), “Programmable Completion”.
 */
export function bashCompletion(table: readonly CompletedCommand[]): string {
  const names = table.map(({ name }) => name).join(" ");
  const choices = table.flatMap((command) =>
    command.options.flatMap((option) => {
      const { value } = option;
      if (value?.kind !== "choices") return [];
      return [
        `    ${JSON.stringify(`${command.name} --${option.name}`)}) words="${value.choices.join(" ")}" ;;`,
      ];
    }),
  );
  const commands = table.map(
    ({ name, options, words }) =>
      `    ${name}) options="${options.map((option) => `--${option.name}`).join(" ")}" words="${words.join(" ")}" ;;`,
  );
  return `# Completion of addendum for bash, written by \`addendum completion bash\`.
_addendum() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]}
  local options="" words=""
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${names} --help --version" -- "$current"))
    return
  fi
  # bash takes “=” for a word of its own.
  if [ "$current" = "=" ]; then
    current=""
  elif [ "$previous" = "=" ]; then
    previous=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  case "$command $previous" in
${choices.join("\n")}
${takesOther(table)}
  esac
  if [ -n "$words" ]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
    return
  fi
  case $command in
${commands.join("\n")}
  esac
  case $current in
    -*) COMPREPLY=($(compgen -W "$options" -- "$current")) ;;
    *) [ -z "$words" ] || COMPREPLY=($(compgen -W "$words" -- "$current")) ;;
  esac
}
complete -o default -F _addendum addendum
`;
}

/** After an option with a value that is not a choice, nothing of ours is offered. */
function takesOther(table: readonly CompletedCommand[]): string {
  const takes = ({ value }: CompletedOption) => value !== undefined && value.kind !== "choices";
  const places = table.flatMap(({ name, options }) =>
    options.filter(takes).map((option) => JSON.stringify(`${name} --${option.name}`)),
  );
  return `    ${places.join(" | ")}) return ;;`;
}
