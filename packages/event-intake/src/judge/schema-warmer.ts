import type { CompileTime } from "./compile-time.ts";
import type { SchemaStore } from "./schema-store.ts";
import { findVersions, type TitleVersions } from "./version-files.ts";

export interface SchemaWarmerOptions {
  readonly store: SchemaStore;
  readonly compileTime: CompileTime;
  /** The directory that contains the schemas, absolute. */
  readonly directory: string;
  readonly contentTypes: readonly string[];
  /** The titles of configured streams: the intake is ready once their newest versions are compiled. */
  readonly titles: readonly string[];
  /** Milliseconds that only grow. */
  readonly now: () => number;
}

/** No more versions are compiled ahead. */
const versionsLimit = 2000;
/** How often it is looked for versions that are new or have changed, in milliseconds. */
const lookMs = 10_000;
/** An event names so many schemas in the part of a body that is examined. */
const wantedLimit = 20;
const lookedAt = 64 * 1024;

/**
 * Compiles schemas before an event needs them, in the background and in the order of use: the newest versions of
 * configured streams, then their older ones, then all others. What an event waits for goes first.
 */
export class SchemaWarmer {
  private readonly options: SchemaWarmerOptions;
  private waiting: string[] = [];
  private readonly wanted: string[] = [];
  private isAwake = false;
  private isStopped = false;
  private timer: NodeJS.Timeout | undefined;
  private isReady = false;

  constructor(options: SchemaWarmerOptions) {
    this.options = options;
  }

  /** Why the intake is not ready yet; undefined: it is. */
  get notReady(): string | undefined {
    return this.isReady ? undefined : "it compiles the schemas of its streams";
  }

  /** Whether some versions are not compiled yet. */
  get isCompiling(): boolean {
    return this.isAwake;
  }

  /** How much time went into compiling so far, in milliseconds, anyone who asked for it. */
  readonly compiledMs = (): number => this.options.compileTime.ms;

  /** Begins, and looks for new versions from time to time. */
  start(): void {
    this.isAwake = true;
    void this.look();
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  /** The schemas that a body names are compiled next: its events were refused, and will be sent again. */
  wantAll(body: string): void {
    const named = body.slice(0, lookedAt).matchAll(/"\$schema"\s*:\s*"(\/[\w./-]{1,512})"/g);
    let count = 0;
    for (const [, uri] of named) {
      if (uri !== undefined && !this.options.store.holds(uri) && !this.wanted.includes(uri))
        this.wanted.push(uri);
      if (++count === wantedLimit) break;
    }
  }

  private async look(): Promise<void> {
    const { directory, contentTypes, titles } = this.options;
    const all = await findVersions(directory, contentTypes);
    const isNamed = ({ title }: TitleVersions) => titles.includes(title);
    const [named, others] = [all.filter(isNamed), all.filter((one) => !isNamed(one))];
    const newest = (list: readonly TitleVersions[]) => list.map((one) => uriOf(one, 0));
    const older = (list: readonly TitleVersions[]) =>
      list.flatMap((one) => one.versions.slice(1).map((_, index) => uriOf(one, index + 1)));
    const first = newest(named);
    this.waiting = [...first, ...older(named), ...newest(others), ...older(others)].slice(0, versionsLimit);
    await this.compileAll(new Set(first));
    this.isAwake = false;
    this.isReady = true;
    if (this.isStopped) return;
    this.timer = setTimeout(() => void this.look(), lookMs);
    this.timer.unref();
  }

  private async compileAll(first: Set<string>): Promise<void> {
    const { store, now } = this.options;
    this.isReady ||= first.size === 0;
    for (let uri = this.next(); uri !== undefined && !this.isStopped; uri = this.next()) {
      const began = now();
      store.prepare(uri, began);
      first.delete(uri);
      if (first.size === 0) this.isReady = true;
      // Requests come first: once the intake is ready, compiling takes at most half of the time.
      const took = now() - began;
      await pause(this.isReady && took > 1 ? took : 0);
    }
  }

  private next(): string | undefined {
    return this.wanted.shift() ?? this.waiting.shift();
  }
}

function uriOf({ title, versions }: TitleVersions, index: number): string {
  return `/${title}/${versions[index] ?? ""}`;
}

/** At least until the event loop has looked for what arrived. */
function pause(ms: number): Promise<void> {
  return new Promise((over) => (ms === 0 ? setImmediate(over) : setTimeout(over, ms).unref()));
}
