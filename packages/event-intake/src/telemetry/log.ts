/** Where an intake tells what a keeper should know. */
export class Log {
  private readonly write: (level: "info" | "warn", message: string) => void;
  private readonly told = new Set<string>();
  private refusals = 0;
  private unsaid = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(write: (level: "info" | "warn", message: string) => void) {
    this.write = write;
  }

  info(message: string): void {
    this.write("info", oneLine(message));
  }

  warn(message: string): void {
    this.limited("warn", () => message);
  }

  /** Said the first time only; beyond a thousand different messages, not at all. */
  once(message: string): void {
    if (this.told.has(message) || this.told.size >= 1000) return;
    this.told.add(message);
    this.write("warn", oneLine(message));
  }

  /** Senders cause these, so there are a few a second at most; how many were left out is said. */
  refused(message: () => string): void {
    this.limited("info", message);
  }

  close(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private limited(level: "info" | "warn", message: () => string): void {
    if (this.refusals >= 10) {
      this.unsaid++;
      return;
    }
    this.refusals++;
    this.write(level, oneLine(message()));
    if (this.timer !== undefined) return;
    this.timer = setInterval(() => {
      if (this.unsaid > 0) this.write("info", `${this.unsaid} more of this kind`);
      if (this.refusals === 0) this.close();
      this.refusals = 0;
      this.unsaid = 0;
    }, 1000);
    this.timer.unref();
  }
}

/** Senders' texts are in messages: no line of theirs looks like one of ours. */
function oneLine(message: string): string {
  // eslint-disable-next-line no-control-regex -- these are the characters that must not be printed
  return message.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, "\ufffd").slice(0, 1000);
}
