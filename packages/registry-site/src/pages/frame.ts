import { html, type Html, type Part } from "../html/html.ts";
import { type Address, rootFrom } from "../model/addresses.ts";
import type { PageFile } from "./fold.ts";
import { contentSecurityPolicy, type SiteContext } from "./site-context.ts";

export interface Crumb {
  readonly label: string;
  readonly address?: Address;
}

export interface Frame {
  readonly address: Address;
  /** What the window is called, before the site's name. */
  readonly title: string;
  readonly crumbs?: readonly Crumb[];
  /** Beside the content where there is room, above it where there is none. */
  readonly aside?: Part;
  /** The way to the site's root, where that is not known by the address: a page for what is not there is shown anywhere. */
  readonly root?: string;
  /** Where its styles and scripts are; undefined: in the site's `assets/`. */
  readonly assets?: string;
  /** Styles and scripts beside those of every page. */
  readonly own?: { readonly style: string; readonly script: string };
  /** Whether the page has a search of its own. */
  readonly hasOwnSearch?: boolean;
}

/** A page: its content in the frame that all pages share. */
export function frame(site: SiteContext, page: Frame, content: Html): PageFile {
  const root = page.root ?? rootFrom(page.address);
  const { assets } = site;
  const at = page.assets ?? `${root}assets/`;
  const sections = site.sections.map(({ address, label }) => {
    const isHere = address === "" ? page.address === "" : page.address.startsWith(address);
    return html`<a href="${root}${address}" ${isHere ? html` aria-current="page"` : ""}>${label}</a>`;
  });
  const text = html`<!doctype html>
<html lang="en" data-root="${root}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy}">
<meta name="color-scheme" content="light dark">
<title>${page.title === site.name ? site.name : `${page.title} · ${site.name}`}</title>
<link rel="icon" href="${at}icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${at}${assets.theme}">
<link rel="stylesheet" href="${at}${assets.style}">${
    page.own &&
    html`
<link rel="stylesheet" href="${at}${page.own.style}">`
  }
<link rel="alternate" type="application/atom+xml" title="Changes" href="${root}changes.atom">
<script type="module" src="${at}${assets.script}"></script>${
    page.own &&
    html`
<script type="module" src="${at}${page.own.script}"></script>`
  }
</head>
<body> <a class="skip" href="#main">Skip to the content</a>
<header class="top"> <a class="brand" href="${root}"><span class="brand-mark" aria-hidden="true"></span>${site.name}</a> ${
    page.hasOwnSearch === true
      ? ""
      : html`<form class="top-search needs-script" action="${root}" role="search"> <input type="search" name="q" aria-label="Search schemas" placeholder="Search schemas and fields" autocomplete="off"><kbd aria-hidden="true">/</kbd>
</form>`
  }
<nav class="sections" aria-label="Site">${sections}</nav>
</header> ${crumbs(page.crumbs ?? [], root)}
<div class="${page.aside === undefined ? "page" : "page with-aside"}">
<main id="main">${content}</main> ${page.aside === undefined ? "" : html`<aside aria-label="About this page">${page.aside}</aside>`}
</div>
<footer class="bottom">
<p> Made by <a href="https://github.com/addendum-project/addendum" rel="noopener">Addendum</a>: event schemas that only ever add. <a href="${root}repositories/">Files for machines</a> · <a href="${root}changes.atom">Feed</a>
</p>
</footer>
</body>
</html>
`;
  return { address: page.address, text: text.text };
}

function crumbs(list: readonly Crumb[], root: string): Part {
  if (list.length === 0) return "";
  const items = list.map(({ label, address }) =>
    address === undefined
      ? html`<li aria-current="page">${label}</li>`
      : html`<li><a href="${root}${address}">${label}</a></li>`,
  );
  return html`<nav class="crumbs" aria-label="Breadcrumb">
<ol>
${items}
</ol>
</nav>`;
}

/** Of many pages, those are linked that are so near to the current one, the first and the last. */
const nearPages = 3;

/** The links between the pages of something long. */
export function pager(current: number, count: number, addressOf: (page: number) => string): Part {
  if (count < 2) return "";
  const links: Html[] = [];
  for (let page = 1, last = 0; page <= count; page++) {
    if (page !== 1 && page !== count && Math.abs(page - current) > nearPages) continue;
    const gap = page > last + 1 ? html`<li class="muted" aria-hidden="true">…</li> ` : "";
    const isHere = page === current;
    links.push(html`${gap}<li> <a href="${addressOf(page)}" ${isHere ? html` aria-current="page"` : ""}>${page}</a>
</li>`);
    last = page;
  }
  return html`<nav class="pager" aria-label="Pages">
<ol>
${links}
</ol>
</nav>`;
}
