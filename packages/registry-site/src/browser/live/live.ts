// The live view: events as they come.
import type { ShownEvent } from "@addendum/event-intake/live-messages";
import { Connection, type ConnectionState } from "./connection.ts";
import { fill, find, make, setText } from "./dom.ts";
import { EditList } from "./edit-list.ts";
import { EventBuffer, type Row } from "./event-buffer.ts";
import { EventDetails } from "./event-details.ts";
import { compileFilter, type EventFilter, everything, fieldNames } from "./event-filter.ts";
import { RowList } from "./row-list.ts";
import { SendForm } from "./send-form.ts";
import { number, StreamTable } from "./stream-table.ts";

const root = document.documentElement.dataset["root"] ?? "./";

const states: Readonly<Record<ConnectionState, string>> = {
  connecting: "Connecting…",
  live: "Live",
  waiting: "The intake does not answer. Trying again…",
  resting: "Paused while the page is hidden",
  "signed-out": "Signed out. Reload the page to sign in.",
};

class LivePage {
  private readonly buffer = new EventBuffer();
  private readonly filterForm = find<HTMLFormElement>("#filter");
  private readonly pauseButton = find<HTMLButtonElement>("#pause");
  private readonly panes = find<HTMLElement>(".panes");
  private readonly list: RowList;
  private readonly details: EventDetails;
  private readonly streamTable: StreamTable;
  private readonly edits: EditList;
  private readonly form: SendForm;
  /** Those that the filter lets through, the oldest first. */
  private rows: readonly Row[] = [];
  private filter = everything;
  private fits: (event: ShownEvent) => boolean = () => true;
  /** How many rows arrived since the reader paused; undefined: not paused. */
  private paused: number | undefined;
  private run = "";
  private shed = 0;
  private unseen = 0;
  private missed = 0;

  constructor() {
    const copy = (text: string, what: string) => void copyText(text, what);
    this.list = new RowList(find("#rows"), (row) => this.open(row));
    this.details = new EventDetails(find("#details"), root, {
      copy,
      edit: ({ event }) => this.form.edit(JSON.stringify(event, null, 2)),
      close: () => this.close(),
    });
    this.streamTable = new StreamTable(find("#streams tbody"), find("#requests"), (stream) =>
      this.filterBy({ ...everything, stream }),
    );
    this.edits = new EditList(
      find("#edits"),
      find("#edits ol"),
      find("#edit-status"),
      (at) => this.openKey(`${this.run}.${at}`),
      () => this.run,
    );
    this.form = new SendForm(find("#send-form"), root, copy);
  }

  start(): void {
    this.details.showNothing("Choose an event to see whether it was accepted, and why.");
    this.restoreFilter();
    this.filterForm.addEventListener("input", () => this.readFilter());
    this.filterForm.addEventListener("submit", (event) => event.preventDefault());
    find("#reset").addEventListener("click", () => this.filterBy(everything));
    find("#field").addEventListener("focus", () => this.suggestFields());
    find("#clear").addEventListener("click", () => this.clear());
    this.pauseButton.addEventListener("click", () => this.togglePause());
    addEventListener("hashchange", () => this.openHash());
    const connection = new Connection(`${root}live/events`, {
      onState: (state) => this.showState(state),
      onHello: ({ run, isMasked }) => {
        this.run = run;
        find<HTMLElement>("#unmasked").hidden = isMasked;
      },
      onEvents: ({ first, missed, events }, length) => this.add(first, missed, events, length),
      onStatus: (status) => {
        [this.shed, this.unseen] = [status.shed, status.unseen];
        this.streamTable.show(status);
        this.addStreams(status.streams.map(({ stream }) => stream));
        this.showCounts();
      },
      onEdit: (edit) => this.edits.add(edit),
    });
    connection.start();
  }

  private add(first: number, missed: number, events: readonly ShownEvent[], length: number): void {
    this.missed += missed;
    const { added, isFull } = this.buffer.add(this.run, first, events, length / Math.max(1, events.length));
    if (this.paused === undefined) {
      const fitting = added.filter(this.fits);
      this.rows = isFull ? this.buffer.rows().filter(this.fits) : [...this.rows, ...fitting];
      this.list.show(this.rows, fitting.length);
    } else {
      this.paused += added.filter(this.fits).length;
    }
    this.addStreams(events.map(({ stream }) => stream));
    this.showCounts();
    if (location.hash !== "" && this.selected === undefined) this.openHash();
  }

  private selected: Row | undefined;

  private open(row: Row): void {
    this.selected = row;
    this.details.show(row);
    this.panes.classList.add("has-event");
    const address = new URL(location.href);
    address.hash = `event=${row.key}`;
    history.replaceState(null, "", address);
  }

  private close(): void {
    this.panes.classList.remove("has-event");
    find<HTMLElement>("#rows").focus();
  }

