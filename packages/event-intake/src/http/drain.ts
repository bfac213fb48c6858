import type { IncomingMessage } from "node:http";

/** A refused body is read on, and thrown away, up to this size and this long; then it is answered anyway. */
const drainBytes = 64 * 1024 * 1024;
const drainMs = 10_000;
/** How long after its answer a request is still read, in milliseconds. */
const lingerMs = 5000;

/**
 * Reads the rest of a rejected body, and calls back when it is complete or takes too long: many clients read no answer
 * before they have sent everything, and lose it if the connection is closed early. A client that still sends some time
 * after the answer is disconnected.
 */
export function drain(request: IncomingMessage, done: () => void): void {
  let bytes = 0;
  let isOver = false;
  const finish = () => {
    if (isOver) return;
    isOver = true;
    clearTimeout(timer);
    request.off("data", count);
    if (!request.complete) {
      request.resume();
      const linger = setTimeout(() => {
        if (!request.complete) request.socket.destroy();
      }, lingerMs);
      request.once("close", () => clearTimeout(linger));
    }
    done();
  };
  const count = (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > drainBytes) finish();
  };
  const timer = setTimeout(finish, drainMs);
  if (request.complete || request.destroyed) {
    finish();
    return;
  }
  request.on("data", count);
  request.once("end", finish);
  request.once("close", finish);
  request.resume();
}
