import type { Socket } from "node:net";

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** What is known about the request that contained an event. Rarely needed values are computed on demand. */
export class Origin {
  /** Names in lower case. */
  readonly headers: Headers;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  /** Milliseconds that only grow. */
  readonly arrivedAt: number;
  private readonly socket: Pick<Socket, "remoteAddress">;

  constructor(
    headers: Headers,
    receivedAt: number,
    arrivedAt: number,
    socket: Pick<Socket, "remoteAddress">,
  ) {
    this.headers = headers;
    this.receivedAt = receivedAt;
    this.arrivedAt = arrivedAt;
    this.socket = socket;
  }

  /** The time in full: ISO 8601, UTC. */
  get receivedAtText(): string {
    return isoText(this.receivedAt);
  }

  /** The address of the client, as far as it says so. */
  get clientAddress(): string {
    return clientAddress(this.headers, this.socket.remoteAddress ?? "unknown");
  }
}

let lastTime = Number.NaN;
let lastText = "";

/** A time in full, in UTC. Many requests arrive in one millisecond. */
export function isoText(time: number): string {
  if (time !== lastTime) {
    lastText = new Date(time).toISOString();
    lastTime = time;
  }
  return lastText;
}

/** A header's longest text in an event. Source: eventgate-wikimedia. */
const headerLimit = 400;

export function headerText(value: string | string[] | undefined): string | undefined {
  const text = Array.isArray(value) ? value.join(", ") : value;
  return text === undefined || text === "" ? undefined : text.slice(0, headerLimit);
}

/** Source: eventgate-wikimedia: X-Client-IP, else the leftmost of X-Forwarded-For, else the socket's address. */
function clientAddress(headers: Headers, socketAddress: string): string {
  const direct = headerText(headers["x-client-ip"]);
  const leftmost = headerText(headers["x-forwarded-for"])?.split(",")[0];
  return (direct ?? leftmost ?? "").trim() || socketAddress;
}
