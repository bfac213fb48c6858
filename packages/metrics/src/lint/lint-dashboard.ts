import { type Data, isArray, isObject, own, shorten } from "@addendum/json-schema";
import {
  dashboardInvalidDocument,
  dashboardMissingEnd,
  dashboardMissingIntroduction,
  dashboardMissingOwner,
  dashboardMissingTag,
  dashboardMissingTicket,
  dashboardMissingTotals,
  dashboardMissingVariable,
  type Finding,
  Findings,
  noDashboardMixedMetrics,
  noDashboardStacking,
  type Settings,
} from "@addendum/schema-repository";
import { type DashboardFile, type PanelFile, readDashboard } from "./dashboard-file.ts";
import { type PanelQuery, queriesOf } from "./panel-queries.ts";

/**
 * Checks a Grafana dashboard by the rules that generated dashboards follow.
 * @param file its path, for findings
 */
export function lintDashboard(file: string, text: string, settings: Settings): readonly Finding[] {
  const findings = new Findings(settings);
  const read = readDashboard(text);
  switch (read.kind) {
    case "dashboard":
      new DashboardLinter(file, read.dashboard, findings).judge();
      break;
    case "syntax":
      findings.add(
        dashboardInvalidDocument,
        "syntax",
        { file, offset: read.offset },
        { reason: shorten(read.reason, 80) },
      );
      break;
    case "large":
      findings.add(dashboardInvalidDocument, "large", { file, offset: 0 }, read);
      break;
    case "newer":
      findings.add(
        dashboardInvalidDocument,
        "newer",
        { file, pointer: read.pointer },
        { version: read.version, known: read.known },
      );
      break;
    case "other":
      findings.add(
        dashboardInvalidDocument,
        "other",
        { file, pointer: read.pointer },
        { reason: read.reason },
      );
  }
  return findings.list;
}

/** A panel of numbers, with what it asks for. */
interface JudgedPanel {
  readonly panel: PanelFile;
  readonly queries: readonly PanelQuery[];
  readonly metrics: ReadonlySet<string>;
  readonly isRatio: boolean;
}

class DashboardLinter {
  private readonly file: string;
  private readonly dashboard: DashboardFile;
  private readonly findings: Findings;
  private readonly graphs: readonly JudgedPanel[];

  constructor(file: string, dashboard: DashboardFile, findings: Findings) {
    this.file = file;
    this.dashboard = dashboard;
    this.findings = findings;
    this.graphs = dashboard.panels.flatMap((panel) => {
      const queries = queriesOf(panel);
      if (queries.length === 0) return [];
      const metrics = new Set(queries.flatMap((query) => [...query.metrics]));
      return [{ panel, queries, metrics, isRatio: isRatio(panel, queries) }];
    });
  }

  judge(): void {
    this.judgeIntroduction();
    this.judgeTicket();
    this.judgeTags();
    this.judgeEnd();
    for (const panel of this.dashboard.panels) this.judgeStacking(panel);
    for (const graph of this.graphs) this.judgeMetrics(graph);
    this.judgeTotals();
    this.judgeRepetition();
  }

  private get words(): string {
    const { description, panels } = this.dashboard;
    return [description, ...panels.map(({ text }) => text)].join("\n").slice(0, readLength);
  }

  private judgeIntroduction(): void {
    const { file, findings } = this;
    const { panels, panelsPointer } = this.dashboard;
    const [first] = panels;
    if (first === undefined) {
      findings.add(dashboardMissingIntroduction, "none", { file, pointer: panelsPointer });
      return;
    }
    const location = { file, pointer: first.pointer };
    if (first.type !== "text") findings.add(dashboardMissingIntroduction, "graph", location);
    else if (first.text.trim() === "") findings.add(dashboardMissingIntroduction, "empty", location);
    if (!responsible.test(this.words)) findings.add(dashboardMissingOwner, "missing", location);
  }

  private judgeTicket(): void {
    const { pointer, links } = this.dashboard;
    const texts = links.map((link) => `${String(own(link, "title"))} ${String(own(link, "url"))}`);
    if ([...texts, this.words].some((text) => ticket.test(text))) return;
    this.findings.add(dashboardMissingTicket, "missing", { file: this.file, pointer });
  }

  private judgeTags(): void {
    const { pointer, tags } = this.dashboard;
    if (tags.length > 0) return;
    this.findings.add(dashboardMissingTag, "missing", { file: this.file, pointer: `${pointer}/tags` });
  }

  private judgeEnd(): void {
    const { pointer, title, tags } = this.dashboard;
    const words = `${title}\n${this.words}`;
    const isTemporary = /\btemporary\b/i.test(`${tags.join("\n")}\n${title}`);
    if (!isTemporary || day.test(words)) return;
    this.findings.add(dashboardMissingEnd, "missing", { file: this.file, pointer: `${pointer}/title` });
  }

  private judgeStacking({ pointer, data, title }: PanelFile): void {
    for (const place of stackings(data)) {
      this.findings.add(
        noDashboardStacking,
        "stacked",
        { file: this.file, pointer: `${pointer}${place}` },
        { title: shorten(title, 80) },
      );
    }
  }

  private judgeMetrics({ panel: { title }, queries, metrics }: JudgedPanel): void {
    const known = queries.filter((query) => query.metrics.size > 0);
    const [first] = known;
    const other = known.find((query) => first !== undefined && areDisjoint(query.metrics, first.metrics));
    if (other === undefined) return;
    const shown = [...metrics].slice(0, 5).map((metric) => shorten(metric, 80));
    this.findings.add(
      noDashboardMixedMetrics,
      "mixed",
      { file: this.file, pointer: other.pointer },
      { title: shorten(title, 80), metrics: shown.join(", ") },
    );
  }

