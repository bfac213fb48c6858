import { createSocket, type Socket } from "node:dgram";
import type { Sink, SinkRecord } from "./sink.ts";

export interface StatsdSinkOptions {
  /** Host and port, with a colon between. */
  readonly address: string;
  /** Is called with what could not be sent: for the log. */
  readonly onProblem?: (message: string) => void;
}

/** What fits a datagram on an ordinary network. Source: StatsD, metric types. */
const datagramBytes = 1432;

const types: Readonly<Record<string, string>> = { counter: "c", gauge: "g", timing: "ms" };

/**
 * Passes measurements on to StatsD, events of the schema `statistics/measurement`. A datagram has no answer: what is
 * written is sent, and no more can be said.
 */
export class StatsdSink implements Sink {
  readonly isFull = false;
  private readonly socket: Socket;
  private readonly host: string;
  private readonly port: number;

  constructor({ address, onProblem }: StatsdSinkOptions) {
    const at = address.lastIndexOf(":");
    this.host = address.slice(0, at);
    this.port = Number(address.slice(at + 1));
    this.socket = createSocket("udp4");
    this.socket.on("error", (error) => onProblem?.(`StatsD: ${error.message}`));
    this.socket.unref();
  }

  async write(records: readonly SinkRecord[]): Promise<void> {
    for (const datagram of datagrams(records.flatMap(({ line }) => statsdLines(line)))) {
      await new Promise<void>((done, fail) => {
        this.socket.send(datagram, this.port, this.host, (error) => (error ? fail(error) : done()));
      });
    }
  }

  close(): Promise<void> {
    return new Promise((closed) => this.socket.close(() => closed()));
  }
}

/** Only what the schema accepts is a line: no name holds a colon, a bar or a line break. */
function statsdLines(line: string): string[] {
  const { name, kind, value } = JSON.parse(line) as { name?: unknown; kind?: unknown; value?: unknown };
  const type = types[String(kind)];
  if (typeof name !== "string" || !/^[A-Za-z0-9_.-]+$/.test(name)) return [];
  if (type === undefined || typeof value !== "number") return [];
  // A sign makes a gauge's value a difference, so a negative one is reached from zero.
  const reset = type === "g" && value < 0 ? [`${name}:0|g`] : [];
  return [...reset, `${name}:${value}|${type}`];
}

function datagrams(lines: readonly string[]): string[] {
  const result: string[] = [];
  for (const line of lines) {
    const last = result.at(-1);
    if (last === undefined || last.length + 1 + line.length > datagramBytes) result.push(line);
    else result[result.length - 1] = `${last}\n${line}`;
  }
  return result;
}
