import { type StreamedRows, streamRows, type Engine } from "@addendum/warehouse";
import { failedQuery, resultOf, sqlOf } from "./engine-source.ts";
import type { Source, Task } from "./source.ts";

/** Something that answers queries: an engine, or the lake. */
export interface Opened {
  stream(sql: string, signal: AbortSignal): Promise<StreamedRows>;
  close(): Promise<void> | void;
}

/** An engine as {@link Opened}. */
export function openedEngine(engine: Engine): Opened {
  return { stream: (sql, signal) => streamRows(engine, sql, signal), close: () => engine.close() };
}

/**
 * Hive, Trino or the lake: opened when the first query comes. If it cannot be opened, all later queries fail at once.
 */
export class OpenedSource implements Source {
  private readonly open: () => Promise<Opened>;
  private opened: Promise<Opened> | undefined;

  constructor(open: () => Promise<Opened>) {
    this.open = open;
  }

  async run(task: Task, signal: AbortSignal) {
    const sql = sqlOf(task);
    try {
      this.opened ??= this.open();
      const opened = await this.opened;
      return resultOf(await opened.stream(sql, signal));
    } catch (error) {
      if (/ closed the connection/.test((error as Error).message)) this.opened = undefined;
      throw failedQuery(error);
    }
  }

  async close(): Promise<void> {
    const { opened } = this;
    this.opened = undefined;
    await opened?.then((one) => one.close()).catch(() => undefined);
  }
}
