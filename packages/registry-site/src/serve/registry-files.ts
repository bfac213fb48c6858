import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type DataObject, isObject, parseJson } from "@addendum/json-schema";
import { isFragmentTitle } from "@addendum/schema-repository";
import { type StreamsConfiguration, topicNames } from "@addendum/streams";
import type { RegistrySource, Subject } from "../confluent/confluent-registry.ts";
import { versionsAddress } from "../model/addresses.ts";
import { comparePair } from "../model/pair.ts";
import type { TitleRecord } from "../model/record.ts";
import type { VersionsFile } from "../model/versions-file.ts";

/** The registry's schemas, from the files of a site: its files contain every schema that a client may ask for. */
export function registryFiles(
  site: string,
  records: readonly TitleRecord[],
  streams: StreamsConfiguration,
): RegistrySource {
  const versions = new Map(
    records
      .filter((record) => record.versions.length > 0)
      .map((record) => [record.title, record.versions.map(({ version }) => version)]),
  );
  const read = (address: string) => {
    try {
      return parseJson(readFileSync(join(site, decodeURIComponent(address)), "utf8"));
    } catch {
      return undefined;
    }
  };
  const versionsFile = (title: string) => read(versionsAddress(title)) as VersionsFile | undefined;
  const schema = (title: string, version: string): DataObject | undefined => {
    const file = versionsFile(title)?.versions.find((one) => one.version === version)?.file;
    const data = file === undefined ? undefined : read(file);
    return isObject(data) ? data : undefined;
  };
  return {
    subjects: subjectsOf([...versions.keys()], streams),
    titles: [...versions.keys()],
    versions: (title) => versions.get(title) ?? [],
    schema,
    compare(title, old, newer) {
      const settings = versionsFile(title)?.settings;
      const older = schema(title, old);
      if (settings === undefined || older === undefined) return undefined;
      // Under what number it would come is not said, and does not matter.
      return comparePair(title, { version: old, schema: older }, { version: old, schema: newer }, settings);
    },
  };
}

/**
 * A subject for each topic that has events of one schema; without a `streams.yaml`, for the stream that a title is
 * called by.
 */
function subjectsOf(
  titles: readonly string[],
  { streams, isClosed }: StreamsConfiguration,
): readonly Subject[] {
  const known = new Set(titles);
  const found = isClosed
    ? [...streams].flatMap(([stream, { title, topicPrefixes }]) =>
        title === undefined || !known.has(title)
          ? []
          : topicNames(stream, topicPrefixes).map((topic) => ({ name: `${topic}-value`, title })),
      )
    : titles
        .filter((title) => !isFragmentTitle(title))
        .map((title) => ({ name: `${title.replaceAll("/", ".")}-value`, title }));
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}
