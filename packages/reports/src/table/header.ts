import { type ByteText, type Cell, formatRow, parseRow } from "./cells.ts";

/** The merge of an earlier header with that of a new result. */
export interface HeaderMerge {
  readonly header: readonly ByteText[];
  /** How many columns the new rows lack at their end. */
  readonly missing: number;
  /** For each column, its place in the earlier rows; undefined if these stay as they are. */
  readonly places: readonly (number | undefined)[] | undefined;
}

/**
 * The columns of a new result in their order, then those that only earlier rows have, sorted. The first column is the
 * date, whatever its name. Source: ReportUpdater’s writer.
 */
export function mergeHeaders(
  earlier: readonly ByteText[] | undefined,
  now: readonly ByteText[],
): HeaderMerge {
  if (earlier === undefined || isEqual(earlier, now)) return { header: now, missing: 0, places: undefined };
  const known = new Set(now.slice(1));
  const gone = [...new Set(earlier.slice(1))].filter((name) => !known.has(name)).sort();
  const header = [...now, ...gone];
  if (isEqual(header, earlier)) return { header, missing: gone.length, places: undefined };
  const places = header.map((name, index) => {
    if (index === 0) return 0;
    // Of two columns with one name the first counts.
    if (header.indexOf(name, 1) !== index) return undefined;
    const place = earlier.indexOf(name, 1);
    return place === -1 ? undefined : place;
  });
  return { header, missing: gone.length, places };
}

function isEqual(a: readonly ByteText[], b: readonly ByteText[]): boolean {
  return a.length === b.length && a.every((name, index) => name === b[index]);
}

/** A row has fewer cells than its header. */
export class RaggedRow extends Error {}

/** An earlier row under the new header, as it is written. Throws {@link RaggedRow}. */
export function rewriteRow(text: ByteText, { places }: HeaderMerge): ByteText {
  if (places === undefined) return text.includes('"') ? formatRow(parseRow(text)) : text;
  const cells = parseRow(text);
  return formatRow(
    places.map((place): Cell => {
      if (place === undefined) return null;
      const cell = cells[place];
      if (cell === undefined) throw new RaggedRow(`a row of its file has only ${cells.length} cells`);
      return cell;
    }),
  );
}
