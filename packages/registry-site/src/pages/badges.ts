import { html, type Html, type Part } from "../html/html.ts";
import type { TitleRecord } from "../model/record.ts";
import { dayOfDate, lostNewest, lostVersions, unreadableText } from "../model/record.ts";

export type Tone = "good" | "bad" | "warn" | "plain" | "accent";

export function badge(label: Part, tone: Tone = "plain", title?: string): Html {
  return html`<span class="badge badge-${tone}" ${title === undefined ? "" : html` title="${title}"`}>${label}</span>`;
}

/** Verdicts in words that say what they mean for old events. */
export const verdictWords = {
  compatible: { label: "compatible", tone: "good" },
  incompatible: { label: "breaks old events", tone: "bad" },
  unknown: { label: "not decided", tone: "warn" },
} as const;

/** The badges of a schema in a list. */
export function titleBadges(record: TitleRecord): readonly Html[] {
  const { isFragment, isRetired, deprecations, personal, findings } = record;
  const lost = lostVersions(record);
  const isNewestLost = lostNewest(record) !== undefined;
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const own = deprecations.find(({ path }) => path === "");
  return [
    ...(isFragment ? [badge("fragment", "accent", "A part that other schemas share")] : []),
    ...(isRetired ? [badge("retired", "warn", "No longer produced")] : []),
    ...(own === undefined
      ? []
      : [badge(own.isDeprecated ? "deprecated" : `until ${own.sunset ?? ""}`, "warn")]),
    ...(personal.length > 0
      ? [badge("personal data", "plain", `Fields are marked: ${personal.join(", ")}`)]
      : []),
    ...(lost.length === 0
      ? []
      : [
          badge(
            isNewestLost ? "cannot be read" : `${count(lost.length, "version")} cannot be read`,
            "bad",
            lost
              .flatMap(({ files }) => files.slice(0, 1).map(unreadableText))
              .slice(0, 3)
              .join("\n"),
          ),
        ]),
    ...(errors > 0 ? [badge(`${errors} ${errors === 1 ? "error" : "errors"}`, "bad")] : []),
  ];
}

export function time(date: string | undefined): Part {
  return date === undefined ? "" : html`<time datetime="${date}">${dayOfDate(date)}</time>`;
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}
