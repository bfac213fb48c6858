import { connect } from "node:net";

/** Graphite did not accept the points. The message says why in a few words. */
export class GraphiteAway extends Error {}

/**
 * Sends lines of Graphite’s plaintext protocol in one connection. Resolves once the other end has closed it, which is
 * the only answer there is. Rejects with {@link GraphiteAway}.
 * @param timeout milliseconds without any progress
 */
export function sendLines(
  host: string,
  port: number,
  lines: readonly string[],
  timeout: number,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    let isConnected = false;
    const fail = (reason: string, cause?: unknown) => {
      socket.destroy();
      reject(new GraphiteAway(`${host}:${port} ${reason}`, { cause }));
    };
    socket.setTimeout(timeout, () =>
      fail(
        isConnected
          ? `did not close the connection within ${timeout / 1000} s`
          : `did not answer within ${timeout / 1000} s`,
      ),
    );
    socket.once("connect", () => {
      isConnected = true;
      socket.end(lines.join(""));
    });
    // What the server sends is ignored, but it must be read for the end to be noticed.
    socket.resume();
    socket.once("error", (error) => fail(`cannot be reached: ${error.message}`, error));
    socket.once("close", (hadError) => {
      if (!hadError) resolve();
    });
  });
}
