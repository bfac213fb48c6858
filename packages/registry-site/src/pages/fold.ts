import type { Html } from "../html/html.ts";

/** What a page may hold beside its frame, in bytes: a page is read on a phone, too. */
export const pageBytes = 72_000;

const encoder = new TextEncoder();

export function bytesOf(part: Html): number {
  return encoder.encode(part.text).length;
}

/** How many of the first rows fit into so many bytes; at least one, where there is one. */
export function fitting(rows: readonly Html[], bytes: number): number {
  let left = bytes;
  for (const [index, row] of rows.entries()) {
    left -= bytesOf(row);
    if (left < 0) return Math.max(1, index);
  }
  return rows.length;
}

/** Rows as pages of a limited size, in their order. */
export function paginate(rows: readonly Html[], bytes = pageBytes): readonly (readonly Html[])[] {
  const pages: (readonly Html[])[] = [];
  for (let at = 0; at < rows.length;) {
    const count = fitting(rows.slice(at), bytes);
    pages.push(rows.slice(at, at + count));
    at += count;
  }
  return pages;
}

/** A page of the site. */
export interface PageFile {
  /** Below the site's root: with a slash at its end, or the name of its file. */
  readonly address: string;
  readonly text: string;
}

/** The file of a page, below the site's root. */
export function fileOfPage({ address }: Pick<PageFile, "address">): string {
  return address === "" || address.endsWith("/") ? `${address}index.html` : address;
}
