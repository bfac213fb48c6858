import { escapeMarkdown } from "@addendum/metrics";
import type { LineageRow } from "../graph/rows.ts";
import { cellsOf, columns } from "./cells.ts";

/** Each row as a chain, for a terminal: what it answers, then where that comes from. */
export function lineageText(rows: readonly LineageRow[]): string {
  return rows
    .map((row) => {
      const cells = cellsOf(row);
      const links = columns.slice(1, 7).flatMap(({ key, heading }) => {
        const sign = heading.at(-1) ?? "";
        return cells[key].map((line) => `  ← ${oneLine(line)} ${sign}`);
      });
      const about = [cells.status, cells.history, cells.deprecation].map((lines) =>
        lines.map(oneLine).join("; "),
      );
      const first = cells.question[0] ?? "(no research question)";
      return `${row.name}: ${oneLine(first)}\n${links.join("\n")}\n  ${about.filter(Boolean).join(" | ")}\n`;
    })
    .join("\n");
}

/** The table, for a wiki page or a ticket. */
export function lineageMarkdown(rows: readonly LineageRow[]): string {
  const cell = (lines: readonly string[]) => lines.map((line) => escapeMarkdown(oneLine(line))).join("<br>");
  const lines = rows.map((row) => {
    const cells = cellsOf(row);
    return `| ${columns.map(({ key }) => cell(cells[key])).join(" | ")} |`;
  });
  const head = `| ${columns.map(({ heading }) => heading).join(" | ")} |`;
  return `${[head, `|${" --- |".repeat(columns.length)}`, ...lines].join("\n")}\n`;
}

function oneLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}]+/gu, " ").trim();
}
