import { titleAddress } from "../model/addresses.ts";
import { newestOf, type TitleRecord } from "../model/record.ts";

/**
 * What the browser's search reads: names of fields once, and for each title what is found and shown. The index is made
 * in the browser, which takes less than sending it would.
 */
export interface SearchDocuments {
  readonly fields: readonly string[];
  readonly titles: readonly SearchTitle[];
}

/** A title: its name, address, description, owner, newest version, streams, fields by their place in `fields`, marks. */
export type SearchTitle = readonly [
  title: string,
  address: string,
  description: string,
  owner: string,
  version: string,
  streams: readonly string[],
  fields: readonly number[],
  /** Bits: {@link marks}. */
  marks: number,
];

export const marks = { fragment: 1, retired: 2, deprecated: 4, personal: 8, findings: 16 } as const;

export function searchDocuments(records: readonly TitleRecord[]): SearchDocuments {
  const places = new Map<string, number>();
  const place = (name: string): number => {
    const known = places.get(name);
    if (known !== undefined) return known;
    places.set(name, places.size);
    return places.size - 1;
  };
  const titles = records.map((record): SearchTitle => {
    const {
      title,
      description,
      owner,
      streams,
      fields,
      isFragment,
      isRetired,
      deprecations,
      personal,
      findings,
    } = record;
    return [
      title,
      titleAddress(title),
      description.slice(0, 200),
      owner,
      newestOf(record)?.version ?? "",
      streams,
      fields.map(place),
      (isFragment ? marks.fragment : 0) |
        (isRetired ? marks.retired : 0) |
        (deprecations.length > 0 ? marks.deprecated : 0) |
        (personal.length > 0 ? marks.personal : 0) |
        (findings.length > 0 ? marks.findings : 0),
    ];
  });
  return { fields: [...places.keys()], titles };
}
