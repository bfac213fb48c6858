import type { LineageRow, Readings } from "@addendum/lineage";
import type { LineageRowView, LineageView } from "@addendum/registry-site";
import { UserError } from "@addendum/workspace";
import { layOut } from "../lineage/lay-out.ts";
import { lineageBundle } from "../lineage/lineage-bundle.ts";

/** Where numbers come from, as the registry's pages show it; undefined if there are none. */
export function lineageView(readings: Readings): LineageView | undefined {
  const { lineageRows, lineagePictures } = lineageBundle();
  const rows = lineageRows(readings);
  if (rows.length === 0) return undefined;
  return {
    rows: rows.map(rowView),
    async draw(hrefOf) {
      try {
        return await lineagePictures(rows, layOut, hrefOf);
      } catch (error) {
        // Without ELK there are no pictures; everything else is there.
        if (error instanceof UserError) return { pictures: [], left: sentence(error.message) };
        throw error;
      }
    },
  };
}

function rowView(row: LineageRow): LineageRowView {
  const cells = lineageBundle().cellsOf(row);
  const { name, question, owner, tickets } = row;
  return {
    name,
    question,
    owner,
    tickets,
    fields: cells.fields.map((line) => {
      const colon = line.indexOf(": ");
      return { title: line.slice(0, colon), names: line.slice(colon + 2) };
    }),
    shown: [
      { label: "Shown on", lines: cells.panels },
      { label: "Published as", lines: cells.paths },
      { label: "Computed by", lines: cells.aggregations },
    ],
    initiated: [
      { label: "Collected by", lines: cells.collector },
      { label: "Initiated by", lines: cells.initiator },
      { label: "Status", lines: cells.status },
      { label: "History", lines: cells.history },
      { label: "Deprecation", lines: cells.deprecation },
    ],
  };
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
