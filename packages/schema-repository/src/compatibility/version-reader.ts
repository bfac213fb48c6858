import { isObject } from "@addendum/json-schema";
import { directoryOfTitle, joinPath } from "../model/layout.ts";
import { Materializer } from "../materialize/materializer.ts";
import type { Repository } from "../model/repository.ts";
import { Findings } from "../model/findings.ts";
import { type Content, publishedFiles } from "../model/snapshot.ts";
import type { TitleVersions } from "../versions/title-versions.ts";
import { compareVersions, formatVersion, type Version } from "../model/version.ts";
import type { VersionData } from "./compare-versions.ts";

/** Reads version files and the targets of their references, as they are published or as they are here. */
export class VersionReader {
  private readonly repository: Repository;
  private readonly versions: TitleVersions;
  private readonly materializer: Materializer;
  /** Of what published versions refer to, as that is published. */
  private readonly asPublished: Materializer;

  constructor(repository: Repository, versions: TitleVersions, materializer: Materializer) {
    this.repository = repository;
    this.versions = versions;
    this.materializer = materializer;
    const { baseline, snapshot, settings, remote } = repository;
    const files = publishedFiles(baseline, snapshot);
    this.asPublished = new Materializer(files, settings, new Findings(settings), new Set(), remote);
  }

  /** Published versions, the newest first: all, or those of a version's major that lie below it. */
  allPublished(title: string, below?: Version): VersionData[] {
    return this.versions
      .of(title)
      .filter((one) => below === undefined || isOlder(one, below))
      .toReversed()
      .flatMap((version) => this.published(title, version) ?? []);
  }

  isPublished(title: string, version: Version): boolean {
    return this.publishedPath(title, version) !== undefined;
  }

  /** A version as it is published; undefined if it is not, or where none of its files can be read. */
  published(title: string, version: Version): VersionData | undefined {
    const { baseline, snapshot } = this.repository;
    for (const path of this.publishedPaths(title, version)) {
      const content = baseline.read(path);
      const here = snapshot.read(path);
      const isSame = here.kind === "text" && content.kind === "text" && here.text === content.text;
      const key = isSame ? path : `${path} as published`;
      const found = this.parsed(title, version, key, content, this.asPublished);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The newest published version below another one of its major, where it cannot be read: then it cannot be compared. */
  unreadable(title: string, below: Version): Version | undefined {
    const newest = this.versions
      .of(title)
      .findLast((one) => isOlder(one, below) && this.isPublished(title, one));
    return newest === undefined || this.published(title, newest) !== undefined ? undefined : newest;
  }

  /** A version's file as it stands here; undefined if there is none that can be read. */
  here(title: string, version: Version): VersionData | undefined {
    const { settings, snapshot } = this.repository;
    for (const type of settings.contentTypes) {
      const path = joinPath(directoryOfTitle(title, settings), `${formatVersion(version)}.${type}`);
      const found = this.parsed(title, version, path, snapshot.read(path), this.materializer);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The path of the first of a version's files that is published. */
  publishedPath(title: string, version: Version): string | undefined {
    return this.publishedPaths(title, version)[0];
  }

  private publishedPaths(title: string, version: Version): string[] {
    const { settings } = this.repository;
    const names = this.versions.published(title);
    return settings.contentTypes
      .map((type) => `${formatVersion(version)}.${type}`)
      .filter((name) => names.includes(name))
      .map((name) => joinPath(directoryOfTitle(title, settings), name));
  }

  /**
   * @param key tells the text apart from others of the same path
   * @param references finds what it refers to
   */
  private parsed(
    title: string,
    version: Version,
    key: string,
    content: Content,
    references: Materializer,
  ): VersionData | undefined {
    if (content.kind !== "text") return undefined;
    const data = this.materializer.documents.versionData(key, content.text);
    if (data === undefined || !isObject(data)) return undefined;
    return { version, data: references.resolvedVersion(title, formatVersion(version), data) };
  }
}

/** Whether a version is below another one of its major. */
export function isOlder(one: Version, other: Version): boolean {
  return one.major === other.major && compareVersions(one, other) < 0;
}