  private openKey(key: string): void {
    const row = this.buffer.find(key) ?? this.rows.find((one) => one.key === key);
    if (row === undefined) {
      this.panes.classList.add("has-event");
      this.details.showNothing(
        "The intake no longer has this event: newer ones replaced it, or the intake was restarted.",
      );
      return;
    }
    this.list.select(row, true);
    this.open(row);
  }

  private openHash(): void {
    const key = /^#event=([\w.-]+)$/.exec(location.hash)?.[1];
    if (key !== undefined && this.buffer.length > 0) this.openKey(key);
  }

  private togglePause(): void {
    const isPaused = this.paused === undefined;
    this.paused = isPaused ? 0 : undefined;
    this.pauseButton.setAttribute("aria-pressed", String(isPaused));
    this.pauseButton.textContent = isPaused ? "Go on" : "Pause";
    if (!isPaused) this.refilter();
    this.showCounts();
  }

  private clear(): void {
    this.buffer.clear();
    this.rows = [];
    this.missed = 0;
    this.selected = undefined;
    this.list.show([], 0);
    this.details.showNothing("Choose an event to see whether it was accepted, and why.");
    this.panes.classList.remove("has-event");
    this.showCounts();
  }

  private refilter(): void {
    this.rows = this.buffer.rows().filter(this.fits);
    this.list.show(this.rows, 0);
  }

  private readFilter(): void {
    const data = new FormData(this.filterForm);
    const text = (name: string) => String(data.get(name) ?? "");
    this.filter = {
      stream: text("stream"),
      schema: text("schema"),
      field: text("field"),
      verdict: text("verdict"),
    };
    this.applyFilter();
  }

  private filterBy(filter: EventFilter): void {
    this.filter = filter;
    this.fillFilter();
    this.applyFilter();
  }

  private applyFilter(): void {
    this.fits = compileFilter(this.filter);
    this.refilter();
    this.showCounts();
    const address = new URL(location.href);
    address.search = new URLSearchParams(
      Object.entries(this.filter).filter(([, value]) => value !== "") as [string, string][],
    ).toString();
    history.replaceState(null, "", address);
  }

  private restoreFilter(): void {
    const asked = new URLSearchParams(location.search);
    const text = (name: string) => asked.get(name) ?? "";
    this.filter = {
      stream: text("stream"),
      schema: text("schema"),
      field: text("field"),
      verdict: text("verdict"),
    };
    this.fillFilter();
    this.fits = compileFilter(this.filter);
  }

  private fillFilter(): void {
    this.addStreams([this.filter.stream]);
    for (const [name, value] of Object.entries(this.filter)) {
      const field = this.filterForm.elements.namedItem(name);
      if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement)
        field.value = String(value);
    }
  }

  private readonly streams = new Set<string>();

  private addStreams(streams: readonly string[]): void {
    for (const stream of streams) {
      // Senders may make up any number of them.
      if (stream === "" || this.streams.has(stream) || this.streams.size > 1000) continue;
      this.streams.add(stream);
      const select = find<HTMLSelectElement>("#stream");
      select.add(new Option(stream, stream));
    }
  }

  private suggestFields(): void {
    const names = new Set(this.rows.slice(-50).flatMap(({ event }) => fieldNames(event)));
    const options = [...names].sort().slice(0, 200);
    fill(find("#fields"), ...options.map((name) => make("option", { attributes: { value: name } })));
  }

  private showState(state: ConnectionState): void {
    const element = find<HTMLElement>("#state");
    element.dataset["state"] = state;
    setText(find("#state-text"), states[state]);
  }

  private showCounts(): void {
    const { rows, buffer, shed, missed, unseen, paused } = this;
    const parts = [
      rows.length === buffer.length
        ? `${number(rows.length)} shown`
        : `${number(rows.length)} of ${number(buffer.length)} shown`,
      paused !== undefined && `paused, ${number(paused)} new`,
      shed > 0 && `${number(shed)} not shown, because too many arrived at once`,
      missed > 0 && `${number(missed)} missed`,
      unseen > 0 && `${number(unseen)} arrived while the page was hidden`,
    ];
    setText(find("#counts"), parts.filter((part) => part !== false).join(" · "));
    find<HTMLElement>("#no-rows").hidden = rows.length > 0;
    setText(
      find("#no-rows"),
      buffer.length > 0
        ? "No event matches the filter."
        : "No events yet. Send one below, or from your own page.",
    );
  }
}

/** Copies a text; where a browser does not let a page do that, it is shown. */
async function copyText(text: string, what: string): Promise<void> {
  const place = find("#copied");
  try {
    await navigator.clipboard.writeText(text);
    fill(place, make("p", {}, `Copied ${what}.`));
  } catch {
    fill(
      place,
      make("p", {}, `The browser does not allow copying here. Copy ${what} yourself:`),
      make("pre", {}, text),
    );
  }
}

const page = new LivePage();
page.start();
