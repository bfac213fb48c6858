import { type Child, type Html, markup } from "./html.ts";

/** What a page may contain beside its frame, in bytes of UTF-8: pages are read on phones, too. */
export const pageBytes = 80_000;

/** At least as many bytes as markup takes. */
export function bytesOf({ text }: Html): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code > 0x7f) bytes += code > 0x7ff ? 2 : 1;
  }
  return bytes;
}

/**
 * Parts as pages of a limited size, in their order. Each page has at least one.
 * @param sizeOf in bytes
 */
export function paginate<Part>(
  parts: readonly Part[],
  sizeOf: (part: Part) => number,
  bytes: number,
): readonly (readonly Part[])[] {
  const pages: Part[][] = [];
  let left = 0;
  for (const part of parts) {
    const size = sizeOf(part);
    if (pages.length === 0 || size > left) {
      pages.push([]);
      left = bytes;
    }
    pages.at(-1)?.push(part);
    left -= size;
  }
  return pages;
}

/** The file of a further page, beside the first: `name.2.html`. */
export function fileOfPage(name: string, page: number): string {
  return page === 1 ? `${name}.html` : `${name}.${page}.html`;
}

/** More pages are led to by those beside the current one. */
const nearPages = 2;

/** The links between the pages of something long. */
export function pager(current: number, count: number, fileOf: (page: number) => string): Child {
  if (count < 2) return undefined;
  const links: Html[] = [];
  for (let page = 1, last = 0; page <= count; page++) {
    if (page !== 1 && page !== count && Math.abs(page - current) > nearPages) continue;
    const gap = page > last + 1 ? markup`<li aria-hidden="true">…</li> ` : undefined;
    const isHere = page === current ? markup` aria-current="page"` : undefined;
    links.push(markup`${gap}<li><a href="${fileOf(page)}"${isHere}>${page}</a></li> `);
    last = page;
  }
  return markup`<nav class="pager" aria-label="Pages">
<ol>${links}</ol>
</nav>`;
}
