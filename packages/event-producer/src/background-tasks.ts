import { listen } from "./listen.ts";

/**
 * Runs tasks together after a delay, or when the page is left, because each separate run would wake up the device's
 * radio.
 */
export class BackgroundTasks {
  private readonly tasks: (() => void)[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isLeaving = false;
  private readonly lingerMs: number;

  constructor(lingerMs: number) {
    this.lingerMs = lingerMs;
    listen(globalThis, "pagehide", () => {
      this.isLeaving = true;
      this.run();
    });
    listen(globalThis, "pageshow", () => {
      this.isLeaving = false;
    });
    if (typeof document === "undefined") return;
    listen(document, "visibilitychange", () => {
      if (document.visibilityState === "hidden") this.run();
    });
  }

  readonly add = (task: () => void): void => {
    this.tasks.push(task);
    if (this.isLeaving) this.run();
    else this.timer ??= setTimeout(() => this.run(), this.lingerMs);
  };

  private run(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    for (const task of this.tasks.splice(0)) {
      try {
        task();
      } catch {
        // A task that fails does not stop the others.
      }
    }
  }
}
