import { externalLink } from "../html/external-link.ts";
import { breakable, html, type Html, type Part } from "../html/html.ts";
import { shortText } from "../html/short-text.ts";
import {
  fileAddress,
  linkedVersions,
  namespaceAddress,
  namespaceOf,
  pairAddress,
  rootFrom,
  titleAddress,
  versionAnchor,
} from "../model/addresses.ts";
import { allFields } from "../model/field.ts";
import {
  lostNewest,
  lostVersions,
  newestOf,
  type UnreadableVersion,
  unreadableText,
  type VersionRecord,
} from "../model/record.ts";
import { badge, count, time, titleBadges, verdictWords } from "./badges.ts";
import { FieldTree } from "./field-tree.ts";
import { findingItem } from "./finding-item.ts";
import { bytesOf, type PageFile, wholeBytes } from "./fold.ts";
import { frame } from "./frame.ts";
import { byField } from "./readers.ts";
import type { SiteContext } from "./site-context.ts";
import { curlText, producerText } from "./sending.ts";
import { TitleParts } from "./title-parts.ts";
import type { StreamView, TitleView } from "./title-view.ts";
import { compareVersionTexts } from "../model/version-order.ts";

interface Section {
  readonly id: string;
  readonly heading: string;
  readonly content: Html;
}

/** Bytes of a page that each of its sections may take, while there is room. */
const budgets = {
  fields: 34_000,
  example: 7_000,
  code: 5_000,
  types: 9_000,
  versions: 11_000,
  rows: 5_000,
} as const;

/** What is around the sections, and the links to what does not fit into them. */
const frameBytes = 15_000;

/** More of the tables' remarks are not shown, and longer ones are cut. */
const shownNotes = 10;
const noteLength = 300;
const nameLength = 200;

/** A title's page, and the pages that what is long in it was folded into. */
export function titlePages(site: SiteContext, view: TitleView): readonly PageFile[] {
  const { record } = view;
  const address = titleAddress(record.title);
  const parts = new TitleParts(site, record.title);
  const tree = new FieldTree(site, record.title, byField(view.readers));
  const head = html`${heading(view)}${notices(view)}`;
  parts.room = wholeBytes - frameBytes - bytesOf(head);
  const sections = [
    fieldsSection(view, tree, address, parts),
    sendSection(view, parts),
    versionsSection(site, view, parts),
    streamsSection(view, parts),
    typesSection(view, parts),
    tableSection(view, parts),
    numbersSection(view, parts),
    usesSection(view, parts),
    findingsSection(view, parts),
    filesSection(site, view, parts),
  ].filter((section) => section !== undefined);
  const content = html`${head}${sections.map(
    ({ id, heading: name, content: body }) =>
      html`<section id="${id}" aria-labelledby="${id}-heading">
<h2 id="${id}-heading">${name}</h2> ${body}
</section>`,
  )}`;
  const crumbs = [
    { label: "Schemas", address: "" },
    ...(record.title.includes("/")
      ? [{ label: namespaceOf(record.title), address: namespaceAddress(namespaceOf(record.title)) }]
      : []),
    { label: record.title },
  ];
  const links = sections.map(({ id, heading: name }) => html`<li><a href="#${id}">${name}</a></li>`);
  const aside = html`<nav class="contents" aria-label="On this page">
<p class="aside-title">On this page</p>
<ul>
${links}
</ul>
</nav>`;
  const page = frame(site, { address, title: record.title, crumbs, aside }, content);
  return [page, ...tree.pages, ...parts.pages];
}

function heading({ record, contact, streams, fields }: TitleView): Html {
  const newest = newestOf(record);
  const slash = record.title.lastIndexOf("/");
  const facts: readonly (readonly [string, Part])[] = [
    [
      "Version",
      newest === undefined
        ? record.unreadable.length > 0
          ? "none that can be read"
          : "none yet"
        : html`${newest.version} ${newest.date === undefined ? "" : html`<span class="muted">${time(newest.date)}</span>`}`,
    ],
    ["Owner", record.owner === "" ? html`<span class="muted">nobody yet</span>` : record.owner],
    ...(contact === "" ? [] : [["Contact", externalLink(contact)] as const]),
    ["Fields", String([...allFields(fields)].length)],
    ...(streams.length === 0
      ? []
      : [
          [
            "Streams",
            streams.length === 1
              ? html`<span class="mono">${streams[0]?.name}</span>`
              : String(streams.length),
          ] as const,
        ]),
  ];
  return html`<div class="title-head">
<h1 class="mono">
${record.title.slice(0, slash + 1) === "" ? "" : html`<span class="muted">${breakable(record.title.slice(0, slash + 1))}</span>`}${record.title.slice(slash + 1)}
</h1>
<p class="badges">${titleBadges(record)}</p> ${record.description === "" ? "" : html`<p class="lead" dir="auto">${record.description}</p>`}
<dl class="facts"> ${facts.map(
    ([name, value]) => html`<div> <dt>${name}</dt> <dd>${value}</dd>
</div>`,
  )}
</dl>
</div>`;
}

