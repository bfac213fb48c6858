import { html } from "../html/html.ts";
import { fileAddress, pairAddress, rootFrom, titleAddress } from "../model/addresses.ts";
import type { Pair } from "../model/pair.ts";
import type { PageFile } from "./fold.ts";
import { frame } from "./frame.ts";
import { pairView } from "./pair-view.ts";
import type { SiteContext } from "./site-context.ts";

/** The page of two versions. */
export function pairPage(site: SiteContext, pair: Pair, files: readonly string[]): PageFile {
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
  const content = html`<h1><span class="mono">${title}</span> ${old} → ${newer}</h1>
<p class="muted"> ${raw.map((link, index) => [index > 0 ? " · " : "", link])} · <a class="needs-script-inline" href="${root}compare/?title=${encodeURIComponent(title)}&amp;old=${newer}&amp;new=${old}">The other way round</a>
</p> ${pairView(pair)}`;
  return frame(site, { address, title: `${title} ${old} → ${newer}`, crumbs }, content);
}
