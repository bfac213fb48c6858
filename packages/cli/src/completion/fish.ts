import type { CompletedCommand, CompletedOption } from "./table.ts";

/** A script that completes the command in fish. Source: complete(1) of fish. */
export function fishCompletion(table: readonly CompletedCommand[]): string {
  const names = table.map(
    ({ name, summary }) =>
      `complete -c addendum -f -n __addendum_needs_command -a ${name} -d ${quote(summary)}`,
  );
  const others = table.flatMap(({ name, options, words }) => {
    const when = `-n ${quote(`__addendum_is ${name}`)}`;
    const rest = words.length > 0 ? [`complete -c addendum -f ${when} -a ${quote(words.join(" "))}`] : [];
    return [...options.map((option) => `complete -c addendum ${when} ${optionText(option)}`), ...rest];
  });
  return `# Completion of addendum for fish, written by \`addendum completion fish\`.
function __addendum_needs_command
    test (count (commandline -opc)) -eq 1
end

function __addendum_is
    set -l words (commandline -opc)
    test (count $words) -gt 1; and test $words[2] = $argv[1]
end

${[...names, ...others].join("\n")}
`;
}

function optionText({ name, help, value }: CompletedOption): string {
  const text = `-l ${name} -d ${quote(help)}`;
  switch (value?.kind) {
    case undefined:
      return text;
    case "choices":
      return `${text} -x -a ${quote(value.choices.join(" "))}`;
    case "directories":
      return `${text} -x -a '(__fish_complete_directories)'`;
    case "files":
      return `${text} -r -F`;
    case "text":
      return `${text} -x`;
  }
}

function quote(text: string): string {
  return `'${text.replaceAll(/[\\']/g, "\\$&")}'`;
}