function notices({ record }: TitleView): Html {
  const { isRetired, deprecations } = record;
  const end = deprecations.find(({ path }) => path === "");
  const lost = lostNewest(record);
  const shown = newestOf(record);
  return html`${
    lost === undefined
      ? ""
      : html`<div class="notice notice-bad">
<p>The newest version, ${lost.version}, cannot be read.${shown === undefined ? "" : ` This page shows ${shown.version}.`}</p> ${unreadableFiles(lost)}
</div>`
  }${isRetired ? html`<p class="notice notice-warn">This event is retired: nobody produces it any more. Its versions stay, because recorded events name them.</p>` : ""}${
    end === undefined
      ? ""
      : html`<p class="notice notice-warn"> ${end.isDeprecated ? "Deprecated." : ""} ${end.reason ?? ""} ${end.sunset === undefined ? "" : `It ends on ${end.sunset}.`} ${end.successor === undefined ? "" : html`Use ${externalLink(end.successor)} instead.`}
</p>`
  }`;
}

function fieldsSection(
  { record, fields }: TitleView,
  tree: FieldTree,
  address: string,
  parts: TitleParts,
): Section {
  const newest = newestOf(record);
  const hasBranches = fields.some(({ children }) => children.length > 0);
  const content =
    fields.length === 0
      ? html`<p class="muted"> ${newest !== undefined ? "It declares no fields." : record.unreadable.length > 0 ? "No version can be read." : "There is no version yet."}
</p>`
      : html`${hasBranches ? html`<p class="tools needs-script"><button type="button" data-tree="close">Fold all</button> <button type="button" data-tree="open">Unfold all</button></p>` : ""}${parts.take(tree.render(fields, address, Math.min(budgets.fields, parts.room)))}`;
  return { id: "fields", heading: newest === undefined ? "Fields" : `Fields of ${newest.version}`, content };
}

function sendSection(view: TitleView, parts: TitleParts): Section | undefined {
  const { example, record } = view;
  if (example === undefined) return undefined;
  const whole = parts.code("example", "An example", example, "json", budgets.example);
  if (record.isFragment) return { id: "example", heading: "Example", content: whole };
  const producer = producerText(view);
  const curl = curlText(view);
  return {
    id: "send",
    heading: "Send this event",
    content: html`${whole}${
      producer === undefined
        ? ""
        : html`<h3>From a page or a service</h3> ${parts.code("producer", "How a producer sends it", producer, "typescript", budgets.code)}`
    }${
      curl === undefined
        ? ""
        : html`<h3>By hand, to an intake on this machine</h3>
${parts.code("curl", "How curl sends it", curl, "sh", budgets.code)}`
    }`,
  };
}

