import { STATUS_CODES } from "node:http";
import { commonHeaders } from "./cross-origin.ts";

/** Source: Node's own answers to what its parser refuses. */
const statuses: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** The answer to a request that is not HTTP, or did not arrive in time: pages of other origins may read it, too. */
export function malformedAnswer(code = ""): string {
  const status = statuses[code] ?? 400;
  const reason = STATUS_CODES[status] ?? "";
  const type = status === 408 ? "request_timeout" : "bad_request";
  const body = JSON.stringify({
    status,
    type,
    title: reason,
    detail: `the request cannot be read (${code})`,
  });
  const headers = Object.entries({
    ...commonHeaders,
    "content-type": "application/json; charset=utf-8",
    "content-length": String(Buffer.byteLength(body)),
    connection: "close",
  });
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${reason}\r\n${lines.join("")}\r\n${body}`;
}
