import type { Edit, EventsMessage, HelloMessage, StatusMessage } from "@addendum/event-intake/live-messages";

export type ConnectionState =
  | "connecting"
  | "live"
  | "waiting"
  /** The page is hidden, so it requests nothing. */
  | "resting"
  /** The intake wants to know who looks. */
  | "signed-out";

export interface ConnectionListener {
  onState(state: ConnectionState): void;
  onHello(message: HelloMessage): void;
  /** @param length of the message, in UTF-16 units */
  onEvents(message: EventsMessage, length: number): void;
  onStatus(message: StatusMessage): void;
  onEdit(message: Edit): void;
}

/** The intake says something every five seconds: after so long it is gone, or this machine slept, in milliseconds. */
const silenceMs = 15_000;
/** The first wait before it is asked again, and the longest. */
const firstWaitMs = 500;
const longestWaitMs = 15_000;
/** A page that was hidden for this long disconnects from the intake. */
const restMs = 30_000;

/**
 * What the intake tells, kept up over its restarts, sleep, and pages that are out of sight: each time it continues
 * where it was.
 */
export class Connection {
  private source: EventSource | undefined;
  private last: string | undefined;
  private wait = firstWaitMs;
  private heardAt = 0;
  private retry: number | undefined;
  private rest: number | undefined;
  private readonly address: string;
  private readonly listener: ConnectionListener;

  constructor(address: string, listener: ConnectionListener) {
    this.address = address;
    this.listener = listener;
  }

  start(): void {
    setInterval(() => this.check(), 2000);
    addEventListener("online", () => this.reconnect());
    document.addEventListener("visibilitychange", () => this.onVisibility());
    // A page that is left keeps no connection, and may be come back to.
    addEventListener("pagehide", () => this.close());
    addEventListener("pageshow", () => this.open());
    this.open();
  }

  private open(): void {
    clearTimeout(this.retry);
    if (this.source !== undefined) return;
    this.listener.onState("connecting");
    const query = this.last === undefined ? "" : `?after=${encodeURIComponent(this.last)}`;
    const source = new EventSource(this.address + query);
    this.source = source;
    this.heardAt = Date.now();
    const on = <T>(name: string, handle: (message: T, event: MessageEvent<string>) => void) =>
      source.addEventListener(name, (event: MessageEvent<string>) => {
        this.heardAt = Date.now();
        if (event.lastEventId !== "") this.last = event.lastEventId;
        handle(JSON.parse(event.data) as T, event);
      });
    on<HelloMessage>("hello", (message) => {
      this.wait = firstWaitMs;
      this.listener.onState("live");
      this.listener.onHello(message);
    });
    on<EventsMessage>("events", (message, { data }) => this.listener.onEvents(message, data.length));
    on<StatusMessage>("status", (message) => this.listener.onStatus(message));
    on<Edit>("edit", (message) => this.listener.onEdit(message));
    on("beat", () => undefined);
    source.addEventListener("error", () => void this.onError());
  }

  /** Its own way of connecting again gives up where the intake answers anything else. */
  private async onError(): Promise<void> {
    this.close();
    this.listener.onState("waiting");
    this.retry = setTimeout(() => this.open(), this.wait);
    this.wait = Math.min(longestWaitMs, this.wait * 2);
    const answer = await fetch(new URL("choices", new URL(this.address, location.href))).catch(
      () => undefined,
    );
    if (answer?.status !== 401) return;
    clearTimeout(this.retry);
    this.listener.onState("signed-out");
  }

  private close(): void {
    clearTimeout(this.retry);
    this.source?.close();
    this.source = undefined;
  }

  private reconnect(): void {
    this.wait = firstWaitMs;
    this.close();
    this.open();
  }

  /** Timers of a machine that slept are late: that shows here. */
  private check(): void {
    if (this.source !== undefined && Date.now() - this.heardAt > silenceMs) this.reconnect();
  }

  private onVisibility(): void {
    clearTimeout(this.rest);
    if (document.visibilityState === "visible") {
      this.check();
      this.open();
      return;
    }
    this.rest = setTimeout(() => {
      this.close();
      this.listener.onState("resting");
    }, restMs);
  }
}
