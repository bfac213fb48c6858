import { expect, test } from "vitest";
import { showsLinks } from "./hyperlinks.ts";

test.each([
  ["GNOME Terminal", { TERM: "xterm-256color", VTE_VERSION: "7600" }, true],
  ["an old VTE", { TERM: "xterm-256color", VTE_VERSION: "4205" }, false],
  ["iTerm", { TERM_PROGRAM: "iTerm.app", TERM_PROGRAM_VERSION: "3.4.19" }, true],
  ["an old iTerm", { TERM_PROGRAM: "iTerm.app", TERM_PROGRAM_VERSION: "3.0.15" }, false],
  ["Apple’s Terminal", { TERM_PROGRAM: "Apple_Terminal", TERM: "xterm-256color" }, false],
  ["VS Code", { TERM_PROGRAM: "vscode", TERM_PROGRAM_VERSION: "1.96.2" }, true],
  ["Windows Terminal", { WT_SESSION: "x" }, true],
  ["kitty", { TERM: "xterm-kitty" }, true],
  ["Konsole", { KONSOLE_VERSION: "230804" }, true],
  ["plain xterm", { TERM: "xterm" }, false],
  ["no terminal with abilities", { TERM: "dumb", VTE_VERSION: "7600" }, false],
  ["tmux, which passes them on", { TMUX: "x", TERM_PROGRAM: "tmux", TERM_PROGRAM_VERSION: "3.4" }, true],
  [
    "tmux, which does not",
    { TMUX: "x", TERM_PROGRAM: "tmux", TERM_PROGRAM_VERSION: "3.3a", VTE_VERSION: "7600" },
    false,
  ],
  ["screen", { STY: "x", VTE_VERSION: "7600" }, false],
  ["a log of CI", { CI: "true", VTE_VERSION: "7600" }, false],
  ["somebody who wants them", { FORCE_HYPERLINK: "1", TERM: "dumb" }, true],
  ["somebody who does not", { FORCE_HYPERLINK: "0", WT_SESSION: "x" }, false],
])("%s", (_, env, expected) => {
  expect(showsLinks(env, true)).toBe(expected);
});

test("only a terminal shows links, unless they are asked for", () => {
  expect(showsLinks({ WT_SESSION: "x" }, false)).toBe(false);
  expect(showsLinks({ FORCE_HYPERLINK: "1" }, false)).toBe(true);
});
