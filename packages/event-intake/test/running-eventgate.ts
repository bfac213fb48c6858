import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./free-port.ts";

/** Where an EventGate is installed, which is not part of this project: EVENTGATE names the directory. */
const directory = process.env["EVENTGATE"];
export const hasEventGate = directory !== undefined && existsSync(join(directory, "server.js"));
export const whyNoEventGate = hasEventGate ? "" : " (skipped: EVENTGATE names no installed EventGate 1.8.4)";

export interface RunningEventGate {
  readonly port: number;
  close(): Promise<void>;
}

/** Starts EventGate's default factory on loopback, with files as its schemas. */
export async function startEventGate(schemas: string): Promise<RunningEventGate> {
  if (directory === undefined) throw new Error("EVENTGATE is not set");
  const own = mkdtempSync(join(tmpdir(), "addendum-eventgate-"));
  const port = await freePort();
  const configuration = {
    num_workers: 0,
    logging: { level: "fatal" },
    services: [
      {
        name: "EventGate",
        module: join(directory, "app.js"),
        conf: {
          port,
          interface: "127.0.0.1",
          eventgate_factory_module: join(directory, "lib/factories/default-eventgate"),
          schema_uri_field: "$schema",
          schema_base_uris: [schemas],
          stream_field: "meta.stream",
          output_path: join(own, "events.ndjson"),
        },
      },
    ],
  };
  // YAML, of which JSON is a part.
  writeFileSync(join(own, "config.yaml"), JSON.stringify(configuration));
  const server: ChildProcess = spawn(
    process.execPath,
    [join(directory, "server.js"), "-c", join(own, "config.yaml")],
    { cwd: own, stdio: "ignore" },
  );
  const ended = new Promise<void>((end) => server.once("exit", () => end()));
  for (let attempt = 0; ; attempt++) {
    const isUp = await fetch(`http://127.0.0.1:${port}/_info`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) break;
    if (attempt === 100 || server.exitCode !== null) throw new Error("EventGate does not start");
    await new Promise((later) => setTimeout(later, 100));
  }
  return {
    port,
    async close() {
      server.kill("SIGKILL");
      await ended;
      rmSync(own, { recursive: true, force: true });
    },
  };
}
