type Level = "info" | "warn";
type Write = (level: Level, message: string) => void;

/** What messages are about: a flood of one kind hides none of another. */
type Kind = "refused" | "fault" | "schema" | "undeclared" | "error-event";

/** Of each kind so many are written in a second. */
const perSecond = 10;
/** Of each kind so many are remembered as told; the oldest are forgotten. */
const rememberedLimit = 1000;

/** No line is longer, in UTF-16 units. */
const lineLength = 1000;

/** The log of an intake. */
export class Log {
  private readonly write: Write;
  private readonly told = new Map<Kind, Set<string>>();
  private readonly recent = new Map<Kind, { count: number; unsaid: number }>();
  private timer: NodeJS.Timeout | undefined;

  constructor(write: Write) {
    this.write = write;
  }

  info(message: string): void {
    this.write("info", oneLine(message));
  }

  warn(message: string): void {
    this.limited("fault", "warn", () => message);
  }

  /** Said the first time only. */
  once(kind: Kind, message: string): void {
    let told = this.told.get(kind);
    if (told === undefined) this.told.set(kind, (told = new Set()));
    const key = message.slice(0, lineLength);
    if (told.has(key)) return;
    told.add(key);
    if (told.size > rememberedLimit) {
      for (const oldest of told) {
        told.delete(oldest);
        break;
      }
    }
    this.limited(kind, "warn", () => message);
  }

  /** Senders cause these, so there are a few a second at most; how many were left out is said. */
  refused(message: () => string): void {
    this.limited("refused", "info", message);
  }

  close(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private limited(kind: Kind, level: Level, message: () => string): void {
    let recent = this.recent.get(kind);
    if (recent === undefined) this.recent.set(kind, (recent = { count: 0, unsaid: 0 }));
    if (recent.count >= perSecond) {
      recent.unsaid++;
      return;
    }
    recent.count++;
    this.write(level, oneLine(message()));
    if (this.timer !== undefined) return;
    this.timer = setInterval(() => this.nextSecond(), 1000);
    this.timer.unref();
  }

  private nextSecond(): void {
    let isQuiet = true;
    for (const [kind, { count, unsaid }] of this.recent) {
      if (unsaid > 0) this.write("info", `${unsaid} more messages of this kind (${kind})`);
      isQuiet &&= count === 0;
    }
    this.recent.clear();
    if (isQuiet) this.close();
  }
}

/** Senders' texts are in messages: no line of theirs looks like one of ours. */
function oneLine(message: string): string {
  // eslint-disable-next-line no-control-regex -- these are the characters that must not be printed
  return message.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, "\ufffd").slice(0, lineLength);
}
