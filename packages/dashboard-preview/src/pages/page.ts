import { generatedMark } from "@addendum/metrics";
import { shortText, visibleText } from "../texts/visible-text.ts";
import { type Child, Html, markup } from "./html.ts";

/** Files beside the dashboards’ own. */
export const indexFile = "index.html";
export const styleFile = "style.css";
export const iconFile = "icon.svg";

/**
 * Nothing but pictures and styles from the pages’ own directory. `file:` is beside `'self'` because from a disk every
 * file is an origin of its own in Firefox; a page that comes over HTTP can load no such file anyway.
 */
const policy = [
  "default-src 'none'",
  "img-src 'self' file:",
  "style-src 'self' file:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** What a page says, for anyone who wraps it. */
export interface PageContent {
  /** Its file, beside the others. */
  readonly file: string;
  /** What the page is about: a dashboard; undefined: all of them. */
  readonly name: string | undefined;
  /** Markup. */
  readonly main: string;
}

/** Makes a whole page, a document of HTML. */
export type PageFrame = (content: PageContent) => string;

/** A page that needs nothing around it. */
export const ownFrame: PageFrame = ({ name, main }) =>
  name === undefined
    ? page("Dashboards", undefined, new Html(main))
    : page(
        `${name} – Dashboards`,
        markup`<span aria-hidden="true">/</span><span>${name}</span>`,
        new Html(main),
      );

function page(title: string, trail: Child, main: Html): string {
  const { text } = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
${new Html(`<!-- ${generatedMark} -->`)}
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<link rel="icon" type="image/svg+xml" href="${iconFile}">
<link rel="stylesheet" href="${styleFile}">
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="top">
<a class="home" href="${indexFile}"><img src="${iconFile}" width="24" height="24" alt=""><span>Dashboards</span></a>${trail}
</header>
<main id="main">
${main}
</main>
<footer class="foot">Made by <code>addendum dashboards --preview</code>. Days are UTC; events from samples are extrapolated.</footer>
</body>
</html>
`;
  return text;
}

/** Longer tickets are cut and are not links: no tracker has such addresses. */
const ticketLength = 300;

/** A ticket as a link where it is an address, else as a text. No other kind of address becomes a link. */
export function ticketLink(ticket: string): Html {
  const isAddress =
    /^https?:\/\/[^\s"'<>\\]+$/.test(ticket) &&
    visibleText(ticket) === ticket &&
    ticket.length <= ticketLength;
  if (!isAddress) return markup`<span>${shortText(ticket, ticketLength)}</span>`;
  return markup`<a href="${ticket}" rel="noopener noreferrer">${ticket.replace(/^https?:\/\//, "")}</a>`;
}

/** Several things in a sentence. */
export function listed(children: readonly Html[]): Html {
  return markup`${children.map((child, index) => (index === 0 ? child : markup`, ${child}`))}`;
}

/** Bars, and a sign that more is added. */
export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><!-- ${generatedMark} --><style>path{fill:none;stroke:#2057c2;stroke-width:2.6;stroke-linecap:round}@media (prefers-color-scheme:dark){path{stroke:#8bb5ff}}</style><path d="M4 20v-6M9.5 20V9M15 20v-5M18.5 3.5v8M14.5 7.5h8"/></svg>\n`;
