import { html } from "../html/html.ts";
import type { PageFile } from "./fold.ts";
import { frame } from "./frame.ts";
import type { SiteContext } from "./site-context.ts";

/** Compares any two versions of a schema in the browser. */
export function comparePage(site: SiteContext): PageFile {
  const content = html`<h1>Compare versions</h1> <noscript><p class="notice notice-warn"> Any two versions are compared by a script, which is off. Each schema’s page links comparisons of its newest version with all older ones.
</p></noscript>
<div id="compare" aria-live="polite">
<p class="muted needs-script">Choose a schema, and two versions on its page.</p>
</div>`;
  return frame(site, { address: "compare/", title: "Compare versions" }, content);
}

/** The page for addresses that do not exist. */
export function notFoundPage(site: SiteContext): PageFile {
  return frame(
    site,
    { address: "404/", title: "Not found", root: site.url === undefined ? "/" : new URL(site.url).pathname },
    html`<h1>Not found</h1>
<p class="lead">There is no such page. It may be that a schema’s name has changed.</p>`,
  );
}
