import { html, type Html } from "../html/html.ts";
import { rootFrom } from "../model/addresses.ts";
import { paginate, type PageFile } from "./fold.ts";
import { type Crumb, frame, pager } from "./frame.ts";
import type { SiteContext } from "./site-context.ts";

/** A list about the whole repository. */
export interface ListPage<Row> {
  /** With a slash at its end; further pages lie below it. */
  readonly address: string;
  readonly title: string;
  readonly crumbs?: readonly Crumb[];
  readonly intro: Html;
  readonly rows: readonly Row[];
  row(row: Row, root: string): Html;
  wrap(rows: readonly Html[]): Html;
  /** The text that is shown without rows. */
  readonly empty: string;
}

export function listPages<Row>(site: SiteContext, list: ListPage<Row>): readonly PageFile[] {
  const { address, title, crumbs = [], intro, rows } = list;
  const at = (page: number) => (page === 1 ? address : `${address}${page}/`);
  const sizes = paginate(rows.map((row) => list.row(row, rootFrom(at(2))))).map((page) => page.length);
  if (sizes.length === 0) {
    return [
      frame(
        site,
        { address, title, crumbs },
        html`<h1>${title}</h1> ${intro}
<p class="muted">${list.empty}</p>`,
      ),
    ];
  }
  let from = 0;
  return sizes.map((size, index) => {
    const here = at(index + 1);
    const root = rootFrom(here);
    const own = rows.slice(from, from + size).map((row) => list.row(row, root));
    from += size;
    const content = html`<h1>${title}</h1> ${index === 0 ? intro : ""}${list.wrap(own)}${pager(index + 1, sizes.length, (page) => root + at(page))}`;
    return frame(site, { address: here, title, crumbs }, content);
  });
}
