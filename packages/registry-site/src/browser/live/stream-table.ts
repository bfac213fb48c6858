import type { StatusMessage, StreamStatus } from "@addendum/event-intake/live-messages";
import { fill, make } from "./dom.ts";

/** More undeclared fields of a stream are counted. */
const shownFields = 3;

/** The counts of each stream since the intake started. */
export class StreamTable {
  private readonly body: HTMLElement;
  private readonly requests: HTMLElement;
  private readonly onStream: (stream: string) => void;

  /** @param onStream called with the only stream that the reader wants to see */
  constructor(body: HTMLElement, requests: HTMLElement, onStream: (stream: string) => void) {
    this.body = body;
    this.requests = requests;
    this.onStream = onStream;
    body.addEventListener("click", ({ target }) => {
      const button = target instanceof Element ? target.closest("button") : null;
      if (button !== null) this.onStream(button.dataset["stream"] ?? "");
    });
  }

  show({ streams, requests }: StatusMessage): void {
    const focused =
      document.activeElement instanceof HTMLElement ? document.activeElement.dataset["stream"] : undefined;
    const sorted = streams.toSorted((a, b) => b.accepted + b.rejected - a.accepted - a.rejected);
    fill(this.body, ...sorted.map((one) => this.row(one)));
    if (focused !== undefined) {
      for (const button of this.body.querySelectorAll("button")) {
        if (button.dataset["stream"] === focused) button.focus();
      }
    }
    const refused = Object.entries(requests).map(([reason, count]) => `${number(count)} × ${reason}`);
    this.requests.hidden = refused.length === 0;
    fill(this.requests, `Requests rejected before their events were read: ${refused.join(", ")}.`);
  }

  private row({ stream, accepted, rejected, duplicates, undeclared, canaryAt }: StreamStatus): HTMLElement {
    const button = make("button", { class: "link mono", attributes: { type: "button" } }, stream);
    button.dataset["stream"] = stream;
    const fields = undeclared.toSorted((a, b) => b.count - a.count);
    const shown = fields.slice(0, shownFields).map(({ pointer, count }) => `${pointer} (${number(count)})`);
    const left = fields.length - shown.length;
    return make(
      "tr",
      {},
      make("th", { attributes: { scope: "row" } }, button),
      make("td", { class: "number" }, number(accepted)),
      make("td", { class: `number${rejected > 0 ? " row-bad" : ""}` }, number(rejected)),
      make("td", { class: "number" }, number(duplicates)),
      make("td", { class: "mono" }, shown.join(", ") + (left > 0 ? ` and ${left} more` : "")),
      make("td", {}, canaryAt === undefined ? "none yet" : ago(Date.now() - canaryAt)),
    );
  }
}

export function number(value: number): string {
  return value.toLocaleString("en-US");
}

/** @param ms how long ago something was */
export function ago(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s ago`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min ago` : `${Math.round(minutes / 60)} h ago`;
}
