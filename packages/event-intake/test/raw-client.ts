import { connect, type Socket } from "node:net";

/** An answer as it came. */
export interface RawAnswer {
  readonly status: number;
  readonly reason: string;
  readonly body: string;
}

/** Sends requests over one connection, opened again where the server closes it: any bytes, and fast. */
export class RawClient {
  private socket: Socket | undefined;
  private readonly port: number;

  constructor(port: number) {
    this.port = port;
  }

  async post(path: string, headers: Readonly<Record<string, string>>, body: Buffer): Promise<RawAnswer> {
    const fields = { host: "localhost", ...headers, "content-length": String(body.length) };
    const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
    const head = `POST ${path} HTTP/1.1\r\n${lines.join("")}\r\n`;
    return this.send(Buffer.concat([Buffer.from(head, "latin1"), body]));
  }

  close(): void {
    this.socket?.destroy();
  }

  private async send(request: Buffer): Promise<RawAnswer> {
    const socket = (this.socket ??= await this.open());
    return new Promise((done, fail) => {
      let received = "";
      const settle = (answer: RawAnswer | undefined) => {
        socket.removeAllListeners();
        socket.on("error", () => undefined);
        if (answer === undefined) fail(new Error(`no answer: ${received}`));
        else done(answer);
      };
      socket.on("data", (chunk) => {
        received += chunk.toString("latin1");
        const end = received.indexOf("\r\n\r\n");
        if (end === -1) return;
        const head = received.slice(0, end);
        const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
        if (received.length < end + 4 + length) return;
        if (/connection: close/i.test(head)) {
          socket.destroy();
          this.socket = undefined;
        }
        const [, status, reason] = /^HTTP\/1\.1 (\d+) ([^\r]*)/.exec(head) ?? [];
        settle({ status: Number(status), reason: reason ?? "", body: received.slice(end + 4) });
      });
      socket.on("error", () => settle(undefined));
      socket.on("close", () => {
        this.socket = undefined;
        settle(undefined);
      });
      socket.write(request);
    });
  }

  private open(): Promise<Socket> {
    return new Promise((done, fail) => {
      const socket = connect(this.port, "127.0.0.1", () => {
        socket.removeAllListeners("error");
        done(socket);
      });
      socket.once("error", fail);
    });
  }
}
