import { escapeText, html } from "../html/html.ts";
import type { ChangeView } from "./changes.ts";
import type { SiteContext } from "./site-context.ts";

/** A feed of changes. Without an address where the site is published, its links are relative to the feed's own. Source: RFC 4287. */
export function atomFeed(site: SiteContext, changes: readonly ChangeView[]): string {
  const id = site.url ?? `tag:addendum,2026:${site.repository}`;
  const updated = changes[0]?.version.date ?? "1970-01-01T00:00:00Z";
  const entries = changes.map(({ title, description, version, address }) => {
    const lines = version.changes.map(
      ({ kind, path, text }) => html`<li>${kind}: <code>${path}</code> ${text}</li>`,
    );
    const left = version.changeCount - version.changes.length;
    const content = html`<p>${description}</p>
<ul> ${lines}${left > 0 ? html`<li>and ${left} more</li>` : ""}
</ul>`;
    return `<entry><id>${escapeText(`tag:addendum,2026:${site.repository}:/${encodeURI(title)}/${version.version}`)}</id><title>${escapeText(`${title} ${version.version}`)}</title><updated>${escapeText(version.date ?? updated)}</updated><link rel="alternate" href="${escapeText(`${site.url ?? ""}${address}`)}"/><content type="html">${escapeText(content.text)}</content></entry>`;
  });
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><id>${escapeText(id)}</id><title>${escapeText(`${site.name}: changes`)}</title><updated>${escapeText(updated)}</updated><author><name>${escapeText(site.name)}</name></author>${site.url === undefined ? "" : `<link rel="self" href="${escapeText(site.url)}changes.atom"/>`}
${entries.join("\n")}
</feed>
`;
}
