import { type DataObject, isObject } from "@addendum/json-schema";
import {
  directoryOfTitle,
  Findings,
  formatVersion,
  joinPath,
  Materializer,
  TitleVersions,
} from "@addendum/schema-repository";
import type { OpenRepository } from "./open-repository.ts";

/** The contents of a repository's version files, each parsed once, with the targets of their references. */
export class VersionSchemas {
  private readonly repository: OpenRepository;
  private readonly materializer: Materializer;
  private readonly versions: TitleVersions;

  constructor(repository: OpenRepository) {
    this.repository = repository;
    const { snapshot, settings, remote } = repository;
    this.materializer = new Materializer(snapshot, settings, new Findings(settings), new Set(), remote);
    this.versions = new TitleVersions(repository);
  }

  /** The newest version of a title that is here or published; undefined if there is none that can be read. */
  newest(title: string): { readonly version: string; readonly schema: DataObject } | undefined {
    const newest = this.versions.of(title).at(-1);
    if (newest === undefined) return undefined;
    const version = formatVersion(newest);
    const schema = this.read(title, version);
    return schema && { version, schema };
  }

  /** All versions of a title that can be read, in their order. */
  all(title: string): readonly { readonly version: string; readonly schema: DataObject }[] {
    return this.versions.of(title).flatMap((one) => {
      const version = formatVersion(one);
      const schema = this.read(title, version);
      return schema === undefined ? [] : [{ version, schema }];
    });
  }

  /** @param version `1.2.0`. What is here counts; what only the base branch has is read from there. */
  read(title: string, version: string): DataObject | undefined {
    const { snapshot, baseline, settings } = this.repository;
    for (const type of settings.contentTypes) {
      const path = joinPath(directoryOfTitle(title, settings), `${version}.${type}`);
      for (const [holder, name] of [
        [snapshot, path],
        [baseline, `${path} as published`],
      ] as const) {
        const content = holder.read(path);
        const { documents } = this.materializer;
        const data = content.kind === "text" ? documents.versionData(name, content.text) : undefined;
        if (isObject(data)) return this.materializer.resolvedVersion(title, version, data);
      }
    }
    return undefined;
  }
}
