import type { Sink, SinkRecord } from "./sink.ts";

/** Writes each event as a line to a stream, such as standard output. */
export class StreamSink implements Sink {
  private readonly stream: NodeJS.WritableStream;
  private waiting = 0;

  constructor(stream: NodeJS.WritableStream) {
    this.stream = stream;
  }

  /** A reader that does not keep up. */
  get isFull(): boolean {
    return this.waiting > 1000;
  }

  async write(records: readonly SinkRecord[]): Promise<void> {
    const text = records.map(({ line }) => `${line}\n`).join("");
    this.waiting++;
    try {
      await new Promise<void>((done, fail) => {
        this.stream.write(text, (error) => (error ? fail(error) : done()));
      });
    } finally {
      this.waiting--;
    }
  }

  async close(): Promise<void> {}
}
