import { html, type Html, joinHtml, type Part } from "../html/html.ts";
import { externalLink } from "../html/external-link.ts";
import { partAddress, rootFrom, titleAddress } from "../model/addresses.ts";
import type { Constraint } from "../model/constraints.ts";
import { allFields, type Field } from "../model/field.ts";
import { badge } from "./badges.ts";
import { bytesOf, pageBytes, type PageFile } from "./fold.ts";
import { frame, pager } from "./frame.ts";
import type { FieldReader } from "./readers.ts";
import type { SiteContext } from "./site-context.ts";

/** More readers of one field are counted. */
const shownReaders = 8;
/** More of the options of one field are counted. */
const shownOptions = 40;
/** A branch that is longer has a page of its own, in bytes. */
const branchBytes = 24_000;
/** A branch with more fields, or one that begins so deep, has a page of its own. */
const inlineFields = 150;
const inlineDepth = 12;

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

  /** @param address of the page that shows it */
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
    return html`<ul class="tree"> ${rows}
</ul> ${more}`;
  }

  /** As many of the first fields as fit, at least one: what does not fit is not made. */
  private rows(fields: readonly Field[], address: string, bytes: number): readonly Html[] {
    const rows: Html[] = [];
    let left = bytes;
    for (const field of fields) {
      const row = this.field(field, address);
      left -= bytesOf(row);
      if (left < 0 && rows.length > 0) break;
      rows.push(row);
      if (left < 0) break;
    }
    return rows;
  }

  /** Writes fields to pages of their own, and says where the first one is. */
  private fold(fields: readonly Field[], heading: string): string {
    this.serial++;
    const part = `fields-${this.serial}`;
    const address = (page: number) => partAddress(this.title, part, page);
    const pages: (readonly Html[])[] = [];
    for (let at = 0; at < fields.length;) {
      // Links are relative: how deep a page lies decides what they are.
      const rows = this.rows(fields.slice(at), address(pages.length + 1), pageBytes);
      pages.push(rows);
      at += rows.length;
    }
    for (const [index, rows] of pages.entries()) {
      const number = index + 1;
      const root = rootFrom(address(number));
      const content = html`<h1><span class="mono">${this.title}</span>: ${heading}</h1>
<ul class="tree"> ${rows}
</ul> ${pager(number, pages.length, (page) => root + address(page))}`;
      const crumbs = [
        { label: "Schemas", address: "" },
        { label: this.title, address: titleAddress(this.title) },
        { label: heading },
      ];
      this.pages.push(
        frame(this.site, { address: address(number), title: `${this.title}: ${heading}`, crumbs }, content),
      );
    }
    return address(1);
  }

  private field(field: Field, address: string): Html {
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
    const row = html`<span class="field-name">${name}</span> <span class="field-type">${type}</span> ${marks.map((mark) => (mark === "" ? "" : [mark, " "]))}`;
    const body = html`${description === undefined ? "" : html`<p class="field-about" dir="auto">${description}</p>`}${this.limits(field)}${deprecation === undefined ? "" : ending(deprecation)}${this.readersOf(field)}`;
    const id = fieldId(field);
    if (children.length === 0) {
      return html`<li class="field" id="${id}">
<div class="field-row">${row}</div> ${body}${field.isCut ? html`<p class="muted">It refers to itself; what is below is not shown again.</p>` : ""}
</li>`;
    }
    const below = this.below(field, address, root);
    return html`<li class="field" id="${id}">
<details open>
<summary class="field-row">${row}</summary> ${body}${below}
</details>
</li>`;
  }

  private below(field: Field, address: string, root: string): Html {
    const count = [...allFields(field.children)].length;
    const isDeep = field.path.length >= inlineDepth;
    if (count <= inlineFields && !isDeep) {
      return this.list(field.children, address, branchBytes, `further members of ${field.name}`);
    }
    const to = this.fold(field.children, `below ${field.path.join(".")}`);
    return html`<p class="more"> <a href="${root}${to}">${count.toLocaleString("en")} fields below ${field.name}</a>
</p>`;
  }

  private limits({ constraints, itemConstraints, options, fallback }: Field): Part {
    const items = [
      ...constraints.map((one) => html`<li>${words(one)}</li>`),
      ...itemConstraints.map((one) => html`<li>each: ${words(one)}</li>`),
      ...(fallback === undefined ? [] : [html`<li>default <code>${cut(fallback)}</code></li>`]),
    ];
    const limits =
      items.length === 0
        ? ""
        : html`<ul class="limits"> ${items}
</ul>`;
    if (options === undefined) return limits;
    const shown = options.slice(0, shownOptions).map((option) => html`<li><code>${cut(option)}</code></li>`);
    const left = options.length - shown.length;
    const more = left > 0 ? html`<li class="muted">and ${left} more</li>` : "";
    const label = options.length === 1 ? "always" : "one of";
    return html`${limits}
<ul class="options">
<li class="muted">${label}</li> ${shown}${more}
</ul>`;
  }

  private readersOf({ path }: Field): Part {
    const readers = this.readers.get(path.join("."));
    if (readers === undefined) return "";
    const items = readers
      .slice(0, shownReaders)
      .map(({ name, does }) => html`<li title="${does}">${name}</li>`);
    const left = readers.length - items.length;
    return html`<ul class="readers">
<li class="muted">read by</li>
${items}${left > 0 ? html`<li class="muted">and ${left} more</li>` : ""}
</ul>`;
  }
}

function fieldId({ path }: Field): string {
  return `field-${path.map(encodeName).join(".")}`;
}

function encodeName(name: string): string {
  try {
    return encodeURIComponent(name);
  } catch {
    return "unnamed"; // Half of a character.
  }
}

function words({ words: text, code }: Constraint): Html {
  return code === undefined ? html`${text}` : html`${text} <code>${cut(code)}</code>`;
}

/** Hostile schemas have options of a megabyte. */
function cut(text: string): string {
  return text.length > 300 ? `${text.slice(0, 299)}…` : text;
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
