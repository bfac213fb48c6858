import { classify, directoryOfTitle } from "../model/layout.ts";
import type { Repository } from "../model/repository.ts";
import { compareVersions, formatVersion, type Version } from "../model/version.ts";

/** Which versions titles have, here and published. */
export class TitleVersions {
  private readonly known = new Map<string, readonly Version[]>();
  private readonly publishedNames = new Map<string, readonly string[]>();
  private readonly repository: Repository;

  constructor(repository: Repository) {
    this.repository = repository;
  }

  /** The names of the published files. */
  published(title: string): readonly string[] {
    let names = this.publishedNames.get(title);
    if (names === undefined) {
      const { baseline, settings } = this.repository;
      names = baseline.list(directoryOfTitle(title, settings));
      this.publishedNames.set(title, names);
    }
    return names;
  }

  /** All versions of a title that exist here or are published, the lowest first. */
  of(title: string): readonly Version[] {
    let versions = this.known.get(title);
    if (versions === undefined) {
      const { snapshot, settings } = this.repository;
      const here = snapshot.list(directoryOfTitle(title, settings)).map(({ name }) => name);
      const found = new Map<string, Version>();
      for (const name of [...here, ...this.published(title)]) {
        const file = classify(name);
        if (file?.kind === "version") found.set(formatVersion(file.version), file.version);
      }
      versions = [...found.values()].sort(compareVersions);
      this.known.set(title, versions);
    }
    return versions;
  }

  /** The versions that the base branch got after this one left it and that are not here, the lowest first. */
  publishedSince(title: string): readonly Version[] {
    const { baseline, settings } = this.repository;
    const found = new Map<string, Version>();
    for (const name of baseline.publishedSince(directoryOfTitle(title, settings))) {
      const file = classify(name);
      if (file?.kind === "version") found.set(formatVersion(file.version), file.version);
    }
    return [...found.values()].sort(compareVersions);
  }

  /** The highest version that is here, of the major of another one. */
  highestHere(title: string, { major }: Version): Version | undefined {
    const { snapshot, settings } = this.repository;
    return snapshot
      .list(directoryOfTitle(title, settings))
      .flatMap(({ name }) => {
        const file = classify(name);
        return file?.kind === "version" && file.version.major === major ? [file.version] : [];
      })
      .sort(compareVersions)
      .at(-1);
  }

  others(title: string, except: Version): readonly Version[] {
    return this.of(title).filter((version) => compareVersions(version, except) !== 0);
  }

  /** The minor version that may come next within the major of a version. */
  nextMinor(title: string, { major }: Version): string {
    const highest = this.of(title).findLast((version) => version.major === major);
    return formatVersion({ major, minor: (highest?.minor ?? -1) + 1, patch: 0 });
  }
}
