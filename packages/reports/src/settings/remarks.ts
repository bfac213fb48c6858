import { type Data, type DataObject, join as joinPointer, type Pointer } from "@addendum/json-schema";
import {
  Findings,
  reportInvalidSetting,
  reportUnknownKey,
  type Settings,
  suggest,
} from "@addendum/schema-repository";

/** A report cannot run; the reason has already been reported. */
export class Unusable extends Error {}

/** Collects findings in a `config.yaml`, with their places. */
export class Remarks {
  readonly findings: Findings;
  readonly file: string;

  constructor(file: string, settings: Settings) {
    this.file = file;
    this.findings = new Findings(settings);
  }

  checkKeys(
    holder: DataObject,
    pointer: Pointer,
    known: readonly string[],
    isAllowed: (key: string) => boolean = () => false,
  ): void {
    for (const key of Object.keys(holder)) {
      if (known.includes(key) || isAllowed(key)) continue;
      const location = { file: this.file, pointer: joinPointer(pointer, key), isKey: true };
      const suggestion = suggest(key, known);
      if (suggestion === undefined) {
        this.findings.add(reportUnknownKey, "unknown", location, { key, known: known.join(", ") });
      } else {
        this.findings.add(reportUnknownKey, "misspelt", location, { key, suggestion });
      }
    }
  }

  say(pointer: Pointer, problem: string, hint: string, isKey = false): void {
    this.findings.add(reportInvalidSetting, "wrong", { file: this.file, pointer, isKey }, { problem, hint });
  }

  fail(pointer: Pointer, problem: string, hint: string, isKey = false): never {
    this.say(pointer, problem, hint, isKey);
    throw new Unusable();
  }

  invalid(pointer: Pointer, key: string, value: Data, hint: string): never {
    const shown = value instanceof Date ? value.toISOString() : JSON.stringify(value);
    this.findings.add(
      reportInvalidSetting,
      "invalid",
      { file: this.file, pointer },
      { key, value: shown, hint },
    );
    throw new Unusable();
  }

  missing(report: string, key: string, pointer: Pointer, hint: string): never {
    this.findings.add(
      reportInvalidSetting,
      "missing",
      { file: this.file, pointer, isKey: true },
      { report, key, hint },
    );
    throw new Unusable();
  }
}
