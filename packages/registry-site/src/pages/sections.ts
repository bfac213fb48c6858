/** What may be served: the registry's pages, those that only some repositories have, and the live view. */
export type SitePart = "pages" | "lineage" | "dashboards" | "live";

/** A link in the head of each page. */
export interface Section {
  /** Below the site's root. */
  readonly address: string;
  readonly label: string;
}

const all: readonly (Section & { readonly part: SitePart })[] = [
  { part: "pages", address: "", label: "Schemas" },
  { part: "pages", address: "fragments/", label: "Fragments" },
  { part: "pages", address: "streams/", label: "Streams" },
  { part: "pages", address: "changes/", label: "Changes" },
  { part: "pages", address: "deprecations/", label: "What ends" },
  { part: "pages", address: "findings/", label: "Findings" },
  { part: "lineage", address: "lineage/", label: "Lineage" },
  { part: "dashboards", address: "dashboards/", label: "Dashboards" },
  { part: "live", address: "live/", label: "Live" },
];

/** The links in the head of each page, the live view's included. */
export function sectionsOf(parts: readonly SitePart[]): readonly Section[] {
  return all.flatMap(({ part, address, label }) => (parts.includes(part) ? [{ address, label }] : []));
}
