/**
 * Whether a terminal shows links, as far as its environment tells; one that does not know them may print their addresses
 * as text. Source: OSC 8, “Hyperlinks in terminal emulators”, and the terminals’ own release notes.
 * @param env FORCE_HYPERLINK decides where it is set: 0 is no
 */
export function showsLinks(env: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  const { FORCE_HYPERLINK: forced, TERM = "", TERM_PROGRAM: program = "" } = env;
  if (forced !== undefined && forced !== "") return forced !== "0";
  if (!isTerminal || TERM === "dumb" || env["CI"] !== undefined || env["STY"] !== undefined) return false;
  const version = env["TERM_PROGRAM_VERSION"] ?? "";
  // Within tmux, the other variables may describe the terminal in which tmux was started.
  if (env["TMUX"] !== undefined) return program === "tmux" && isAtLeast(version, 3, 4);
  if (env["WT_SESSION"] !== undefined || env["DOMTERM"] !== undefined) return true;
  if (Number(env["VTE_VERSION"] ?? 0) >= 5001 || Number(env["KONSOLE_VERSION"] ?? 0) >= 201200) return true;
  if (/^(?:xterm-kitty|xterm-ghostty|alacritty|foot|contour|wezterm)/.test(TERM)) return true;
  switch (program) {
    case "iTerm.app":
      return isAtLeast(version, 3, 1);
    case "vscode":
      return isAtLeast(version, 1, 72);
    case "WezTerm":
    case "ghostty":
    case "Hyper":
    case "rio":
    case "Tabby":
    case "zed":
      return true;
    default:
      return false;
  }
}

function isAtLeast(version: string, major: number, minor: number): boolean {
  const [first = 0, second = 0] = version.split(/\D+/).map(Number);
  return first > major || (first === major && second >= minor);
}
