import type { Html } from "../html/html.ts";

/** The size limit of a list of rows on a page, in bytes, because pages are also read on phones. */
export const pageBytes = 72_000;
/** The size limit of a page with its frame, in bytes. */
export const wholeBytes = 97_000;

const encoder = new TextEncoder();

export function bytesOf(part: Html): number {
  return encoder.encode(part.text).length;
}

/** The number of first rows that fit into `bytes`. */
export function fitting(rows: readonly Html[], bytes: number): number {
  let left = bytes;
  for (const [index, row] of rows.entries()) {
    left -= bytesOf(row);
    if (left < 0) return index;
  }
  return rows.length;
}

/** Rows as pages of a limited size, in their order. Each page has at least one. */
export function paginate(rows: readonly Html[], bytes = pageBytes): readonly (readonly Html[])[] {
  const pages: (readonly Html[])[] = [];
  for (let at = 0; at < rows.length;) {
    const count = Math.max(1, fitting(rows.slice(at), bytes));
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
