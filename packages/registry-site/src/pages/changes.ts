import { breakable, html, type Html } from "../html/html.ts";
import { shortText } from "../html/short-text.ts";
import { linkedVersions, rootFrom, titleAddress, versionAnchor } from "../model/addresses.ts";
import type { TitleRecord, VersionRecord } from "../model/record.ts";
import { badge, count, time, verdictWords } from "./badges.ts";
import type { PageFile } from "./fold.ts";
import { listPages } from "./list-pages.ts";
import type { SiteContext } from "./site-context.ts";
import { compareVersionTexts } from "../model/version-order.ts";

/** A version of a title, in the order in which they came. */
export interface ChangeView {
  readonly title: string;
  readonly description: string;
  readonly version: VersionRecord;
  /** Where it is, below the site's root. */
  readonly address: string;
}

/** The changes, latest first. Those without a date are left out. */
export function changesOf(records: readonly TitleRecord[]): readonly ChangeView[] {
  const all = records.flatMap(({ title, description, versions }) =>
    versions.map((version, index): ChangeView => {
      const isLinked = index >= versions.length - linkedVersions;
      const address = `${titleAddress(title)}#${isLinked ? versionAnchor(version.version) : "versions"}`;
      return { title, description, version, address };
    }),
  );
  const dated = all.filter(({ version }) => version.date !== undefined);
  return dated.sort(
    (a, b) =>
      compare(b.version.date ?? "", a.version.date ?? "") ||
      compare(a.title, b.title) ||
      compareVersionTexts(b.version.version, a.version.version),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function changeItem({ title, description, version, address }: ChangeView, root: string): Html {
  const { changes, changeCount, verdict } = version;
  const mark =
    verdict === undefined
      ? badge("new", "accent")
      : verdict === "compatible"
        ? ""
        : badge(verdictWords[verdict].label, verdictWords[verdict].tone);
  const [first] = changes;
  const what =
    first === undefined
      ? html`<span dir="auto">${verdict === undefined ? cut(description) : "Nothing that affects events."}</span>`
      : html`<code>${shortText(first.path, 200) || "the event"}</code> <span dir="auto">${cut(first.text)}</span>${changeCount > 1 ? html` <span class="muted">and ${count(changeCount - 1, "change")} more</span>` : ""}`;
  return html`<li> <span class="feed-when">${time(version.date)}</span>
<div> <a class="mono" href="${root}${address}">${breakable(title)} ${version.version}</a> ${mark}
<p class="feed-what">${what}</p>
</div>
</li>`;
}

function cut(text: string): string {
  return shortText(text, 160);
}

/**
 * The pages of changes.
 * @param all how many changes there are; older ones are only on the pages of their schemas
 * @param undated how many versions have no date, so that they cannot be listed
 */
export function changesPages(
  site: SiteContext,
  changes: readonly ChangeView[],
  all: number,
  undated: number,
): readonly PageFile[] {
  const cut =
    all > changes.length
      ? html` These are the last ${changes.length.toLocaleString("en")} of ${all.toLocaleString("en")}: each schema’s page has all of its own.`
      : "";
  const left =
    undated > 0 && all > 0 ? html` ${count(undated, "version")} not committed yet: not listed.` : "";
  return listPages(site, {
    address: "changes/",
    title: "Changes",
    intro: html`<p class="lead"> What came into the repository, the newest first. There is <a href="${rootFrom("changes/")}changes.atom">a feed</a> of it.${cut}${left}
</p>`,
    rows: changes,
    row: changeItem,
    wrap: (rows) => html`<ul class="feed"> ${rows}
</ul>`,
    empty: "Git does not know when any version was published.",
  });
}
