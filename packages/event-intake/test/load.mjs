// Sends prepared requests over raw sockets, so that the client costs as little as it can beside the server.
import { connect } from "node:net";

/**
 * Sends bodies to an intake for a while.
 *
 * @param {object} options
 * @param {number} options.port on loopback
 * @param {string[]} options.bodies sent in turn
 * @param {number} options.connections each has one request under way
 * @param {number} options.seconds
 * @param {number} [options.perSecond] requests a second in all; as many as are answered where it is absent
 * @returns {Promise<{ latencies: Map<number, number[]>, statuses: Map<number, number>, seconds: number }>}
 *   milliseconds of the requests, by status
 */
export async function load({ port, bodies, connections, seconds, perSecond }) {
  const requests = bodies.map((body) => {
    const bytes = Buffer.from(body);
    const head = `POST /v1/events HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: ${bytes.length}\r\n\r\n`;
    return Buffer.concat([Buffer.from(head), bytes]);
  });
  const latencies = new Map();
  const statuses = new Map();
  const began = performance.now();
  const end = began + seconds * 1000;
  let next = 0;
  let due = 0;
  const one = () =>
    new Promise((done) => {
      const socket = connect(port, "127.0.0.1");
      socket.setNoDelay(true);
      let sent = 0;
      let buffered = "";
      const send = () => {
        const now = performance.now();
        if (now >= end) {
          socket.end();
          done();
          return;
        }
        if (perSecond !== undefined) {
          // Each request has its moment; who is late sends at once, and counts from that moment.
          const at = began + (due++ * 1000) / perSecond;
          if (at > now) {
            setTimeout(() => write(performance.now()), at - now);
            return;
          }
        }
        write(now);
      };
      const write = (now) => {
        sent = now;
        socket.write(requests[next++ % requests.length]);
      };
      socket.on("connect", send);
      socket.on("data", (chunk) => {
        buffered = buffered === "" ? chunk.toString("latin1") : buffered + chunk.toString("latin1");
        const head = buffered.indexOf("\r\n\r\n");
        if (head === -1) return;
        const length = /content-length: (\d+)/i.exec(buffered);
        if (length === null || buffered.length < head + 4 + Number(length[1])) return;
        const status = Number(buffered.slice(9, 12));
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        if (!latencies.has(status)) latencies.set(status, []);
        latencies.get(status).push(performance.now() - sent);
        const isClosing = /connection: close/i.test(buffered.slice(0, head));
        buffered = "";
        if (!isClosing) send();
      });
      // Where nobody listens any more, it tries again until the time is over.
      socket.on("error", () => {});
      socket.on("close", () => (performance.now() < end ? setTimeout(() => done(one()), 1) : done()));
    });
  await Promise.all(Array.from({ length: connections }, one));
  return { latencies, statuses, seconds: (performance.now() - began) / 1000 };
}

/** @param {number[]} values @param {number} share */
export function percentile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

if (process.argv[2] === "run") {
  const options = JSON.parse(process.argv[3]);
  const { latencies, statuses, seconds } = await load(options);
  const of = (list) => ({ count: list.length, p50: percentile(list, 0.5), p99: percentile(list, 0.99) });
  const byStatus = Object.fromEntries([...latencies].map(([status, list]) => [status, of(list)]));
  process.stdout.write(JSON.stringify({ statuses: Object.fromEntries(statuses), seconds, byStatus }));
}
