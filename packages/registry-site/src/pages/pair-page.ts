import { html } from "../html/html.ts";
import { fileAddress, pairAddress, rootFrom, titleAddress } from "../model/addresses.ts";
import type { Pair } from "../model/pair.ts";
import { count } from "./badges.ts";
import { fitting, type PageFile } from "./fold.ts";
import { frame } from "./frame.ts";
import { listPages } from "./list-pages.ts";
import { changeList, changeRows, pairView } from "./pair-view.ts";
import type { SiteContext } from "./site-context.ts";

/** What the changes may take of the page of two versions, in bytes: all of many have pages of their own. */
const changesBytes = 30_000;

/** The page of two versions, and the pages that what is long in it was folded into. */
export function pairPages(site: SiteContext, pair: Pair, files: readonly string[]): readonly PageFile[] {
  const { title, old, newer } = pair;
  const address = pairAddress(title, old, newer);
  const root = rootFrom(address);
  const crumbs = [
    { label: "Schemas", address: "" },
    { label: title, address: titleAddress(title) },
    { label: `${old} and ${newer}` },
  ];
  const raw = [old, newer].flatMap((version) => {
    const name = [`${version}.yaml`, `${version}.json`].find((one) => files.includes(one));
    return name === undefined
      ? []
      : [html`<a href="${root}${fileAddress(site.repository, title, name)}">${name}</a>`];
  });
  const rows = changeRows(pair);
  const shown = fitting(rows, changesBytes);
  const further =
    shown === rows.length
      ? []
      : listPages(site, {
          address: `${address}changes/`,
          title: `What changed from ${old} to ${newer}`,
          crumbs: [
            ...crumbs.slice(0, -1),
            { label: `${old} and ${newer}`, address },
            { label: "All changes" },
          ],
          intro: html``,
          rows,
          row: (row) => row,
          wrap: changeList,
          empty: "",
        });
  const changes = html`${changeList(rows.slice(0, shown))}${
    further.length === 0
      ? ""
      : html`<p class="more"><a href="./changes/">All ${count(rows.length, "change")}</a></p>`
  }`;
  const content = html`<h1><span class="mono">${title}</span> ${old} → ${newer}</h1>
<p class="muted"> ${raw.map((link, index) => [index > 0 ? " · " : "", link])} · <a class="needs-script-inline" href="${root}compare/?title=${encodeURIComponent(title)}&amp;old=${newer}&amp;new=${old}">The other way round</a>
</p> ${pairView(pair, changes)}`;
  const name = `${title} ${old} → ${newer}`;
  return [frame(site, { address, title: name, crumbs }, content), ...further];
}
