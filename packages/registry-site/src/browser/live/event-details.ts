import type { SchemaExcerpt, ShownError } from "@addendum/event-intake/live-messages";
import { titleAddress } from "../../model/addresses.ts";
import { type CodeLine, codeLines } from "./code-lines.ts";
import { fill, make } from "./dom.ts";
import type { Row } from "./event-buffer.ts";
import { eventLines, lineAt } from "./event-lines.ts";
import { timeOf, verdictTones, verdictWords } from "./row-list.ts";

/** More errors have no lines of the schema beside them. */
const excerptLimit = 3;

export interface DetailActions {
  /** Copies a text. */
  copy(text: string, what: string): void;
  /** Puts an event into the form. */
  edit(row: Row): void;
  close(): void;
}

/** The details of one event: its outcome and the reason, with the place marked and the schema's lines beside it. */
export class EventDetails {
  private readonly place: HTMLElement;
  private readonly root: string;
  private readonly actions: DetailActions;
  private row: Row | undefined;

  /** @param root the way to the site's root */
  constructor(place: HTMLElement, root: string, actions: DetailActions) {
    this.place = place;
    this.root = root;
    this.actions = actions;
  }

  show(row: Row): void {
    if (row === this.row) return;
    this.row = row;
    const excerpts = make("div", { class: "excerpts" });
    fill(
      this.place,
      this.head(row),
      ...this.reasons(row),
      make("div", { class: "event-and-schema" }, this.event(row), excerpts),
      row.isCut && make("p", { class: "muted" }, "Long texts and long lists are shortened."),
      this.buttons(row),
    );
    void this.addExcerpts(row, excerpts);
  }

  showNothing(text: string): void {
    this.row = undefined;
    fill(this.place, make("p", { class: "muted empty" }, text));
  }

  private head({ verdict, stream, schema, at, isCanary }: Row): HTMLElement {
    const slash = schema.lastIndexOf("/");
    const title = schema.slice(1, slash);
    const back = make("button", { class: "back", attributes: { type: "button" } }, "Back to the list");
    back.addEventListener("click", () => this.actions.close());
    return make(
      "div",
      { class: "event-head" },
      back,
      make(
        "p",
        { class: "badges" },
        make("span", { class: `badge badge-${verdictTones[verdict]}` }, verdictWords[verdict]),
        isCanary && make("span", { class: "badge" }, "canary"),
        make("span", { class: "muted" }, timeOf(at)),
      ),
      make("h3", { class: "mono" }, stream || "no stream"),
      make(
        "p",
        { class: "mono" },
        slash > 0
          ? make("a", { attributes: { href: this.root + titleAddress(title) } }, schema)
          : schema || "no schema",
      ),
    );
  }

  private reasons({ errors, moreErrors, undeclared }: Row): readonly (HTMLElement | false)[] {
    const items = errors.map(({ pointer, reason }) =>
      make("li", {}, make("code", {}, pointer || "the event"), ` ${reason}`),
    );
    if (moreErrors > 0) items.push(make("li", { class: "muted" }, `and ${moreErrors} more`));
    return [
      items.length > 0 && make("ul", { class: "reasons" }, ...items),
      undeclared.length > 0 &&
        make(
          "p",
          { class: "notice notice-warn" },
          "Not declared by the schema: ",
          ...undeclared.flatMap((pointer, index) => [index > 0 && ", ", make("code", {}, pointer)]),
        ),
    ];
  }

  private event({ event, errors, undeclared }: Row): HTMLElement {
    const lines = eventLines(event);
    const marked = new Map<number, Pick<CodeLine, "tone" | "note">>();
    for (const pointer of undeclared)
      marked.set(lineAt(lines, pointer), { tone: "warn", note: "not declared" });
    for (const { pointer, reason } of errors.toReversed()) {
      marked.set(lineAt(lines, pointer), { tone: "bad", note: reason });
    }
    const shown = lines.map(({ text }, index): CodeLine => ({ text, ...marked.get(index) }));
    return make("figure", {}, make("figcaption", {}, "The event"), codeLines("The event as JSON", shown));
  }

  private async addExcerpts(row: Row, place: HTMLElement): Promise<void> {
    const asked = row.errors
      .filter(({ schemaPointer }) => schemaPointer !== undefined)
      .slice(0, excerptLimit);
    for (const error of asked) {
      const excerpt = await readExcerpt(this.root, row.schema, error);
      // The reader may have chosen another event in the meantime.
      if (this.row !== row) return;
      if (excerpt !== undefined) place.append(this.excerpt(excerpt, error));
    }
  }

  private excerpt(
    { file, first, lines, line, start, end }: SchemaExcerpt,
    { reason }: ShownError,
  ): HTMLElement {
    const shown = lines.map((text, index): CodeLine => {
      const number = first + index;
      return { text, number, ...(number === line && { tone: "bad", part: { start, end } }) };
    });
    return make(
      "figure",
      {},
      make("figcaption", {}, "The schema: ", make("code", {}, `${file}:${line}`)),
      codeLines(`The schema's line: ${reason}`, shown),
    );
  }

  private buttons(row: Row): HTMLElement {
    const button = (label: string, act: () => void) => {
      const element = make("button", { attributes: { type: "button" } }, label);
      element.addEventListener("click", act);
      return element;
    };
    const { copy, edit } = this.actions;
    const link = new URL(location.href);
    link.hash = `event=${row.key}`;
    return make(
      "p",
      { class: "buttons" },
      button("Copy link", () => copy(link.href, "the link")),
      button("Copy event", () => copy(JSON.stringify(row.event, null, 2), "the event")),
      button("Edit and send again", () => edit(row)),
    );
  }
}

async function readExcerpt(
  root: string,
  uri: string,
  { schemaPointer = "" }: ShownError,
): Promise<SchemaExcerpt | undefined> {
  const query = new URLSearchParams({ uri, pointer: schemaPointer });
  const answer = await fetch(`${root}live/schema?${query.toString()}`).catch(() => undefined);
  return answer?.ok === true ? ((await answer.json()) as SchemaExcerpt) : undefined;
}
