import { connect, createServer, type Server, type Socket } from "node:net";

/**
 * Stands between a client and a server on loopback. Does something once the client has sent a text so many times, before
 * the server gets what came with it: what is in the middle of a plan is known exactly.
 */
export class CuttingProxy {
  readonly port: number;
  private readonly server: Server;
  private readonly sockets: Set<Socket>;

  private constructor(server: Server, sockets: Set<Socket>) {
    this.server = server;
    this.sockets = sockets;
    this.port = (server.address() as { port: number }).port;
  }

  /** @param cut is awaited before anything more is passed on */
  static async start(
    target: number,
    text: string,
    times: number,
    cut: () => Promise<void>,
  ): Promise<CuttingProxy> {
    const sockets = new Set<Socket>();
    let left = times;
    const server = createServer((client) => {
      const upstream = connect(target, "127.0.0.1");
      for (const [one, other] of [
        [client, upstream],
        [upstream, client],
      ] as const) {
        sockets.add(one);
        one.on("error", () => other.destroy());
        one.on("close", () => {
          sockets.delete(one);
          other.destroy();
        });
      }
      upstream.on("data", (data) => client.write(data));
      client.on("data", (data) => {
        const found = data.toString("latin1").split(text).length - 1;
        const isNow = left > 0 && found >= left;
        left -= found;
        if (!isNow) upstream.write(data);
        else void cut().finally(() => client.destroy());
      });
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    return new CuttingProxy(server, sockets);
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((closed) => this.server.close(closed));
  }
}
