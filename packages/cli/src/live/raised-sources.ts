import { canonical, type DataObject, findRange, type Pointer, sourceRanges } from "@addendum/json-schema";
import {
  classify,
  compareVersions,
  Findings,
  formatVersion,
  Materializer,
  parseVersion,
  TitleVersions,
  type Version,
} from "@addendum/schema-repository";
import { type OpenRepository, VersionSchemas } from "@addendum/workspace";
import { replaceVersion } from "../run/replace-version.ts";
import type { ReferringSchema } from "./referring-schemas.ts";

/** A reference that a source makes, and what it was taken for. */
export interface MovedReference {
  readonly from: string;
  readonly to: string;
}

/**
 * Sources as they would be committed: one that says something new under the number of a published version has the next
 * minor version, and one that refers to such a schema refers to that version of it.
 */
export class RaisedSources {
  /** Title → the version that it is examined as, where it has one. */
  readonly versions = new Map<string, Version>();
  /** Titles whose version was raised. */
  readonly raised = new Set<string>();
  private readonly repository: OpenRepository;
  private readonly texts: Map<string, string>;
  private readonly titles: ReadonlySet<string>;
  private readonly published: VersionSchemas;

  /**
   * @param texts laid over the repository's files: what is raised is added to it
   * @param titles all that will be examined
   */
  constructor(repository: OpenRepository, texts: Map<string, string>, titles: ReadonlySet<string>) {
    this.repository = repository;
    this.texts = texts;
    this.titles = titles;
    this.published = new VersionSchemas(repository);
  }

  /** Raises a source's version where it has to be. */
  raise(title: string): void {
    const { repository } = this;
    const { snapshot, settings, remote } = repository;
    const quiet = new Findings({ ...settings, adopted: true });
    const materializer = new Materializer(snapshot, settings, quiet, this.titles, remote);
    const materialized = materializer.materialize(title);
    if (materialized === undefined) return;
    const { version: named, pointer } = materialized.version;
    this.versions.set(title, named);
    const versions = new TitleVersions(repository);
    const isPublished = versions.published(title).some((name) => {
      const file = classify(name);
      return file?.kind === "version" && compareVersions(file.version, named) === 0;
    });
    const published = isPublished ? this.published.read(title, formatVersion(named)) : undefined;
    if (published === undefined || isSame(published, materialized.resolved)) return;
    const path = materializer.currentPath(title);
    const content = snapshot.read(path);
    const version = versions.nextMinor(title, named);
    const text = content.kind === "text" ? replaceVersion(content.text, pointer, version) : undefined;
    const next = parseVersion(version);
    if (text === undefined || next === undefined) return;
    this.texts.set(path, text);
    this.versions.set(title, next);
    this.raised.add(title);
  }

  /**
   * Moves a source's references to the versions that others are examined as, within their major version.
   * @returns the first that was moved; `"stays"`: it refers to those already; undefined: to none of them
   */
  follow({ title, references }: ReferringSchema, path: string): MovedReference | "stays" | undefined {
    const content = this.repository.snapshot.read(path);
    if (content.kind !== "text") return undefined;
    let { text } = content;
    let result: MovedReference | "stays" | undefined;
    for (const one of references) {
      const to = this.versions.get(one.title);
      const from = one.version === undefined ? to : parseVersion(one.version);
      if (to === undefined || from?.major !== to.major || compareVersions(from, to) > 0) continue;
      result ??= "stays";
      const name = formatVersion(to);
      if (one.version === name) continue;
      text = withReference(text, one.pointer, name);
      if (result === "stays") {
        result = { from: `/${one.title}/${one.version ?? "latest"}`, to: `/${one.title}/${name}` };
      }
    }
    if (result === undefined) return undefined;
    if (text !== content.text) this.texts.set(path, text);
    this.raise(title);
    return result;
  }
}

/** Whether two versions say the same, but for their names and examples. */
function isSame(one: DataObject, other: DataObject): boolean {
  const unnamed = (data: DataObject) => canonical({ ...data, $id: "", examples: [] });
  return unnamed(one) === unnamed(other);
}

/** A text in which one reference names another version. */
function withReference(text: string, pointer: Pointer, version: string): string {
  const { start, end } = findRange(sourceRanges(text), pointer, text);
  const written = text.slice(start, end);
  return text.slice(0, start) + written.replace(namedVersion, `/${version}`) + text.slice(end);
}

const namedVersion = /\/(?:\d+\.\d+\.\d+|latest)(?=(?:\.(?:yaml|json))?(?:[#'"\s]|$))/;
