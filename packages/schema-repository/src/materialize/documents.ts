import { type Data, type DataObject, isObject, parseDocument, type ParseResult } from "@addendum/json-schema";
import { findConflict } from "../model/conflict-markers.ts";
import { baseName, directoryOf, resolvePath } from "../model/layout.ts";
import { isVersionFile, reportLossyValues } from "./lossy-values.ts";
import type { Findings } from "../model/findings.ts";
import { noConflictMarker } from "./rules/no-conflict-marker.ts";
import { noForeignLink } from "./rules/no-foreign-link.ts";
import { noHugeDocument } from "./rules/no-huge-document.ts";
import { noInvalidDocument } from "./rules/no-invalid-document.ts";
import type { Snapshot } from "../model/snapshot.ts";

export type Found =
  | { readonly kind: "file"; readonly path: string; readonly text: string }
  | { readonly kind: "missing" }
  | { readonly kind: "outside"; readonly path: string; readonly target: string }
  | { readonly kind: "unreadable"; readonly path: string; readonly reason: string };

/** How many links may lead to a file. */
const linkLimit = 8;

/** The documents of a snapshot, each read and parsed once. */
export class Documents {
  private readonly objects = new Map<string, DataObject | undefined>();
  private readonly parsed = new Map<string, ParseResult>();
  readonly snapshot: Snapshot;
  private readonly findings: Findings;

  constructor(snapshot: Snapshot, findings: Findings) {
    this.snapshot = snapshot;
    this.findings = findings;
  }

  /** Reads a file, following links as long as they stay inside the repository. */
  find(path: string): Found {
    let at = path;
    for (let links = 0; links < linkLimit; links++) {
      const content = this.snapshot.read(at);
      if (content.kind === "missing") return content;
      if (content.kind === "unreadable") return { ...content, path: at };
      const target = content.kind === "link" ? content.target : aliasText(at, content.text);
      if (target === undefined) return { kind: "file", path: at, text: (content as { text: string }).text };
      const next = resolvePath(directoryOf(at), target);
      if (next === undefined) return { kind: "outside", path: at, target };
      if (content.kind !== "link" && this.snapshot.read(next).kind === "missing") {
        return { kind: "file", path: at, text: target };
      }
      at = next;
    }
    return { kind: "unreadable", path, reason: "too many symbolic links" };
  }

  /** A file's text, links followed; undefined if there is none. */
  text(path: string): string | undefined {
    const found = this.find(path);
    return found.kind === "file" ? found.text : undefined;
  }

  /** The object that a file contains; undefined, with findings, where it contains none. */
  object(path: string): DataObject | undefined {
    if (this.objects.has(path)) return this.objects.get(path);
    const object = this.parse(path);
    this.objects.set(path, object);
    return object;
  }

  /** What a version file's text contains; nothing is reported. Undefined if that is nothing. */
  versionData(path: string, text: string): Data | undefined {
    const result = this.version(path, text);
    return result.kind === "document" ? result.document.data : undefined;
  }

  /** The same, with what is wrong where it contains nothing. */
  version(path: string, text: string): ParseResult {
    return this.parseOnce(path, text);
  }

  /** What a text is known to contain, without parsing it now. */
  knownData(path: string): Data | undefined {
    const result = this.parsed.get(path);
    return result?.kind === "document" ? result.document.data : undefined;
  }

  private parseOnce(path: string, text: string): ParseResult {
    let result = this.parsed.get(path);
    if (result === undefined) {
      result = parseDocument(text, { isPublished: isVersionFile(path.replace(/ as published$/, "")) });
      this.parsed.set(path, result);
    }
    return result;
  }

  private parse(path: string): DataObject | undefined {
    const found = this.find(path);
    switch (found.kind) {
      case "missing":
        this.findings.add(noInvalidDocument, "missing", { file: path });
        return undefined;
      case "outside":
        this.findings.add(noForeignLink, "outside", { file: found.path }, { target: found.target });
        return undefined;
      case "unreadable":
        this.findings.add(noInvalidDocument, "unreadable", { file: path }, { reason: found.reason });
        return undefined;
    }
    return this.parseText(path, found.text);
  }

  /** Parses text that is not a file of the snapshot, or is known already. */
  parseText(path: string, text: string): DataObject | undefined {
    const result = this.parseOnce(path, text);
    if (result.kind === "problem") {
      const { problem } = result;
      switch (problem.kind) {
        case "syntax":
          this.reportSyntax(path, text, problem);
          break;
        case "too-large":
          this.findings.add(
            noHugeDocument,
            "tooLarge",
            { file: path },
            { what: problem.what, limit: problem.limit },
          );
          break;
        case "cyclic":
          this.findings.add(noInvalidDocument, "cyclic", { file: path, pointer: problem.pointer });
          break;
      }
      return undefined;
    }
    const { data } = result.document;
    if (!isObject(data)) {
      this.findings.add(noInvalidDocument, "root", { file: path });
      return undefined;
    }
    reportLossyValues(path, result.document, this.findings);
    return data;
  }

  /** A parser's message about a merge conflict does not help. */
  private reportSyntax(
    path: string,
    text: string,
    { reason, offset }: { readonly reason: string; readonly offset: number },
  ): void {
    const conflict = findConflict(text);
    if (conflict === undefined) {
      this.findings.add(noInvalidDocument, "syntax", { file: path, offset }, { reason });
    } else {
      const { ours, theirs } = conflict;
      this.findings.add(
        noConflictMarker,
        "source",
        { file: path, offset: conflict.offset },
        { ours, theirs },
      );
    }
  }
}

/** An alias that was checked out without symbolic links is a file that contains its target's name. */
function aliasText(path: string, text: string): string | undefined {
  if (text.length > 200 || text.includes("\n")) return undefined;
  const looksLikeAlias = /^(latest(\.\w+)?|\d+\.\d+\.\d+)$/.test(baseName(path));
  return looksLikeAlias && /^\d+\.\d+\.\d+\.(yaml|json)$/.test(text) ? text : undefined;
}
