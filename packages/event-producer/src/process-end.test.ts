import { execFile } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { expect, test } from "vitest";

test("a process ends although events wait, and sends them before", async () => {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, "index.ts")],
    bundle: true,
    format: "esm",
    write: false,
    define: { __DEVELOPMENT__: "false" },
  });
  let count = 0;
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += String(chunk)));
    request.on("end", () => {
      count += (JSON.parse(body) as unknown[]).length;
      response.writeHead(201).end();
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  const script = (url: string) => `${outputFiles[0]?.text ?? ""}
const producer = createProducer({ intake: "${url}", lingerMs: 3600000, streams: { s: "/a/1.0.0" } });
producer.submit("s", { a: 1 });`;
  const run = async (url: string) => {
    const began = Date.now();
    await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script(url)]);
    return Date.now() - began;
  };
  await run(`http://127.0.0.1:${port}/v1/events`);
  expect(count).toBe(1);
  // Where nobody listens, it ends as well.
  expect(await run("http://127.0.0.1:1/")).toBeLessThan(20_000);
  server.close();
}, 60_000);
