import { html, type Html, type Part } from "../html/html.ts";
import { shortText } from "../html/short-text.ts";
import { namespaceAddress, namespaceOf, rootFrom, titleAddress } from "../model/addresses.ts";
import { newestOf, type TitleRecord } from "../model/record.ts";
import { count, time, titleBadges } from "./badges.ts";
import { changeItem, type ChangeView } from "./changes.ts";
import { bytesOf, pageBytes, paginate, type PageFile } from "./fold.ts";
import { frame, pager } from "./frame.ts";
import { listPages } from "./list-pages.ts";
import type { SiteContext } from "./site-context.ts";

/** All schemas by their namespace, and what changed lately. Where there are many, namespaces are pages of their own. */
export function directoryPages(
  site: SiteContext,
  records: readonly TitleRecord[],
  lately: readonly ChangeView[],
): readonly PageFile[] {
  const namespaces = new Map<string, TitleRecord[]>();
  for (const record of records) {
    const name = namespaceOf(record.title);
    const own = namespaces.get(name);
    if (own === undefined) namespaces.set(name, [record]);
    else own.push(record);
  }
  const events = records.filter(({ isFragment }) => !isFragment);
  const root = rootFrom("");
  const whole = html`${[...namespaces].map(([name, own]) => namespaceSection(name, own, root))}`;
  const names = [...namespaces].map(([name, own]): Namespace => ({ name, size: own.length }));
  const isSmall = bytesOf(whole) <= pageBytes - 15_000;
  const versions = records.reduce((sum, record) => sum + record.versions.length, 0);
  const streams = new Set(records.flatMap((record) => record.streams)).size;
  const stats = [
    count(events.length, "event"),
    count(records.length - events.length, "fragment"),
    count(versions, "version"),
    ...(streams > 0 ? [count(streams, "stream")] : []),
  ];
  const content = html`<div class="hero">
<h1>${site.name}</h1>
<p class="lead" dir="auto"> ${site.description === "" ? "What our events mean, field by field, and how they have changed." : site.description}
</p>
<ul class="stats"> ${stats.map((one) => html`<li>${one}</li>`)}
</ul>
<form id="search" class="search needs-script" role="search" action="${root}"> <label class="visually-hidden" for="query">Search schemas</label><input type="search" id="query" name="q" placeholder="Search schemas, fields, owners" autocomplete="off">
<div class="filters"> <label>Owner <select name="owner"> <option value="">anybody</option> </select></label> <label>Stream <select name="stream"> <option value="">any</option> </select></label> <label><input type="checkbox" name="deprecated"> deprecated</label> <label><input type="checkbox" name="personal"> personal data</label> <label><input type="checkbox" name="findings"> with findings</label>
</div>
</form>
</div>
<section id="results" aria-labelledby="results-heading" hidden>
<h2 id="results-heading" aria-live="polite">Results</h2>
<ul class="cards"></ul>
</section>
<div id="listing" class="home">
<section aria-labelledby="all">
<h2 id="all">All schemas</h2>
${records.length === 0 ? html`<p class="muted">There is no schema yet. <code>addendum new</code> writes a first one.</p>` : isSmall ? whole : namespaceList(names, root)}
</section>
${
  lately.length === 0
    ? ""
    : html`<section aria-labelledby="lately">
<h2 id="lately">Changed lately</h2>
<ul class="feed">
${lately.map((change) => changeItem(change, root))}
</ul>
<p class="more"><a href="${root}changes/">All changes</a></p>
</section>`
}
</div>`;
  const home = frame(site, { address: "", title: site.name, hasOwnSearch: true }, content);
  const others = [...namespaces].flatMap(([name, own]) => namespacePages(site, name, own));
  const index = isSmall ? [] : namespacesPages(site, names);
  return [home, ...index, ...others];
}

interface Namespace {
  readonly name: string;
  readonly size: number;
}

/** What schemas without a namespace are listed under. */
function labelOf(name: string): string {
  return name === "" ? "without a namespace" : name;
}

function namespaceItem({ name, size }: Namespace, root: string): Html {
  return html`<li><a class="mono" href="${root}${namespaceAddress(name)}">${labelOf(name)}</a> <span class="muted">${count(size, "schema")}</span></li>`;
}

/** More names of a repository that has thousands are on pages of their own. */
const namespacesShown = 300;

function namespaceList(names: readonly Namespace[], root: string): Html {
  const more = html`<p class="more"><a href="${root}namespaces/">All ${count(names.length, "namespace")}</a></p>`;
  return html`<ul class="namespaces">${names.slice(0, namespacesShown).map((one) => namespaceItem(one, root))}</ul>
${more}`;
}

function namespacesPages(site: SiteContext, names: readonly Namespace[]): readonly PageFile[] {
  return listPages(site, {
    address: "namespaces/",
    title: "Namespaces",
    intro: html``,
    rows: names,
    row: namespaceItem,
    wrap: (rows) => html`<ul class="namespaces">${rows}</ul>`,
    empty: "",
  });
}

function namespaceSection(name: string, records: readonly TitleRecord[], root: string): Html {
  return html`<section class="namespace" aria-labelledby="ns-${encodeURIComponent(name)}">
<h3 id="ns-${encodeURIComponent(name)}"><a class="mono" href="${root}${namespaceAddress(name)}">${labelOf(name)}</a>
</h3>
<ul class="cards"> ${records.map((record) => titleCard(record, root, name))}
</ul>
</section>`;
}

/** A schema in a list. */
export function titleCard(record: TitleRecord, root: string, within = ""): Html {
  const { title, description, owner } = record;
  const newest = newestOf(record);
  const prefix = within !== "" && title.startsWith(`${within}/`) ? `${within}/` : "";
  const about = shortText(description, 180);
  const facts: Part[] = [
    newest?.version ?? (record.unreadable.length > 0 ? "no version that can be read" : "no version yet"),
    newest?.date === undefined ? "" : time(newest.date),
    owner,
  ].filter((part) => part !== "");
  return html`<li class="card"> <a class="card-title mono" href="${root}${titleAddress(title)}">${title.slice(prefix.length)}</a> ${titleBadges(record)}
<p class="card-about" dir="auto">${about}</p>
<p class="card-facts">${facts.map((fact, index) => [index > 0 ? " · " : "", fact])}</p>
</li>`;
}

function namespacePages(
  site: SiteContext,
  name: string,
  records: readonly TitleRecord[],
): readonly PageFile[] {
  const address = (page: number) => namespaceAddress(name, page);
  // The further pages lie one deeper than the first: their rows are the longer ones.
  const sizes = paginate(records.map((record) => titleCard(record, rootFrom(address(2)), name))).map(
    (page) => page.length,
  );
  let at = 0;
  return sizes.map((size, index) => {
    const here = address(index + 1);
    const root = rootFrom(here);
    const own = records.slice(at, at + size);
    at += size;
    const crumbs = [{ label: "Schemas", address: "" }, { label: labelOf(name) }];
    const content = html`<h1 class="mono">${labelOf(name)}</h1>
<p class="muted">${count(records.length, "schema")}</p>
<ul class="cards"> ${own.map((record) => titleCard(record, root, name))}
</ul> ${pager(index + 1, sizes.length, (page) => root + address(page))}`;
    return frame(site, { address: here, title: labelOf(name), crumbs }, content);
  });
}