  private judgeTotals(): void {
    const totals = this.graphs.filter((graph) => !graph.isRatio);
    const known = new Set(totals.flatMap(({ metrics }) => [...metrics]));
    for (const graph of this.graphs) {
      if (!graph.isRatio) continue;
      const { panel, metrics } = graph;
      const isKnown = [...metrics].some((metric) => known.has(metric));
      if (isKnown || totals.some((other) => isBeside(panel, other, metrics.size === 0))) continue;
      this.findings.add(
        dashboardMissingTotals,
        "missing",
        { file: this.file, pointer: panel.pointer },
        { title: shorten(panel.title, 80) },
      );
    }
  }

  private judgeRepetition(): void {
    const groups = new Map<string, { dimension: string; panels: Map<string, PanelFile> }>();
    for (const { panel, queries } of this.graphs) {
      for (const [dimension, value] of commonValues(queries)) {
        const rest = queries.map((query) => query.without(dimension)).join("\n");
        const key = `${dimension}\n${rest}`;
        const group = groups.get(key) ?? { dimension, panels: new Map<string, PanelFile>() };
        group.panels.set(value, panel);
        groups.set(key, group);
      }
    }
    for (const { dimension, panels } of groups.values()) {
      const [, second] = [...panels.values()];
      if (second === undefined) continue;
      const titles = [...panels.values()].slice(0, 5).map(({ title }) => `“${shorten(title, 80)}”`);
      this.findings.add(
        dashboardMissingVariable,
        "repeated",
        { file: this.file, pointer: second.pointer },
        { titles: titles.join(", "), dimension: dimension.replace(/^by(?=[A-Z])/, "") },
      );
    }
  }
}

/** UTF-16 units of texts in which people and tickets are looked for. */
const readLength = 100_000;

const responsible =
  /\b(?:responsible|owners?|owned by|contact|maintainers?|maintained by|verantwortlich|kontakt|ansprech\w*)\b[\s:*_`–-]*[\p{L}\p{N}@[(<]/iu;
const ticket =
  /\b(?:tickets?|tasks?|issues?|bugs?|phabricator|jira)\b[^]{0,100}?(?:https?:|[A-Z]{0,20}-?#?\d)|https?:\/\/\S{0,500}?(?:\/T\d+|\/issues?\/|\/browse\/|\/tickets?\/|\/tasks?\/)|\bT\d{2,}\b|\b[A-Z][A-Z0-9]+-\d+\b/i;
const day =
  /\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}\. ?\d{1,2}\. ?\d{4}\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w* (?:\d{1,2},? )?\d{4}\b/i;
const ratioTitle =
  /\b(?:mean|average|avg|share|percent|percentage|ratio|proportion)\b|%|\bper (?:session|page view|user|edit|visit)\b/i;

/** Whether a panel shows means or shares. */
function isRatio({ data, title }: PanelFile, queries: readonly PanelQuery[]): boolean {
  if (/\btotals?\b/i.test(title)) return false;
  const config = own(data, "fieldConfig");
  const defaults = isObject(config) ? own(config, "defaults") : undefined;
  const unit = isObject(defaults) ? own(defaults, "unit") : undefined;
  return (
    unit === "percent" ||
    unit === "percentunit" ||
    ratioTitle.test(title) ||
    queries.some((query) => query.isRatio)
  );
}

/** Whether totals whose metric is not known are in the same row. */
function isBeside({ rows }: PanelFile, other: JudgedPanel, isUnknown: boolean): boolean {
  if (!isUnknown && other.metrics.size > 0) return false;
  if (/\btotals?\b/i.test(other.panel.title)) return true;
  const [from, to] = rows ?? [0, 0];
  const [otherFrom, otherTo] = other.panel.rows ?? [0, 0];
  return from < otherTo && otherFrom < to;
}

/** Dimensions for which all queries name one and the same value. */
function commonValues(queries: readonly PanelQuery[]): readonly (readonly [string, string])[] {
  const [first, ...others] = queries;
  return [...(first?.values ?? [])].filter(([dimension, value]) =>
    others.every((query) => query.values.get(dimension) === value),
  );
}

/** Where a panel stacks: pointers below it. */
function* stackings(panel: Data): Generator<string> {
  if (!isObject(panel)) return;
  if (own(panel, "stack") === true) yield "/stack";
  const options = own(panel, "options");
  const bars = isObject(options) ? own(options, "stacking") : undefined;
  if (bars === "normal" || bars === "percent") yield "/options/stacking";
  const config = own(panel, "fieldConfig");
  if (!isObject(config)) return;
  const defaults = own(config, "defaults");
  const custom = isObject(defaults) ? own(defaults, "custom") : undefined;
  const stacking = isObject(custom) ? own(custom, "stacking") : undefined;
  if (isStacked(stacking)) yield "/fieldConfig/defaults/custom/stacking/mode";
  const overrides = own(config, "overrides");
  for (const [index, override] of (isArray(overrides) ? overrides : []).entries()) {
    const properties = isObject(override) ? own(override, "properties") : undefined;
    for (const [place, property] of (isArray(properties) ? properties : []).entries()) {
      if (
        isObject(property) &&
        own(property, "id") === "custom.stacking" &&
        isStacked(own(property, "value"))
      )
        yield `/fieldConfig/overrides/${index}/properties/${place}/value`;
    }
  }
}

function isStacked(stacking: Data | undefined): boolean {
  const mode = isObject(stacking) ? own(stacking, "mode") : undefined;
  return mode === "normal" || mode === "percent";
}

function areDisjoint(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return ![...one].some((item) => other.has(item));
}
