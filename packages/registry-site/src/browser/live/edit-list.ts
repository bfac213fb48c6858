import type {
  Edit,
  EditVerdict,
  Examined,
  ReferringSchemaEdit,
  ShownFinding,
  ShownLines,
} from "@addendum/event-intake/live-messages";
import { codeLines } from "./code-lines.ts";
import { fill, make } from "./dom.ts";
import { timeOf } from "./row-list.ts";
import { number } from "./stream-table.ts";

const verdicts = {
  first: {
    word: "first version",
    tone: "good",
    says: "No version of this major is published, so it cannot break anything.",
  },
  compatible: {
    word: "compatible",
    tone: "good",
    says: "Every event that the published versions accept stays valid.",
  },
  incompatible: {
    word: "breaks old events",
    tone: "bad",
    says: "Some events that a published version accepts would be rejected.",
  },
  unknown: {
    word: "undecided",
    tone: "warn",
    says: "It could not be decided whether every old event stays valid.",
  },
  unstable: {
    word: "unstable",
    tone: "warn",
    says: "It is not compared with older versions, because the settings say that it is unstable.",
  },
  unchanged: { word: "unchanged", tone: "plain", says: "It is the same as its published version." },
  invalid: {
    word: "cannot be used",
    tone: "bad",
    says: "Fix its errors, so that it can be compared.",
  },
} as const;

const severities = { error: "bad", warn: "warn", info: "plain" } as const;
const severityWords = { error: "error", warn: "warning", info: "remark" } as const;
/** More edits are not shown. */
const editLimit = 5;
/** More findings are folded. */
const openFindings = 2;

/** The list of saved sources and what they would mean, the newest first. */
export class EditList {
  private edits: readonly Edit[] = [];
  private readonly section: HTMLElement;
  private readonly list: HTMLElement;
  private readonly status: HTMLElement;
  private readonly onEvent: (number: number) => void;
  private readonly runOf: () => string;

  /**
   * @param section hidden while nothing was saved
   * @param status told in one sentence, for those who hear the page
   * @param onEvent called with the event that the reader wants to see
   * @param runOf the run of the intake: what links to events begin with
   */
  constructor(
    section: HTMLElement,
    list: HTMLElement,
    status: HTMLElement,
    onEvent: (number: number) => void,
    runOf: () => string,
  ) {
    this.section = section;
    this.list = list;
    this.status = status;
    this.onEvent = onEvent;
    this.runOf = runOf;
    list.addEventListener("click", (event) => {
      const link =
        event.target instanceof Element ? event.target.closest<HTMLElement>("[data-number]") : null;
      if (link === null) return;
      event.preventDefault();
      this.onEvent(Number(link.dataset["number"]));
    });
  }

  add(edit: Edit): void {
    const known = this.edits.find(({ title }) => title === edit.title);
    if (known?.at === edit.at) return;
    this.edits = [edit, ...this.edits.filter((one) => one !== known)].slice(0, editLimit);
    this.section.hidden = false;
    fill(this.list, ...this.edits.map((one, index) => this.item(one, index === 0)));
    fill(this.status, `${edit.title} was saved: ${verdicts[edit.verdict].word}.${spokenOfReferring(edit)}`);
  }

  private item(edit: Edit, isOpen: boolean): HTMLElement {
    const head = make("span", { class: "muted" }, timeOf(edit.at));
    const details = this.block(edit, head, [], [this.referring(edit)]);
    details.open = isOpen;
    return make("li", {}, details);
  }

  /** @param above, below what else is said about it */
  private block(
    examined: Examined,
    head: HTMLElement | false,
    above: readonly (HTMLElement | false)[],
    below: readonly (HTMLElement | false)[],
  ): HTMLDetailsElement {
    const { title, file, version, previous, isRaised, verdict, findings } = examined;
    const { word, tone, says } = verdicts[verdict];
    const errors = findings.filter(({ severity }) => severity === "error").length;
    const step = version === undefined ? "" : previous === undefined ? version : `${previous} → ${version}`;
    return make(
      "details",
      { class: `edit edit-${tone}` },
      make(
        "summary",
        {},
        make("span", { class: "mono edit-title" }, title),
        make("span", { class: "edit-step" }, step),
        make("span", { class: `badge badge-${tone}` }, word),
        errors > 0 &&
          make("span", { class: "badge badge-bad" }, errors === 1 ? "1 error" : `${errors} errors`),
        head,
      ),
      make("p", {}, says),
      ...above,
      isRaised &&
        make(
          "p",
          { class: "muted" },
          `The version is not raised yet, so it was examined as ${version ?? ""}. `,
          make("code", {}, `addendum bump ${file}`),
          " raises it.",
        ),
      this.events(examined),
      findings.length > 0 &&
        make("ul", { class: "edit-findings" }, ...findings.slice(0, openFindings).map(findingItem)),
      findings.length > openFindings &&
        make(
          "details",
          {},
          make("summary", {}, `${findings.length - openFindings} more`),
          make("ul", { class: "edit-findings" }, ...findings.slice(openFindings).map(findingItem)),
        ),
      ...below,
    );
  }

