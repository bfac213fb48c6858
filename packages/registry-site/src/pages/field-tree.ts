import { html, type Html, joinHtml, type Part } from "../html/html.ts";
import { externalLink } from "../html/external-link.ts";
import { shortText } from "../html/short-text.ts";
import { partAddress, rootFrom, titleAddress } from "../model/addresses.ts";
import type { Constraint } from "../model/constraints.ts";
import { allFields, type Field } from "../model/field.ts";
import { badge } from "./badges.ts";
import { bytesOf, fitting, pageBytes, type PageFile, paginate } from "./fold.ts";
import { frame, pager } from "./frame.ts";
import type { FieldReader } from "./readers.ts";
import type { SiteContext } from "./site-context.ts";

/** More readers of one field are counted. */
const shownReaders = 8;
/** More of the options of one field have a page of their own. */
const shownOptions = 40;
/** What the options, the limits and the readers of one field may take, in bytes. */
const listBytes = 4_000;
/** A branch that is longer has a page of its own, in bytes; so has one for which so little is left. */
const branchBytes = 24_000;
const leastBytes = 500;
/** A branch with more fields, or one that begins so deep, has a page of its own. */
const inlineFields = 150;
const inlineDepth = 12;
/** Longer texts are cut, in characters. */
const nameLength = 200;
const descriptionLength = 2_000;
const codeLength = 300;

/** A schema's fields as a tree, what is long folded into pages of its own. */
export class FieldTree {
  /** The pages that branches were folded into. */
  readonly pages: PageFile[] = [];
  private readonly site: SiteContext;
  private readonly title: string;
  private readonly readers: ReadonlyMap<string, readonly FieldReader[]>;
  private serial = 0;

  constructor(
    site: SiteContext,
    title: string,
    readers: ReadonlyMap<string, readonly FieldReader[]> = new Map(),
  ) {
    this.site = site;
    this.title = title;
    this.readers = readers;
  }

  /**
   * @param address of the page that shows it
   * @param bytes that it may take there
   */
  render(fields: readonly Field[], address: string, bytes: number): Html {
    return this.list(fields, address, bytes, "further fields");
  }

  private list(fields: readonly Field[], address: string, bytes: number, what: string): Html {
    const rows = this.rows(fields, address, bytes);
    const rest = fields.slice(rows.length);
    const more =
      rest.length === 0
        ? ""
        : html`<p class="more"> <a href="${rootFrom(address)}${this.fold(rest, what)}">${rest.length.toLocaleString("en")} ${what}</a>
</p>`;
    if (rows.length === 0) return html`${more}`;
    return html`<ul class="tree"> ${rows}
</ul> ${more}`;
  }

  /** As many of the first fields as fit: what does not fit is not made, nor are the pages that it would fold into. */
  private rows(fields: readonly Field[], address: string, bytes: number): readonly Html[] {
    const rows: Html[] = [];
    let left = bytes;
    for (const field of fields) {
      const [pages, serial] = [this.pages.length, this.serial];
      const row = this.field(field, address, left);
      left -= bytesOf(row);
      if (left < 0) {
        this.pages.length = pages;
        this.serial = serial;
        break;
      }
      rows.push(row);
    }
    return rows;
  }

  /** Writes fields to pages of their own, and says where the first one is. */
  private fold(fields: readonly Field[], heading: string): string {
    const address = this.nextAddress("fields");
    const pages: (readonly Html[])[] = [];
    for (let at = 0; at < fields.length;) {
      // Links are relative: how deep a page is decides what they are.
      const here = address(pages.length + 1);
      const fitting = this.rows(fields.slice(at), here, pageBytes);
      const rows = fitting.length > 0 ? fitting : [this.field(fields[at] as Field, here, pageBytes)];
      pages.push(rows);
      at += rows.length;
    }
    this.addPages(
      address,
      heading,
      pages,
      (rows) => html`<ul class="tree"> ${rows}
</ul>`,
    );
    return address(1);
  }

  private nextAddress(part: string): (page: number) => string {
    this.serial++;
    const name = `${part}-${this.serial}`;
    return (page) => partAddress(this.title, name, page);
  }

  private addPages(
    address: (page: number) => string,
    heading: string,
    pages: readonly (readonly Html[])[],
    wrap: (rows: readonly Html[]) => Html,
  ): void {
    for (const [index, rows] of pages.entries()) {
      const number = index + 1;
      const root = rootFrom(address(number));
      const content = html`<h1><span class="mono">${this.title}</span>: ${heading}</h1>
${wrap(rows)} ${pager(number, pages.length, (page) => root + address(page))}`;
      const crumbs = [
        { label: "Schemas", address: "" },
        { label: this.title, address: titleAddress(this.title) },
        { label: heading },
      ];
      this.pages.push(
        frame(this.site, { address: address(number), title: `${this.title}: ${heading}`, crumbs }, content),
      );
    }
  }

