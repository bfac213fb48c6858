import type { LineageRow } from "./rows.ts";

/** What a person selected. */
export type Selection =
  | { readonly kind: "rows"; readonly rows: readonly LineageRow[] }
  /** Nothing is called so; these are names that could have been meant. */
  | { readonly kind: "unknown"; readonly names: readonly string[] };

/**
 * The rows that a metric, a report, a panel or a field is in. A panel is named by its title, or `DASHBOARD/TITLE`; a field
 * by its path, `TITLE#PATH` or `TITLE.PATH`. What a row has beside a panel that was named is left out.
 */
export function selectRows(rows: readonly LineageRow[], name: string): Selection {
  const wanted = name.toLowerCase();
  const is = (text: string) => text.toLowerCase() === wanted;
  const found = rows.flatMap((row): LineageRow[] => {
    const isRow =
      is(row.name) || row.aggregations.some((one) => is(one.name) || is(one.name.replace(/^report /, "")));
    if (isRow || row.paths.some((path) => is(path) || is(path.replace(/\.\$.*$/, "")))) return [row];
    const panels = row.panels.filter(
      ({ title, dashboard }) => is(title) || is(`${dashboard}/${title}`) || is(dashboard),
    );
    if (panels.length > 0) return [{ ...row, panels }];
    const fields = row.fields.filter(
      ({ title, path }) =>
        is(path) || is(`${title}#${path}`) || is(`${title}.${path}`) || is(title) || is(`/${title}`),
    );
    return fields.length > 0 ? [{ ...row, fields }] : [];
  });
  if (found.length > 0) return { kind: "rows", rows: found };
  const names = rows.flatMap((row) => [
    row.name,
    ...row.panels.map(({ title }) => title),
    ...row.fields.map(({ path }) => path),
  ]);
  return { kind: "unknown", names: [...new Set(names)] };
}
