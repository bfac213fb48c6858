import { highlight, type Language } from "../html/highlight.ts";
import { html, type Html, type Part } from "../html/html.ts";
import { partAddress, rootFrom, titleAddress } from "../model/addresses.ts";
import { bytesOf, fitting, pageBytes, paginate, type PageFile, wholeBytes } from "./fold.ts";
import { frame, pager } from "./frame.ts";
import type { SiteContext } from "./site-context.ts";

/** The long parts of a title's page: it shows their beginning, and further pages have all of them. */
export class TitleParts {
  readonly pages: PageFile[] = [];
  /** What the title's page has room for, in bytes: what does not fit is only linked. */
  room = wholeBytes;
  private readonly site: SiteContext;
  private readonly title: string;

  constructor(site: SiteContext, title: string) {
    this.site = site;
    this.title = title;
  }

  /**
   * Rows, as many as fit.
   * @param part its name in addresses
   * @param makeRow for the page at an address, whose links are relative
   * @param wrap what is around rows
   * @param anchors ids of rows that others link to, in their order: those of folded rows lead to where these are
   */
  rows<Row>(
    part: string,
    heading: string,
    all: readonly Row[],
    makeRow: (row: Row, root: string) => Html,
    wrap: (rows: readonly Html[]) => Html,
    bytes: number,
    anchors: readonly string[] = [],
  ): Html {
    const own = titleAddress(this.title);
    const root = rootFrom(own);
    const rows = all.map((row) => makeRow(row, root));
    const shown = fitting(rows, Math.min(bytes, this.room));
    if (shown === rows.length) return this.take(wrap(rows));
    const address = (page: number) => partAddress(this.title, part, page);
    // The further pages lie one deeper than the first, which changes links and nothing else.
    const sizes = paginate(all.map((row) => makeRow(row, rootFrom(address(2))))).map((page) => page.length);
    let at = 0;
    for (const [index, size] of sizes.entries()) {
      const here = address(index + 1);
      const list = all.slice(at, at + size).map((row) => makeRow(row, rootFrom(here)));
      at += size;
      this.page(
        here,
        heading,
        html`${wrap(list)}${pager(index + 1, sizes.length, (page) => rootFrom(here) + address(page))}`,
      );
    }
    return this.take(html`${shown === 0 ? "" : wrap(rows.slice(0, shown))}
<p class="more"> ${anchors.slice(shown).map((id) => html`<span id="${id}"></span>`)}<a href="${root}${address(1)}">All ${all.length.toLocaleString("en")}: ${heading}</a>
</p>`);
  }

  /** Code, whole where it fits; else its first lines. */
  code(part: string, heading: string, code: string, language: Language, bytes: number): Html {
    const whole = block(highlight(code, language), heading);
    const most = Math.min(bytes, this.room);
    if (bytesOf(whole) <= most) return this.take(whole);
    const lines = code.split("\n").flatMap(brokenUp);
    const rows = lines.map((line) => html`${line}${"\n"}`);
    const shown = fitting(rows, most / 2);
    const address = (page: number) => partAddress(this.title, part, page);
    const pages = paginate(rows);
    for (const [index, page] of pages.entries()) {
      const here = address(index + 1);
      this.page(
        here,
        heading,
        html`${block(html`${page}`, heading)}${pager(index + 1, pages.length, (one) => rootFrom(here) + address(one))}`,
      );
    }
    const root = rootFrom(titleAddress(this.title));
    return this.take(html`${shown === 0 ? "" : block(html`${rows.slice(0, shown)}…`, heading)}
<p class="more"> <a href="${root}${address(1)}">All ${lines.length.toLocaleString("en")} lines: ${heading}</a>
</p>`);
  }

  /** Notes that something takes room on the title's page. */
  take(content: Html): Html {
    this.room -= bytesOf(content);
    return content;
  }

  private page(address: string, heading: string, content: Part): void {
    const crumbs = [
      { label: "Schemas", address: "" },
      { label: this.title, address: titleAddress(this.title) },
      { label: heading },
    ];
    const title = `${this.title}: ${heading}`;
    this.pages.push(
      frame(
        this.site,
        { address, title, crumbs },
        html`<h1><span class="mono">${this.title}</span>: ${heading}</h1> ${content}`,
      ),
    );
  }
}

/** A block of code, which can be scrolled to by keyboard. */
export function block(code: Html, label: string): Html {
  return html`<div class="code">
<pre tabindex="0" role="region" aria-label="${label}"><code>${code}</code></pre>
</div>`;
}

/** The most bytes that a character takes: an invisible one is spelt out. */
const bytesOfCharacter = 12;

/** A line of a megabyte fits on no page. */
function brokenUp(line: string): readonly string[] {
  const most = Math.floor(pageBytes / bytesOfCharacter / 2);
  if (line.length <= most) return [line];
  return Array.from({ length: Math.ceil(line.length / most) }, (_, index) =>
    line.slice(index * most, (index + 1) * most),
  );
}