  private field(field: Field, address: string, bytes: number): Html {
    const { name, type, isRequired, children, description, origin, since, personal, deprecation } = field;
    const root = rootFrom(address);
    const marks = [
      isRequired ? html`<span class="required">required</span>` : "",
      personal === undefined
        ? ""
        : badge(
            html`personal: ${personal.kind}${personal.retention === undefined ? "" : `, ${personal.retention}`}`,
            "warn",
          ),
      deprecation === undefined
        ? ""
        : badge(deprecation.isDeprecated ? "deprecated" : `until ${deprecation.sunset ?? ""}`, "warn"),
      since === undefined ? "" : html`<span class="since">since ${since}</span>`,
      origin === undefined
        ? ""
        : html`<span class="origin">from <a href="${root}${titleAddress(origin.title)}">${origin.title}</a></span>`,
    ];
    const row = html`<span class="field-name">${shortText(name, nameLength)}</span> <span class="field-type">${type}</span> ${marks.map((mark) => (mark === "" ? "" : [mark, " "]))}`;
    const about =
      description === undefined
        ? ""
        : html`<p class="field-about" dir="auto">${shortText(description, descriptionLength)}</p>`;
    const body = html`${about}${limits(field)}${this.options(field, address)}${deprecation === undefined ? "" : ending(deprecation)}${this.readersOf(field)}`;
    const id = fieldId(field);
    if (children.length === 0) {
      return html`<li class="field" id="${id}">
<div class="field-row">${row}</div> ${body}${field.isCut ? html`<p class="muted">It refers to itself; what is below is not shown again.</p>` : ""}
</li>`;
    }
    const left = bytes - bytesOf(row) - bytesOf(body);
    const below = this.below(field, address, Math.min(branchBytes, left));
    return html`<li class="field" id="${id}">
<details open>
<summary class="field-row">${row}</summary> ${body}${below}
</details>
</li>`;
  }

  private below({ name, path, children }: Field, address: string, bytes: number): Html {
    const count = [...allFields(children)].length;
    const shown = shortText(name, nameLength);
    if (count <= inlineFields && path.length < inlineDepth && bytes >= leastBytes) {
      return this.list(children, address, bytes, `further members of ${shown}`);
    }
    const to = this.fold(children, `below ${shortText(path.join("."), nameLength)}`);
    return html`<p class="more"> <a href="${rootFrom(address)}${to}">${count.toLocaleString("en")} fields below ${shown}</a>
</p>`;
  }

  private options({ options, path }: Field, address: string): Part {
    if (options === undefined) return "";
    const rows = options.map((option) => html`<li><code>${shortText(option, codeLength)}</code></li>`);
    const label = options.length === 1 ? "always" : "one of";
    const wrap = (some: readonly Part[]) => html`<ul class="options">
<li class="muted">${label}</li> ${some}
</ul>`;
    const shown = fitting(rows.slice(0, shownOptions), listBytes);
    if (shown === rows.length) return wrap(rows);
    const to = this.nextAddress("options");
    this.addPages(to, `options of ${shortText(path.join("."), nameLength)}`, paginate(rows), wrap);
    const all = html`<li><a href="${rootFrom(address)}${to(1)}">all ${options.length.toLocaleString("en")}</a></li>`;
    return wrap([...rows.slice(0, shown), all]);
  }

  private readersOf({ path }: Field): Part {
    const readers = this.readers.get(path.join("."));
    if (readers === undefined) return "";
    const rows = readers
      .slice(0, shownReaders)
      .map(
        ({ name, does }) =>
          html`<li title="${shortText(does, codeLength)}">${shortText(name, codeLength)}</li>`,
      );
    const shown = rows.slice(0, fitting(rows, listBytes));
    const left = readers.length - shown.length;
    return html`<ul class="readers">
<li class="muted">read by</li>
${shown}${left > 0 ? html`<li class="muted">and ${left} more</li>` : ""}
</ul>`;
  }
}

function limits({ constraints, itemConstraints, fallback }: Field): Part {
  const items = [
    ...constraints.map((one) => html`<li>${words(one)}</li>`),
    ...itemConstraints.map((one) => html`<li>each: ${words(one)}</li>`),
    ...(fallback === undefined
      ? []
      : [html`<li>default <code>${shortText(fallback, codeLength)}</code></li>`]),
  ];
  if (items.length === 0) return "";
  const shown = items.slice(0, fitting(items, listBytes));
  const left = items.length - shown.length;
  return html`<ul class="limits"> ${shown}${left > 0 ? html`<li class="muted">and ${left} more</li>` : ""}
</ul>`;
}

/** Longer identifiers are cut. */
const idLength = 300;

function fieldId({ path }: Field): string {
  const id = `field-${path.map(encodeName).join(".")}`;
  return id.length <= idLength ? id : `${id.slice(0, idLength)}-${hashCode(id)}`;
}

/** Tells long names apart that begin alike. */
function hashCode(text: string): string {
  let hash = 0;
  for (let index = 0; index < text.length; index++) hash = (hash * 31 + text.charCodeAt(index)) | 0;
  return (hash >>> 0).toString(36);
}

function encodeName(name: string): string {
  try {
    return encodeURIComponent(name);
  } catch {
    return "unnamed"; // Half of a character.
  }
}

function words({ words: text, code }: Constraint): Html {
  return code === undefined ? html`${text}` : html`${text} <code>${shortText(code, codeLength)}</code>`;
}

function ending({ reason, sunset, successor, ticket }: NonNullable<Field["deprecation"]>): Html {
  const parts = [
    reason === undefined ? "" : html`${reason}`,
    sunset === undefined ? "" : html`Ends on ${sunset}.`,
    successor === undefined ? "" : html`Use ${externalLink(successor)} instead.`,
    ticket === undefined ? "" : html`${externalLink(ticket)}`,
  ].filter((part) => part !== "");
  return parts.length === 0 ? joinHtml([]) : html`<p class="field-end">${joinHtml(parts, " ")}</p>`;
}