function versionsSection(site: SiteContext, view: TitleView, parts: TitleParts): Section | undefined {
  const { record, compared, files } = view;
  const newest = newestOf(record)?.version ?? "";
  const unreadable = new Map(record.unreadable.map((one) => [one.version, one]));
  const fileLinks = (version: string, root: string): Part =>
    ["yaml", "json"]
      .filter((type) => files.includes(`${version}.${type}`))
      .map(
        (type) =>
          html` <a href="${root}${fileAddress(site.repository, record.title, `${version}.${type}`)}">${type.toUpperCase()}</a>`,
      );
  const lostRow = (lost: UnreadableVersion, root: string): Html =>
    html`<li class="version">
<div class="version-head">
<h3 id="${versionAnchor(lost.version)}">${lost.version}</h3> ${time(lost.date)} ${badge("cannot be read", "bad")}<span class="version-links">${fileLinks(lost.version, root)}</span>
</div> ${unreadableFiles(lost)}
</li>`;
  const row = (version: VersionRecord | UnreadableVersion, root: string): Html => {
    if ("files" in version) return lostRow(version, root);
    const broken = unreadable.get(version.version);
    const changes = version.changes.slice(0, 6);
    const left = version.changeCount - changes.length;
    const verdict = version.verdict === undefined ? undefined : verdictWords[version.verdict];
    return html`<li class="version">
<div class="version-head">
<h3 id="${versionAnchor(version.version)}">${version.version}</h3> ${time(version.date)} ${verdict === undefined ? badge("first version", "plain") : badge(verdict.label, verdict.tone, "Against the version before it")}<span class="version-links">${
      compared.has(version.version)
        ? html`<a href="${root}${pairAddress(record.title, version.version, newest)}">Compare with ${newest}</a> `
        : ""
    }${fileLinks(version.version, root)}</span>
</div> ${broken === undefined ? "" : unreadableFiles(broken)}${
      changes.length === 0
        ? ""
        : html`<ul class="changes"> ${changes.map(({ kind, path, text }) => html`<li><span class="change change-${kind}">${kind}</span> <code>${path || "the event"}</code> <span dir="auto">${text}</span></li>`)}${left > 0 ? html`<li class="muted">and ${count(left, "change")} more</li>` : ""}
</ul>`
    }
</li>`;
  };
  const lost = lostVersions(record);
  const versions = [...record.versions, ...lost].sort((a, b) => compareVersionTexts(b.version, a.version));
  if (versions.length === 0) return undefined;
  const list = parts.rows(
    "versions",
    "Versions",
    versions,
    row,
    (rows) => html`<ol class="versions"> ${rows}
</ol>`,
    budgets.versions,
    versions.slice(0, linkedVersions + lost.length).map(({ version }) => versionAnchor(version)),
  );
  return { id: "versions", heading: "Versions", content: html`${compareForm(view)}${list}` };
}

/** Which files of a version cannot be read, where in them, and why. */
function unreadableFiles({ files }: UnreadableVersion): Html {
  return html`<ul class="unreadable mono"> ${files.map((one) => html`<li dir="auto">${unreadableText(one)}</li>`)}
</ul>`;
}

/** Any two versions: computed in the page. */
function compareForm({ record }: TitleView): Part {
  if (record.versions.length < 2) return "";
  const root = rootFrom(titleAddress(record.title));
  // Only the last ones: a form cannot list thousands.
  const versions = record.versions.slice(-100).toReversed();
  const options = (chosen: number) =>
    versions.map(
      ({ version }, index) =>
        html`<option value="${version}" ${index === chosen ? html` selected` : ""}>${version}</option>`,
    );
  return html`<form class="compare-form needs-script" action="${root}compare/"> <input type="hidden" name="title" value="${record.title}"><label>Compare <select name="old"> ${options(1)} </select></label> <label>with <select name="new">
${options(0)} </select></label> <button>Compare</button>
</form>`;
}

function streamsSection({ streams, record }: TitleView, parts: TitleParts): Section | undefined {
  if (streams.length === 0) {
    if (record.isFragment) return undefined;
    return {
      id: "streams",
      heading: "Streams",
      content: html`<p class="muted">No stream of streams.yaml carries it.</p>`,
    };
  }
  const content = parts.rows(
    "streams",
    "Streams",
    streams,
    (stream) => streamRow(stream),
    streamTable,
    budgets.rows,
  );
  return { id: "streams", heading: "Streams", content };
}

export function streamTable(rows: readonly Html[]): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Table of streams">
<table>
<thead>
<tr> <th scope="col">Stream</th> <th scope="col">Sampling</th> <th scope="col">Stored for</th> <th scope="col">Owner</th> <th scope="col">Topics</th>
</tr>
</thead>
<tbody>
${rows}
</tbody>
</table>
</div>`;
}

/** @param about what is below the stream's name */
export function streamRow(
  { name, sample, retention, owner, topics, isCanary }: StreamView,
  about: Part = "",
): Html {
  const text = (one: string) => shortText(one, streamLength);
  return html`<tr> <th scope="row" class="mono"> ${text(name)}${isCanary ? html` ${badge("canary", "plain", "Receives canary events")}` : ""}${about} </th> <td>${sample}</td> <td>${retention === undefined ? html`<span class="muted">not said</span>` : text(retention)}</td> <td>${owner === undefined ? html`<span class="muted">nobody yet</span>` : text(owner)}</td> <td class="mono">${text(topics.join(", "))}</td>
