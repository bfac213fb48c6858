import { make } from "./dom.ts";

/** A line of code; one that is meant says why. */
export interface CodeLine {
  readonly text: string;
  /** Shown before it. */
  readonly number?: number;
  readonly tone?: "bad" | "warn" | undefined;
  readonly note?: string;
  /** The part of it that is meant; undefined: all of it. UTF-16 units, the end exclusive. */
  readonly part?: { readonly start: number; readonly end: number };
}

/** Lines of code, those that are meant marked. */
export function codeLines(label: string, lines: readonly CodeLine[]): HTMLElement {
  const width = String(lines.at(-1)?.number ?? "").length;
  const code = make("code");
  for (const { text, number, tone, note, part } of lines) {
    const start = part?.start ?? text.length - text.trimStart().length;
    const end = part?.end ?? text.length;
    const body =
      tone === undefined
        ? [make("span", {}, text)]
        : [
            make("span", {}, text.slice(0, start)),
            make("mark", { class: `mark-${tone}` }, text.slice(start, end)),
            make("span", {}, text.slice(end)),
            note === undefined || note === ""
              ? undefined
              : make("span", { class: `note note-${tone}` }, `  ← ${note}`),
          ];
    const before =
      number === undefined
        ? undefined
        : make("span", { class: "line-number" }, `${String(number).padStart(width)}  `);
    code.append(
      make("span", { class: `line${tone === undefined ? "" : ` line-${tone}`}` }, before, ...body, "\n"),
    );
  }
  const attributes = { tabindex: "0", role: "region", "aria-label": label };
  return make("div", { class: "code" }, make("pre", { attributes }, code));
}
