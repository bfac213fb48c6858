import type { CompletedCommand, CompletedOption, OptionValue } from "./table.ts";

/**
 * A function that completes the command in zsh, to be found by its `fpath` or read by `source`. Source: zshcompsys(1),
 * `_arguments` and `_describe`.
 */
export function zshCompletion(table: readonly CompletedCommand[]): string {
  const names = table.map(({ name, summary }) => `    ${quote(`${name}:${summary.replaceAll(":", "\\:")}`)}`);
  const cases = table.map(({ name, options, words }) => {
    const rest = words.length > 0 ? `*:${name}:(${words.join(" ")})` : "*:file:_files";
    const specs = [...options.map(optionSpec), rest].map((spec) => `        ${quote(spec)}`);
    return `    ${name})\n      _arguments \\\n${specs.join(" \\\n")}\n      ;;`;
  });
  return `#compdef addendum
# Completion of addendum for zsh, written by \`addendum completion zsh\`.
_addendum() {
  local -a commands
  commands=(
${names.join("\n")}
  )
  if (( CURRENT == 2 )); then
    _describe -t commands command commands
    return
  fi
  shift words
  (( CURRENT-- ))
  case $words[1] in
${cases.join("\n")}
  esac
}

if [ "$funcstack[1]" = _addendum ]; then
  _addendum "$@"
else
  compdef _addendum addendum
fi
`;
}

function optionSpec({ name, help, value, placeholder }: CompletedOption): string {
  const text = help.replaceAll(/[[\]:\\]/g, "\\$&");
  if (value === undefined) return `--${name}[${text}]`;
  return `--${name}=[${text}]:${placeholder.replaceAll(":", "\\:") || name}:${action(value)}`;
}

function action(value: OptionValue): string {
  switch (value.kind) {
    case "choices":
      return `(${value.choices.join(" ")})`;
    case "files":
      return "_files";
    case "directories":
      return "_files -/";
    case "text":
      return " ";
  }
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