</tr>`;
}

/** Longer texts about a stream are cut, in characters. */
const streamLength = 300;

function typesSection({ types, typesPackage, record }: TitleView, parts: TitleParts): Section | undefined {
  if (types === undefined) return undefined;
  const name =
    typesPackage === undefined
      ? ""
      : html`<p class="muted"> In <code>${typesPackage}/${record.title}/${(newestOf(record)?.version ?? "").split(".")[0]}</code>, which follows the newest version of its major.
</p>`;
  return {
    id: "type",
    heading: "TypeScript type",
    content: html`${name}${parts.code("type", "The TypeScript type", types.code, "typescript", budgets.types)}`,
  };
}

function tableSection({ table }: TitleView, parts: TitleParts): Section | undefined {
  if (table === undefined) return undefined;
  const { name, columns, notes } = table;
  const list = parts.rows(
    "columns",
    "Columns",
    columns,
    (column) =>
      html`<tr> <th scope="row" class="mono">${shortText(column.name, nameLength)}</th> <td class="mono">${column.type}</td> <td dir="auto">${column.comment ?? ""}</td>
</tr>`,
    (rows) =>
      html`<div class="scroll" tabindex="0" role="region" aria-label="Table of columns">
<table>
<thead>
<tr> <th scope="col">Column</th> <th scope="col">Type</th> <th scope="col">What it holds</th>
</tr>
</thead>
<tbody>
${rows}
</tbody>
</table>
</div>`,
    budgets.rows,
  );
  return {
    id: "table",
    heading: "Table",
    content: html`<p>Its events are queried in <code>${name}</code>.</p> ${list}${
      notes.length === 0
        ? ""
        : html`<ul class="notes"> ${notes.slice(0, shownNotes).map((note) => html`<li>${shortText(note, noteLength)}</li>`)}
</ul>`
    }`,
  };
}

function numbersSection({ numbers }: TitleView, parts: TitleParts): Section | undefined {
  if (numbers.length === 0) return undefined;
  const content = parts.rows(
    "numbers",
    "Metrics and dashboards",
    numbers,
    ({ name, about, address }, root) =>
      html`<li><a href="${root}${address}">${shortText(name, nameLength)}</a> <span class="muted" dir="auto">${shortText(about, noteLength)}</span></li>
`,
    (rows) => html`<ul class="links">${rows}</ul>`,
    budgets.rows,
  );
  return { id: "numbers", heading: "Metrics and dashboards", content };
}

function usesSection({ record, dependents }: TitleView, parts: TitleParts): Section | undefined {
  const { references } = record;
  if (references.length === 0 && dependents.length === 0) return undefined;
  const item = ({ title, version }: { readonly title: string; readonly version: string }, root: string) =>
    html`<li> <a class="mono" href="${root}${titleAddress(title)}">${title}</a> <span class="muted">${version}</span>
</li>`;
  const list = (rows: readonly Html[]) => html`<ul class="links"> ${rows}
</ul>`;
  return {
    id: "uses",
    heading: "References",
    content: html`${
      references.length === 0
        ? ""
        : html`<h3>It refers to</h3> ${parts.rows("references", "Refers to", references, item, list, budgets.rows)}`
    }${
      dependents.length === 0
        ? ""
        : html`<h3>Referred to by</h3> ${parts.rows("dependents", "Referred to by", dependents, item, list, budgets.rows)}`
    }`,
  };
}

function findingsSection({ record }: TitleView, parts: TitleParts): Section | undefined {
  if (record.findings.length === 0) return undefined;
  const content = parts.rows(
    "findings",
    "Findings",
    record.findings,
    (finding) => findingItem(finding),
    (rows) => html`<ul class="findings"> ${rows}
</ul>`,
    budgets.rows,
  );
  return { id: "findings", heading: "Findings", content };
}

function filesSection(
  site: SiteContext,
  { record, files }: TitleView,
  parts: TitleParts,
): Section | undefined {
  if (files.length === 0) return undefined;
  const content = parts.rows(
    "files",
    "Files",
    files.toSorted(newestFirst),
    (name, root) =>
      html`<li> <a class="mono" href="${root}${fileAddress(site.repository, record.title, name)}">${name}</a>
</li>`,
    (rows) => html`<ul class="files"> ${rows}
</ul>`,
    2_500,
  );
  return { id: "files", heading: "Files", content };
}

/** Names that move, then versions, the newest first. */
function newestFirst(a: string, b: string): number {
  const isVersion = (name: string) => /^\d/.test(name);
  if (isVersion(a) !== isVersion(b)) return isVersion(a) ? 1 : -1;
  return compareVersionTexts(b, a);
}
