import { externalLink } from "../html/external-link.ts";
import { Html, html, type Part } from "../html/html.ts";
import { shortText } from "../html/short-text.ts";
import { rootFrom, segmentOf, titleAddress } from "../model/addresses.ts";
import type { LineageRowView, LineageView, NumberUse } from "../model/numbers.ts";
import { bytesOf, fitting, pageBytes, paginate, type PageFile } from "./fold.ts";
import { frame, pager } from "./frame.ts";
import type { SiteContext } from "./site-context.ts";

/** Where lineage is. */
export const lineageHome = "lineage/";
const rowsAt = (page: number) => (page === 1 ? lineageHome : `${lineageHome}${page}/`);
const picturesAt = (page: number) => `${lineageHome}pictures/${page === 1 ? "" : `${page}/`}`;

/** What the lines under one label may take, in bytes. */
const linesBytes = 4_000;
/** Longer texts are cut, in characters. */
const nameLength = 200;
const textLength = 300;
const idLength = 80;

/** What pictures may take of the first page, in bytes: the others have pages of their own. */
const pictureBytes = 30_000;

/** The lineage pages: a picture of each connected part, and an entry for each metric and report. */
export class LineagePages {
  /** Where each row is, below the site's root. */
  readonly addresses: readonly string[];
  private readonly site: SiteContext;
  private readonly view: LineageView;
  private readonly known: ReadonlySet<string>;
  private readonly ids: readonly string[];
  /** How many rows each page has. */
  private readonly sizes: readonly number[];

  /** @param known the titles that have pages */
  constructor(site: SiteContext, view: LineageView, known: ReadonlySet<string>) {
    this.site = site;
    this.view = view;
    this.known = known;
    const times = new Map<string, number>();
    this.ids = view.rows.map(({ name }) => {
      const id = segmentOf(shortText(name, idLength));
      const before = times.get(id) ?? 0;
      times.set(id, before + 1);
      return `of-${id}${before === 0 ? "" : `--${before + 1}`}`;
    });
    const rows = view.rows.map((_, index) => this.row(index, rootFrom(rowsAt(2))));
    this.sizes = paginate(rows, pageBytes - pictureBytes).map((page) => page.length);
    this.addresses = this.sizes
      .flatMap((size, page) => Array.from({ length: size }, () => rowsAt(page + 1)))
      .map((address, index) => `${address}#${this.ids[index] ?? ""}`);
  }

  /** What is computed from each title's events. */
  uses(): ReadonlyMap<string, readonly NumberUse[]> {
    const found = new Map<string, NumberUse[]>();
    for (const [index, { name, question, fields }] of this.view.rows.entries()) {
      const use = { name, about: question ?? "", address: this.addresses[index] ?? lineageHome };
      for (const title of new Set(fields.map((field) => field.title))) {
        found.set(title, [...(found.get(title) ?? []), use]);
      }
    }
    return found;
  }

  /** Rejects where a picture cannot be laid out. */
  async pages(): Promise<readonly PageFile[]> {
    const { pictures, left } = await this.view.draw(
      (row) => rootFrom(lineageHome) + (this.addresses[row] ?? lineageHome),
    );
    const figures = pictures
      // A picture that is larger than a page is unreadable.
      .map((picture) => figure(new Html(picture)))
      .filter((one) => bytesOf(one) <= pageBytes);
    const here = figures.slice(0, fitting(figures, pictureBytes));
    const others = figures.slice(here.length);
    const more =
      others.length === 0
        ? ""
        : html`<p class="more"><a href="${rootFrom(lineageHome)}${picturesAt(1)}">${here.length === 0 ? "The picture of it" : `${others.length} more pictures`}</a></p>`;
    return [
      ...this.rowPages(html`${here}${more}${left === "" ? "" : html`<p class="muted">${left}</p>`}`),
      ...this.picturePages(others),
    ];
  }

  private rowPages(pictures: Html): readonly PageFile[] {
    const { site, sizes } = this;
    let from = 0;
    return sizes.map((size, index) => {
      const here = rowsAt(index + 1);
      const root = rootFrom(here);
      const rows = Array.from({ length: size }, (_, offset) => this.row(from + offset, root));
      from += size;
      const intro = html`<p class="lead">Where each number comes from: from the question that it answers to what a user does.
</p>`;
      const content = html`<h1>Lineage</h1> ${index === 0 ? html`${intro}${pictures}` : ""}
${rows}${pager(index + 1, sizes.length, (page) => root + rowsAt(page))}`;
      return frame(site, { address: here, title: "Lineage" }, content);
    });
  }

  private picturePages(figures: readonly Html[]): readonly PageFile[] {
    const pages = paginate(figures);
    return pages.map((own, index) => {
      const here = picturesAt(index + 1);
      const root = rootFrom(here);
      // Boxes lead from wherever they are.
      const moved = own.map(
        (one) => new Html(one.text.replaceAll(`href="${rootFrom(lineageHome)}`, `href="${root}`)),
      );
      const crumbs = [{ label: "Lineage", address: lineageHome }, { label: "Pictures" }];
      const content = html`<h1>Lineage in pictures</h1>
${moved}${pager(index + 1, pages.length, (page) => root + picturesAt(page))}`;
      return frame(this.site, { address: here, title: "Lineage in pictures", crumbs }, content);
    });
  }

  private row(index: number, root: string): Html {
    const row = this.view.rows[index] as LineageRowView;
    const { name, question, owner, tickets, fields, shown, initiated } = row;
    const items: readonly (readonly [string, readonly (Html | string)[]])[] = [
      ...shown.map(({ label, lines }) => [label, lines] as const),
      ["Fields", fields.map((field) => this.fieldsOf(field, root))],
      ...initiated.map(({ label, lines }) => [label, lines] as const),
      ["Owner", owner === undefined ? [] : [owner]],
      ["Tickets", tickets.map(externalLink)],
    ];
    return html`<article class="lineage-row" id="${this.ids[index] ?? ""}">
<h2 class="mono">${shortText(name, nameLength)}</h2>
${question === undefined ? "" : html`<p class="lineage-question" dir="auto">${shortText(question, textLength)}</p>`}
<dl>${items.map(([label, lines]) =>
      lines.length === 0
        ? ""
        : html`<div><dt>${label}</dt>${definitions(lines)}</div>
`,
    )}</dl>
</article>
`;
  }

  private fieldsOf({ title, names }: LineageRowView["fields"][number], root: string): Html {
    const name = this.known.has(title)
      ? html`<a class="mono" href="${root}${titleAddress(title)}">${title}</a>`
      : html`<span class="mono">${title}</span>`;
    return html`${name}: <span class="mono">${shortText(names, textLength)}</span>`;
  }
}

/** As many lines as fit, and how many more there are. */
function definitions(lines: readonly (Html | string)[]): Part {
  const all = lines.map((line) => {
    return html`<dd dir="auto">${typeof line === "string" ? shortText(line, textLength) : line}</dd>`;
  });
  const shown = fitting(all, linesBytes);
  const left = all.length - shown;
  return [
    ...all.slice(0, shown),
    left > 0 && html`<dd class="muted">and ${left.toLocaleString("en")} more</dd>`,
  ];
}

function figure(picture: Html): Html {
  return html`<figure class="scroll picture" tabindex="0" aria-label="Picture of a part of the lineage">${picture}</figure>
`;
}
