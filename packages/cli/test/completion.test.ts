import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { isThere, skipBecause } from "../../warehouse/test/server.ts";
import { ScratchRepository } from "./scratch-repository.ts";

const shells = ["bash", "zsh", "fish"] as const;
const missing = new Map(
  shells.map((shell) => {
    const reason = isThere(shell) ? undefined : `there is no ${shell}`;
    skipBecause(`completion in ${shell}`, reason);
    return [shell, reason !== undefined];
  }),
);

/** A directory with the scripts as the command writes them, and a few files. */
let repository: ScratchRepository;

function prepare(): ScratchRepository {
  const scratch = new ScratchRepository();
  for (const shell of shells) {
    const { out, code } = scratch.addendum("completion", shell);
    expect(code).toBe(0);
    scratch.write(`addendum.${shell}`, out);
  }
  scratch.write("click.yaml", "a: 1\n");
  return scratch;
}

/** What bash offers for the last word. */
function inBash(...words: readonly string[]): string[] {
  const program =
    '. ./addendum.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _addendum; printf "%s\\n" "${COMPREPLY[@]}"';
  const { out, err } = repository.run("bash", ["--norc", "-c", program, "bash", "addendum", ...words]);
  expect(err).toBe("");
  return out.split("\n").filter(Boolean);
}

/** What fish offers at the end of a line. */
function inFish(line: string): string[] {
  const { out, err } = repository.run("fish", [
    "--no-config",
    "-c",
    'source addendum.fish; complete -C "$argv[1]"',
    line,
  ]);
  expect(err).toBe("");
  return out
    .split("\n")
    .filter(Boolean)
    .map((one) => one.split("\t")[0] as string);
}

/** Whether a line becomes another one in an interactive zsh when Tab is pressed at its end; else what it became. */
function inZsh(line: string, expected: string): string {
  const program = `
    zmodload zsh/zpty
    zpty -b shell zsh -f -i
    wait_for() {
      local part=
      text=
      for i in {1..400}; do
        if zpty -r -t shell part; then
          text+=$part
          [[ $text == *"$1"* ]] && return 0
        else
          sleep 0.05
        fi
      done
      print -r -- "$text"
      exit 1
    }
    zpty -w shell "PS1='REA''DY> '; unset zle_bracketed_paste; setopt no_list_beep"
    wait_for 'READY> '
    zpty -w shell 'autoload -U compinit; compinit -D -u; source ./addendum.zsh'
    wait_for 'READY> '
    zpty -w -n shell "$1"$'\\t'
    wait_for "$2"
    print -r -- "$2"
    zpty -d shell
  `;
  const { stdout } = spawnSync("zsh", ["-f", "-c", program, "zsh", line, expected], {
    cwd: repository.root,
    encoding: "utf8",
    timeout: 60_000,
    env: { PATH: process.env["PATH"], HOME: repository.root, TERM: "dumb" },
  });
  return stdout.trimEnd();
}

describe.skipIf(missing.get("bash"))("bash", () => {
  test("completes commands, options, their values, words and files", () => {
    repository = prepare();
    expect(inBash("ch").sort()).toEqual(["changelog", "check"]);
    expect(inBash("check", "--st")).toEqual(["--staged"]);
    expect(inBash("check", "--format", "mark")).toEqual(["markdown"]);
    // Readline splits at “=”.
    expect(inBash("check", "--format", "=", "mark")).toEqual(["markdown"]);
    expect(inBash("check", "--format", "=")).toContain("sarif");
    expect(inBash("check", "--repo", "--f")).toEqual([]);
    expect(inBash("hook", "post")).toEqual(["post-commit"]);
    expect(inBash("explain", "version-pub")).toEqual(["version-published"]);
    expect(inBash("help", "mater")).toEqual(["materialize"]);
    // Nothing of ours: bash completes files.
    expect(inBash("bump", "cl")).toEqual([]);
  });
});

describe.skipIf(missing.get("fish"))("fish", () => {
  test("completes commands, options, their values, words and files", () => {
    repository = prepare();
    expect(inFish("addendum ch")).toEqual(["changelog", "check"]);
    expect(inFish("addendum check --stag")).toEqual(["--staged"]);
    expect(inFish("addendum check --format mark")).toEqual(["markdown"]);
    expect(inFish("addendum check --format=mark")).toEqual(["--format=markdown"]);
    expect(inFish("addendum hook post")).toEqual(["post-commit"]);
    expect(inFish("addendum explain version-pub")).toEqual(["version-published"]);
    expect(inFish("addendum bump cl")).toEqual(["click.yaml"]);
  });
});

describe.skipIf(missing.get("zsh"))("zsh", () => {
  test.each([
    ["addendum materi", "addendum materialize "],
    ["addendum check --stag", "addendum check --staged "],
    ["addendum check --format mark", "addendum check --format markdown "],
    ["addendum hook post", "addendum hook post-commit "],
    ["addendum explain version-pub", "addendum explain version-published "],
    ["addendum bump cl", "addendum bump click.yaml "],
  ])("%s⇥", (line, expected) => {
    repository = prepare();
    expect(inZsh(line, expected)).toBe(expected.trimEnd());
  });
});

test("another shell is refused, and the shells are named", () => {
  const { code, err } = new ScratchRepository().addendum("completion", "tcsh");
  expect(code).toBe(2);
  expect(err).toContain("bash, zsh, fish");
});