  /** What it would mean for the schemas that refer to it. */
  private referring({
    title,
    verdict,
    referring: { count, verdicts: found, shown },
  }: Edit): HTMLElement | false {
    if (count === 0) return false;
    const schemas = count === 1 ? "1 schema refers" : `${number(count)} schemas refer`;
    if (verdict === "invalid") {
      return make("p", {}, `${schemas} to ${title}. They are examined once its errors are fixed.`);
    }
    const entries = Object.entries(found) as [EditVerdict, number][];
    const examined = entries.reduce((sum, [, many]) => sum + many, 0);
    const parts = [
      ...entries.map(([one, many]) => `${number(many)} ${many === 1 ? verdicts[one].word : manyWord(one)}`),
      ...(count > examined ? [`${number(count - examined)} not examined`] : []),
    ];
    const left = examined - shown.length;
    return make(
      "section",
      { class: "referring", attributes: { "aria-label": `Schemas that refer to ${title}` } },
      make("p", {}, `${schemas} to ${title}: ${parts.join(", ")}.`),
      make(
        "ul",
        { class: "edits" },
        ...shown.map((one, index) => make("li", {}, this.referringItem(one, index === 0))),
      ),
      left > 0 && make("p", { class: "muted" }, `and ${number(left)} more`),
    );
  }

  private referringItem(one: ReferringSchemaEdit, isFirst: boolean): HTMLElement {
    const { moved, verdict, events } = one;
    const about =
      moved !== undefined &&
      make(
        "p",
        { class: "muted" },
        "It refers to ",
        make("code", {}, moved.from),
        ", and was examined as if it referred to ",
        make("code", {}, moved.to),
        ". It stays as it is until you change the reference.",
      );
    const rejected =
      events.rejected > 0 &&
      make("span", { class: "badge badge-bad" }, `${number(events.rejected)} of the last events`);
    const details = this.block(one, rejected, [about], []);
    // What breaks events is shown opened, because readers look for it.
    details.open = isFirst && (verdict === "incompatible" || verdict === "invalid");
    return details;
  }

  private events({ events: { judged, rejected, reasons, mended, problem } }: Examined): HTMLElement {
    if (problem !== undefined) {
      return make("p", { class: "muted" }, `The last events could not be validated against it: ${problem}`);
    }
    if (judged === 0 && mended === 0) {
      return make("p", { class: "muted" }, "None of the last events has this schema.");
    }
    const about = `Of the last ${number(judged)} accepted ${judged === 1 ? "event" : "events"} of this schema, ${rejected === 0 ? "none" : number(rejected)} would be rejected.`;
    const items = reasons.map((one) => {
      const link = make("a", { attributes: { href: `#event=${this.runOf()}.${one.number}` } }, "the newest");
      link.dataset["number"] = String(one.number);
      const [place, text] = [make("code", {}, one.pointer || "the event"), ` ${one.reason} (`];
      return make("li", {}, `${number(one.count)} × `, place, text, link, ")");
    });
    return make(
      "div",
      { class: rejected > 0 ? "notice notice-bad" : "" },
      make("p", {}, about, mended > 0 && ` ${number(mended)} that were rejected would be accepted.`),
      items.length > 0 && make("ul", {}, ...items),
    );
  }
}

function manyWord(verdict: EditVerdict): string {
  return verdict === "incompatible" ? "break old events" : verdicts[verdict].word;
}

/** For those who hear the page: whether it breaks schemas that refer to it. */
function spokenOfReferring({ referring: { verdicts: found } }: Edit): string {
  const broken = (found.incompatible ?? 0) + (found.invalid ?? 0);
  if (broken === 0) return "";
  return broken === 1
    ? " 1 schema that refers to it would break."
    : ` ${number(broken)} schemas that refer to it would break.`;
}

function findingItem({
  severity,
  rule,
  message,
  hint,
  file,
  line,
  excerpt,
  evidence,
}: ShownFinding): HTMLElement {
  return make(
    "li",
    { class: "finding" },
    make("span", { class: `badge badge-${severities[severity]}` }, severityWords[severity]),
    ` ${message} `,
    make("code", { class: "rule" }, rule),
    make(
      "p",
      { class: "muted" },
      make("span", { class: "mono" }, `${file}:${line}`),
      hint !== "" && ` · ${hint}`,
    ),
    excerpt &&
      codeLines(`Line ${line} of ${file}`, [
        { text: excerpt.text, number: line, tone: severity === "error" ? "bad" : "warn", part: excerpt },
      ]),
    ...evidence.map(evidenceBlock),
  );
}

function evidenceBlock({ label, lines, marked, note }: ShownLines): HTMLElement {
  const shown = lines.map((text, index) =>
    index === marked ? { text, tone: "bad" as const, note } : { text },
  );
  return make(
    "figure",
    { class: "witness" },
    make("figcaption", {}, label),
    codeLines(label, shown),
    marked === undefined && note !== "" && make("p", { class: "row-bad" }, note),
  );
}
