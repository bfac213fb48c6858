import { createRequire } from "node:module";
import type { Metrics } from "./metrics.ts";

export interface StatsdOptions {
  /** Default: 127.0.0.1. */
  readonly host?: string;
  /** Default: 8125. */
  readonly port?: number;
  /** Before every name, with its dot. */
  readonly prefix?: string;
  /** Told where a datagram cannot be sent. */
  readonly onError?: (error: Error) => void;
}

/**
 * Statistics of a Node process, by datagrams to StatsD. Needs the package hot-shots, and throws an Error that says so
 * where it is not installed.
 */
export function createStatsd(options: StatsdOptions = {}): Metrics & { close(): Promise<void> } {
  const { host = "127.0.0.1", port = 8125, prefix = "", onError = () => undefined } = options;
  const { StatsD } = load();
  const client = new StatsD({ host, port, prefix, errorHandler: onError });
  return {
    increment: (name, by = 1) => client.increment(name, by),
    gauge: (name, value) => client.gauge(name, value),
    timing: (name, ms) => client.timing(name, ms),
    close: () => new Promise((closed) => client.close(() => closed())),
  };
}

function load(): typeof import("hot-shots") {
  try {
    return createRequire(import.meta.url)("hot-shots") as typeof import("hot-shots");
  } catch (cause) {
    throw new Error(
      "Sending statistics needs the package “hot-shots”. Install it with: npm install hot-shots",
      { cause },
    );
  }
}
