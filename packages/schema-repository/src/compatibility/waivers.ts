import { commonPointer } from "@addendum/json-schema";
import type { Finding } from "../model/finding.ts";
import type { Settings, Waiver } from "../model/settings.ts";
import type { Findings } from "../model/findings.ts";
import { waiverExpired } from "./rules/waiver-expired.ts";
import { waiverMissingReason } from "./rules/waiver-missing-reason.ts";
import { waiverTooWide } from "./rules/waiver-too-wide.ts";
import { waiverUnused } from "./rules/waiver-unused.ts";

/** The findings that waivers permit, and the mistakes in waivers. */
export class Waivers {
  private readonly permitted = new Map<number, Finding[]>();
  private readonly settings: Settings;
  /** The day of the run, YYYY-MM-DD. */
  private readonly today: string | undefined;

  constructor(settings: Settings, today: string | undefined) {
    this.settings = settings;
    this.today = today;
  }

  /** Whether a title's version has waivers. */
  concerns(title: string, version: string): boolean {
    return this.settings.waivers.some((waiver) => waiver.title === title && waiver.version === version);
  }

  /** Whether a title's version has waivers that hold today. */
  areInForce(title: string, version: string): boolean {
    return this.settings.waivers.some(
      (waiver) => waiver.title === title && waiver.version === version && !this.isExpired(waiver),
    );
  }

  /** The findings that no waiver permits. */
  apply(findings: readonly Finding[]): readonly Finding[] {
    return this.left(findings, (waiver) => !this.isExpired(waiver));
  }

  /** The findings about a published version that no waiver permitted: what has passed is not made undone by a date. */
  applyHistory(findings: readonly Finding[]): readonly Finding[] {
    return this.left(findings, () => true);
  }

  private left(findings: readonly Finding[], holds: (waiver: Waiver) => boolean): readonly Finding[] {
    return findings.filter((finding) => {
      const index = this.settings.waivers.findIndex((waiver) => holds(waiver) && permits(waiver, finding));
      if (index === -1) return true;
      this.permitted.set(index, [...(this.permitted.get(index) ?? []), finding]);
      return false;
    });
  }

  private isExpired({ until }: Waiver): boolean {
    return until !== undefined && this.today !== undefined && until < this.today;
  }

  /** Reports that waivers of a title's version do not say why, or who is responsible for them. */
  reportReasons(title: string, version: string, file: string, findings: Findings): void {
    for (const [index, waiver] of this.settings.waivers.entries()) {
      if (waiver.title !== title || waiver.version !== version) continue;
      const missing = [
        ...(waiver.reason === undefined ? ["reason"] : []),
        ...(waiver.owner === undefined ? ["owner"] : []),
      ].join(" and no ");
      if (missing === "") continue;
      const location = { file, pointer: `/waivers/${index}` };
      findings.add(waiverMissingReason, "found", location, { title, version, missing });
    }
  }

  /**
   * Reports what is wrong with the waivers of a title's version that is not published, after its findings were seen.
   * A waiver of a published version is history: it neither expires nor has to permit anything any more.
   */
  report(title: string, version: string, file: string, findings: Findings): void {
    this.reportReasons(title, version, file, findings);
    for (const [index, waiver] of this.settings.waivers.entries()) {
      if (waiver.title !== title || waiver.version !== version) continue;
      const location = { file, pointer: `/waivers/${index}` };
      if (this.isExpired(waiver)) {
        findings.add(waiverExpired, "found", location, { title, version, until: waiver.until ?? "" });
        continue;
      }
      const permitted = this.permitted.get(index) ?? [];
      if (permitted.length === 0) {
        findings.add(waiverUnused, "found", location, { title, version });
        continue;
      }
      const used = new Set(permitted.map(({ rule }) => rule));
      const idle = waiver.rules.filter((rule) => !used.has(rule));
      if (idle.length > 0) {
        findings.add(waiverTooWide, "rules", location, { title, version, rules: idle.join(", ") });
      }
      const common = commonPointer(permitted.map(({ subject }) => subject?.pointer ?? ""));
      const wide = waiver.pointer ?? "";
      // A waiver for one property is as narrow as a person would write it.
      if (common.split("/").length > wide.split("/").length && !/\/properties\/[^/]+$/.test(wide)) {
        const narrow = /^(?:\/properties\/[^/]+)+/.exec(common)?.[0] ?? common;
        if (narrow.length <= wide.length) continue;
        const values = { title, version, wide: wide || "the whole schema", pointer: narrow };
        findings.add(waiverTooWide, "pointer", location, values);
      }
    }
  }
}

function permits(waiver: Waiver, { rule, subject }: Finding): boolean {
  if (subject === undefined) return false;
  const { title, version, pointer = "" } = waiver;
  const isThere = subject.pointer === pointer || subject.pointer.startsWith(`${pointer}/`);
  return waiver.rules.includes(rule) && title === subject.title && version === subject.version && isThere;
}
