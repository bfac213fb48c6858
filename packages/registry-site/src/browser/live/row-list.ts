import { fill, make, setText } from "./dom.ts";
import type { Row } from "./event-buffer.ts";
import { summaryOf } from "./event-lines.ts";

export const verdictWords = {
  accepted: "accepted",
  duplicate: "sent twice",
  rejected: "rejected",
  failed: "failed",
} as const;

export const verdictTones = { accepted: "good", duplicate: "plain", rejected: "bad", failed: "bad" } as const;

/** Rows above and below those that are seen. */
const spare = 4;

/** One row of the page, used again and again for other events. */
class RowElement {
  readonly element: HTMLElement;
  private readonly time = make("span", { class: "row-time" });
  private readonly verdict = make("span", { class: "badge" });
  private readonly stream = make("span", { class: "row-stream mono" });
  private readonly version = make("span", { class: "row-version" });
  private readonly about = make("span", { class: "row-what" });
  private row: Row | undefined;

  constructor(index: number) {
    const attributes = { role: "option", id: `row-${index}` };
    const { time, verdict, stream, version, about } = this;
    this.element = make("div", { class: "row", attributes }, time, verdict, stream, version, about);
  }

  show(row: Row, position: number, count: number, top: number, isSelected: boolean): void {
    this.element.style.transform = `translateY(${top}px)`;
    this.element.setAttribute("aria-posinset", String(position + 1));
    this.element.setAttribute("aria-setsize", String(count));
    this.element.setAttribute("aria-selected", String(isSelected));
    this.element.dataset["serial"] = String(row.serial);
    if (this.row === row) return;
    this.row = row;
    const { verdict, errors } = row;
    setText(this.time, timeOf(row.at));
    setText(this.verdict, row.isCanary && verdict === "accepted" ? "canary" : verdictWords[verdict]);
    this.verdict.className = `badge badge-${row.undeclared.length > 0 && verdict === "accepted" ? "warn" : verdictTones[verdict]}`;
    setText(this.stream, row.stream || "no stream");
    setText(this.version, row.schema.slice(row.schema.lastIndexOf("/") + 1));
    const [error] = errors;
    const undeclared = row.undeclared.length > 0 ? `${row.undeclared.join(", ")} is not declared · ` : "";
    setText(
      this.about,
      error === undefined ? undeclared + summaryOf(row.event) : `${error.pointer} ${error.reason}`,
    );
    this.about.classList.toggle("row-bad", error !== undefined);
  }
}

export function timeOf(at: number): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, "0")}`;
}

/** A list of any length, of which only the visible rows are in the page; the newest is the first. */
export class RowList {
  private rows: readonly Row[] = [];
  private readonly pool: RowElement[] = [];
  private readonly box: HTMLElement;
  private readonly space: HTMLElement;
  private readonly phone = matchMedia("(max-width: 40rem)");
  private readonly onSelect: (row: Row) => void;
  private selected: Row | undefined;
  private isAsked = false;

  /** @param box a listbox that scrolls */
  constructor(box: HTMLElement, onSelect: (row: Row) => void) {
    this.box = box;
    this.onSelect = onSelect;
    this.space = make("div", { class: "rows-space", attributes: { role: "presentation" } });
    fill(box, this.space);
    box.addEventListener("scroll", () => this.ask());
    box.addEventListener("click", (event) => this.onClick(event));
    box.addEventListener("keydown", (event) => this.onKey(event));
    this.phone.addEventListener("change", () => this.ask());
    new ResizeObserver(() => this.ask()).observe(box);
  }

  private get height(): number {
    return this.phone.matches ? 60 : 36;
  }

  /** @param rows the oldest first. @param added how many of them are new: the rows that are being read stay in place */
  show(rows: readonly Row[], added: number): void {
    this.rows = rows;
    this.space.style.height = `${rows.length * this.height}px`;
    if (added > 0 && this.box.scrollTop > this.height / 2) this.box.scrollTop += added * this.height;
    this.ask();
  }

  select(row: Row | undefined, isShown = false): void {
    this.selected = row;
    const index = row === undefined ? -1 : this.rows.indexOf(row);
    if (index !== -1 && isShown) this.reveal(this.rows.length - 1 - index);
    this.ask();
  }

  /** Once before the page is drawn again, however often something changes. */
  private ask(): void {
    if (this.isAsked) return;
    this.isAsked = true;
    requestAnimationFrame(() => {
      this.isAsked = false;
      this.draw();
    });
  }

  private draw(): void {
    const { rows, height, box } = this;
    const from = Math.max(0, Math.floor(box.scrollTop / height) - spare);
    const count = Math.min(rows.length - from, Math.ceil(box.clientHeight / height) + 2 * spare);
    let active: string | undefined;
    for (let index = 0; index < count; index++) {
      const element = (this.pool[index] ??= this.addElement(index));
      const position = from + index;
      const row = rows[rows.length - 1 - position] as Row;
      const isSelected = row === this.selected;
      element.show(row, position, rows.length, position * height, isSelected);
      element.element.hidden = false;
      if (isSelected) active = element.element.id;
    }
    for (let index = Math.max(0, count); index < this.pool.length; index++) {
      (this.pool[index] as RowElement).element.hidden = true;
    }
    if (active === undefined) box.removeAttribute("aria-activedescendant");
    else box.setAttribute("aria-activedescendant", active);
  }

  private addElement(index: number): RowElement {
    const row = new RowElement(index);
    this.space.append(row.element);
    return row;
  }

  private onClick({ target }: MouseEvent): void {
    const element = target instanceof Element ? target.closest<HTMLElement>(".row") : null;
    const serial = Number(element?.dataset["serial"]);
    const row = this.rows.find((one) => one.serial === serial);
    if (row !== undefined) this.choose(row);
  }

  private onKey(event: KeyboardEvent): void {
    const { rows } = this;
    const index = this.selected === undefined ? -1 : rows.indexOf(this.selected);
    const position = index === -1 ? -1 : rows.length - 1 - index;
    const page = Math.max(1, Math.floor(this.box.clientHeight / this.height) - 1);
    const wanted = {
      ArrowDown: position + 1,
      ArrowUp: Math.max(0, position - 1),
      PageDown: position + page,
      PageUp: position - page,
      Home: 0,
      End: rows.length - 1,
    }[event.key];
    if (wanted === undefined || rows.length === 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const next = Math.min(rows.length - 1, Math.max(0, wanted));
    this.reveal(next);
    this.choose(rows[rows.length - 1 - next] as Row);
  }

  private choose(row: Row): void {
    this.selected = row;
    this.ask();
    this.onSelect(row);
  }

  private reveal(position: number): void {
    const { box, height } = this;
    const top = position * height;
    if (top < box.scrollTop) box.scrollTop = top;
    else if (top + height > box.scrollTop + box.clientHeight) box.scrollTop = top + height - box.clientHeight;
  }
}
