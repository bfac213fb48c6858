import { isArray, isObject, own, type Pointer } from "@addendum/json-schema";
import type { PanelFile } from "./dashboard-file.ts";

/** What a query of a panel asks for, as far as its text says. */
export interface PanelQuery {
  readonly pointer: Pointer;
  /** Its metrics, without dimensions and without what stands for their totals; empty where that is not known. */
  readonly metrics: ReadonlySet<string>;
  /** Dimension → the one value that the query names. */
  readonly values: ReadonlyMap<string, string>;
  /** Whether numbers are divided or averaged. */
  readonly isRatio: boolean;
  /** Its text with something else for the value of a dimension. */
  without(dimension: string): string;
}

/** The queries of a panel in the languages of Graphite and Prometheus; those in SQL ask for what is not known. */
export function queriesOf({ pointer, data }: PanelFile): readonly PanelQuery[] {
  const targets = own(data, "targets");
  if (!isArray(targets)) return [];
  return targets.flatMap((target, index) => {
    if (!isObject(target)) return [];
    const at = `${pointer}/targets/${index}`;
    const [full, short, expression] = ["targetFull", "target", "expr"].map((key) => own(target, key));
    const path = typeof full === "string" ? full : short;
    if ([path, expression].some((text) => typeof text === "string" && text.length > longest))
      return [unknown(at)];
    if (typeof path === "string") return [graphiteQuery(at, path)];
    if (typeof expression === "string") return [prometheusQuery(at, expression)];
    return [unknown(at)];
  });
}

/** UTF-16 units of a query at most; hand-written ones are shorter. */
const longest = 20_000;

function unknown(pointer: Pointer): PanelQuery {
  return { pointer, metrics: new Set(), values: new Map(), isRatio: false, without: () => "" };
}

/** The ends of names under which totals are: `…_total`, `…_sessions`. */
const companions = /_(?:total|sessions|page_views|events)$/;

const node = String.raw`(?:\$?\{[^{}]{0,500}\}|\[[^\]]{0,500}\]|\$(?!\{)|[\w*?#:-])+`;
const graphitePaths = new RegExp(
  String.raw`(?<![\w.$}*-])(?=[A-Za-z_$*{])${node}(?:\.${node})+(?!\s*\(|[\w.])`,
  "g",
);
const graphiteRatios =
  /\b(?:averageSeries\w*|avg|average|divideSeries\w*|asPercent|weightedAverage|averageAbove|pct)\s*\(/;

function graphiteQuery(pointer: Pointer, text: string): PanelQuery {
  // A legend is not a path.
  const code = text.replaceAll(/'[^']*'|"[^"]*"/g, "''");
  const metrics = new Set<string>();
  const values = new SingleValues();
  for (const [path] of code.matchAll(graphitePaths)) {
    const nodes = path.split(".");
    const first = nodes.findIndex((node) => /^by[A-Z]/.test(node));
    const own = first === -1 ? nodes : nodes.slice(0, first);
    metrics.add(own.join(".").replace(companions, ""));
    for (let index = first; index !== -1 && index + 1 < nodes.length; index += 2)
      values.add(nodes[index] as string, nodes[index + 1] as string, /[$*?{[]/);
  }
  return {
    pointer,
    metrics,
    values: values.single,
    isRatio: graphiteRatios.test(code),
    without: (dimension) =>
      code.replaceAll(new RegExp(`(?<=\\.)${escaped(dimension)}\\.[^.,)\\s]+`, "g"), dimension),
  };
}

const promqlWords = new Set(
  "by without on ignoring group_left group_right and or unless offset bool inf nan start end atan2".split(
    " ",
  ),
);

function prometheusQuery(pointer: Pointer, text: string): PanelQuery {
  const values = new SingleValues();
  for (const [, label = "", operator = "", value = ""] of text.matchAll(
    /(?<!\w)([A-Za-z_]\w*)\s{0,9}(=~|=)\s*"((?:[^"\\]|\\.)*)"/g,
  ))
    values.add(label, value, operator === "=" ? /\$|\[\[/ : /[$.*+?|()[\]{}\\]/);
  const code = text
    .replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/g, '""')
    .replaceAll(/\{[^{}]*\}/g, " ")
    .replaceAll(/\[[^[\]]*\]/g, " ")
    .replaceAll(/\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^()]*\)/gi, " ");
  const metrics = new Set<string>();
  for (const [name] of code.matchAll(/(?<![\w:$.])[A-Za-z_:][\w:]*(?![\w:]|\s*\()/g)) {
    if (promqlWords.has(name.toLowerCase())) continue;
    metrics.add(
      name
        .replace(/_(?:bucket|sum|count)$/, "")
        .replace(/_(?:hourly|daily|weekly|monthly)$/, "")
        .replace(companions, ""),
    );
  }
  return {
    pointer,
    metrics,
    values: values.single,
    // To divide by a number is to convert.
    isRatio: /\/(?!\s*[\d.]+(?:\s|\)|$))/.test(code) || /\bavg(?:_over_time)?\b/.test(code),
    without: (label) =>
      text.replaceAll(new RegExp(`\\b${escaped(label)}\\s*=~?\\s*"(?:[^"\\\\]|\\\\.)*"`, "g"), label),
  };
}

/** Dimensions that have one value wherever they are named. */
class SingleValues {
  readonly single = new Map<string, string>();
  private readonly several = new Set<string>();

  /** @param isOpen matches what stands for several values */
  add(dimension: string, value: string, isOpen: RegExp): void {
    const known = this.single.get(dimension);
    if (this.several.has(dimension)) return;
    if (isOpen.test(value) || (known !== undefined && known !== value)) {
      this.several.add(dimension);
      this.single.delete(dimension);
    } else this.single.set(dimension, value);
  }
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
