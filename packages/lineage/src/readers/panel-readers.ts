import { foldedName } from "@addendum/event-fields";
import type { NewOption, Reader } from "@addendum/schema-repository";
import type { FieldSources, SourceField } from "./field-sources.ts";
import type { PanelUse, PanelUses } from "./panel-uses.ts";

/** A panel's name for people. */
export function panelName({ dashboard, panel }: Pick<PanelUses, "dashboard" | "panel">): string {
  return `${panel.what} “${panel.title}” of “${dashboard.title}”`;
}

/** Panels as readers of the fields that what they show is computed from, and of those that their own SQL reads. */
export function panelReaders(panels: readonly PanelUses[], sources: FieldSources): readonly Reader[] {
  return panels.flatMap((one) => {
    const { dashboard, uses, reads } = one;
    const common = { kind: "panel" as const, name: panelName(one), file: dashboard.file };
    const found = new Map<string, Reader>();
    const add = (reader: Reader) => {
      const key = JSON.stringify([reader.title, ...reader.path.map(foldedName)]);
      const known = found.get(key);
      // The strongest thing that it does is said: that it reads, and that it tells lines apart.
      if (known === undefined || strengthOf(reader) > strengthOf(known)) found.set(key, reader);
    };
    for (const read of reads) add({ ...common, ...read });
    for (const use of uses) {
      for (const field of sources.of(use.publication.publisher)) {
        const { title, major, path } = field;
        add({ ...common, title, major, path, ...whatItDoes(use, field, dashboard.isGenerated) });
      }
    }
    return [...found.values()];
  });
}

function strengthOf({ how, newOption }: Reader): number {
  return (how === "reads" ? 4 : 0) + (newOption === undefined ? 0 : newOption.kind === "counted" ? 1 : 2);
}

function whatItDoes(
  use: PanelUse,
  field: SourceField,
  isGenerated: boolean,
): Pick<Reader, "how" | "does" | "newOption"> {
  const { publisher } = use.publication;
  const own = groupingOf(use, field, isGenerated);
  const shown =
    publisher.kind === "metric"
      ? `metric “${publisher.known.metric.name}”`
      : `report “${publisher.report.key}”`;
  const does = own === undefined ? `shows ${shown}, which ${field.does}` : field.does;
  const newOption = own ?? (field.dimension === undefined ? field.newOption : ({ kind: "counted" } as const));
  return {
    how: use.isCertain ? field.how : "may read",
    // A variable of the dashboard decides what it shows.
    does:
      field.how === "may read"
        ? field.does
        : use.isCertain
          ? does
          : `its variables decide whether it ${does}`,
    ...(newOption && { newOption }),
  };
}

/** How a panel tells a dimension apart; undefined if it puts all values together. */
function groupingOf(
  { grouped }: PanelUse,
  { dimension, newOption }: SourceField,
  isGenerated: boolean,
): NewOption | undefined {
  if (dimension === undefined || !grouped.has(dimension)) return undefined;
  const values = grouped.get(dimension);
  // What the catalogue does not limit is drawn as soon as dashboards are generated again.
  if (values === undefined || (isGenerated && newOption?.kind === "line")) return { kind: "line" };
  return { kind: "left out", known: [...values] };
}
