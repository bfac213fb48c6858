import { externalLink } from "../html/external-link.ts";
import { html } from "../html/html.ts";
import { shortText } from "../html/short-text.ts";
import { titleAddress } from "../model/addresses.ts";
import { type Deprecation, type FindingRecord, newestOf, type TitleRecord } from "../model/record.ts";
import { badge, count } from "./badges.ts";
import { findingItem } from "./finding-item.ts";
import type { PageFile } from "./fold.ts";
import { listPages } from "./list-pages.ts";
import type { SiteContext } from "./site-context.ts";
import { streamRow, streamTable } from "./title-page.ts";
import type { StreamView } from "./title-view.ts";

export function fragmentsPages(
  site: SiteContext,
  records: readonly TitleRecord[],
  dependents: ReadonlyMap<string, readonly { readonly title: string; readonly version: string }[]>,
): readonly PageFile[] {
  return listPages(site, {
    address: "fragments/",
    title: "Fragments",
    intro: html`<p class="lead"> Parts that several schemas share. Anyone who refers to one names its version, and moves to a newer one by a commit.
</p>`,
    rows: records.filter(({ isFragment }) => isFragment),
    row: (record, root) => {
      const users = dependents.get(record.title) ?? [];
      const newest = newestOf(record)?.version ?? "";
      const behind = users.filter(({ version }) => version !== newest && version !== "latest").length;
      return html`<li class="card"> <a class="card-title mono" href="${root}${titleAddress(record.title)}">${record.title}</a> ${newest === "" ? "" : badge(newest)}
<p class="card-about" dir="auto">${shortText(record.description, 300)}</p>
<p class="card-facts"> ${users.length === 0 ? "Nobody refers to it." : `${count(users.length, "schema refers", "schemas refer")} to it${behind > 0 ? `, ${behind} to an older version` : ""}.`}
</p>
</li>`;
    },
    wrap: (rows) => html`<ul class="cards"> ${rows}
</ul>`,
    empty: "There are no fragments.",
  });
}

export function streamsPages(
  site: SiteContext,
  streams: readonly StreamView[],
  known: ReadonlySet<string>,
): readonly PageFile[] {
  return listPages(site, {
    address: "streams/",
    title: "Streams",
    intro: html`<p class="lead"> Events of one schema travel in streams. streams.yaml says which there are, what share of sessions sends them, and how long they are stored.
</p>`,
    rows: streams,
    row: (stream, root) => {
      const { title } = stream;
      const schema =
        title === undefined
          ? html`<span class="muted">any schema</span>`
          : known.has(title)
            ? html`<a href="${root}${titleAddress(title)}">${title}</a>`
            : html`<span class="muted">${title} (not here)</span>`;
      return streamRow(stream, html`<span class="row-about">${schema}</span>`);
    },
    wrap: streamTable,
    empty: "There is no streams.yaml: every stream is accepted, with every schema.",
  });
}

export function findingsPages(site: SiteContext, records: readonly TitleRecord[]): readonly PageFile[] {
  const order = { error: 0, warn: 1, info: 2 } as const;
  const rows = records
    .flatMap(({ title, findings }) => findings.map((finding) => ({ title, finding })))
    .sort((a, b) => order[a.finding.severity] - order[b.finding.severity]);
  return listPages<{ readonly title: string; readonly finding: FindingRecord }>(site, {
    address: "findings/",
    title: "Findings",
    intro: html`<p class="lead"> What <code>addendum check</code> finds wrong in the schemas, errors first. <code>addendum explain RULE</code> says why it matters.
</p>`,
    rows,
    row: ({ title, finding }, root) =>
      html`<li class="group"> <a class="mono" href="${root}${titleAddress(title)}">${title}</a>
<ul class="findings"> ${findingItem(finding)}
</ul>
</li>`,
    wrap: (list) => html`<ul class="groups"> ${list}
</ul>`,
    empty: "Nothing is wrong.",
  });
}

export function deprecationsPages(site: SiteContext, records: readonly TitleRecord[]): readonly PageFile[] {
  const rows = records
    .flatMap(({ title, deprecations, isRetired }) => [
      ...(isRetired ? [{ title, isRetired, deprecation: undefined }] : []),
      ...deprecations.map((deprecation) => ({ title, isRetired: false, deprecation })),
    ])
    .sort((a, b) => compare(dayOf(a.deprecation), dayOf(b.deprecation)));
  return listPages(site, {
    address: "deprecations/",
    title: "What ends",
    intro: html`<p class="lead"> Schemas and fields that are deprecated, retired, or end on a day; the next to end comes first.
</p>`,
    rows,
    row: ({ title, deprecation }, root) => {
      const what =
        deprecation === undefined || deprecation.path === ""
          ? "the whole schema"
          : shortText(deprecation.path, 200);
      const end = deprecation?.sunset ?? (deprecation === undefined ? "retired" : "no day");
      return html`<tr> <th scope="row"><a class="mono" href="${root}${titleAddress(title)}">${title}</a></th> <td class="mono">${what}</td> <td>${end}</td> <td dir="auto"> ${deprecation?.reason ?? ""} ${deprecation?.successor === undefined ? "" : html`Use ${externalLink(deprecation.successor)}.`} ${deprecation?.ticket === undefined ? "" : externalLink(deprecation.ticket)} </td>
</tr>`;
    },
    wrap: (list) =>
      html`<div class="scroll" tabindex="0" role="region" aria-label="Table of what ends">
<table>
<thead>
<tr> <th scope="col">Schema</th> <th scope="col">What ends</th> <th scope="col">On</th> <th scope="col">Why, and what comes instead</th>
</tr>
</thead>
<tbody>
${list}
</tbody>
</table>
</div>`,
    empty: "Nothing ends.",
  });
}

/** What has no day comes last. */
function dayOf(deprecation: Deprecation | undefined): string {
  return deprecation?.sunset ?? "9999";
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
