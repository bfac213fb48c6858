import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { GraphiteListener, QueryDirectory } from "./scenario.ts";

const now = "2026-03-03 05:00:00Z";
const script = '#!/bin/sh\nprintf "date\\topens\\n%s\\t7\\n" "$1"\n';

function queries(
  config: string,
  files: Readonly<Record<string, string>> = { opens: script },
): QueryDirectory {
  const directory = new QueryDirectory();
  directory.write("config.yaml", config);
  for (const [path, text] of Object.entries(files)) directory.write(path, text);
  return directory;
}

const opens = (more = "") =>
  `reports:\n  opens: { type: script, granularity: days, starts: 2026-03-01${more} }\n`;

describe("the disk", () => {
  test("is full: a report’s file stays as it was, the others are written, and the next run makes up for it", async () => {
    const directory = queries(
      `${opens()}  other: { type: script, granularity: days, starts: 2026-03-02, execute: opens }\n`,
    );
    directory.writeOutput("opens.tsv", "date\topens\n2026-03-01\t5\n");
    symlinkSync("/dev/full", join(directory.out, "opens.tsv.tmp"));
    const { findings } = await directory.run(now);
    expect(findings.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^opens of 2026-03-02 failed: .* cannot be written: the disk is full\.$/),
    ]);
    expect(directory.output()["opens.tsv"]).toBe("date\topens\r\n2026-03-01\t5\r\n");
    expect(directory.output()["other.tsv"]).toBe("date\topens\r\n2026-03-02\t7\r\n");
    expect((await directory.run(now)).findings).toEqual([]);
    expect(directory.output()).toEqual({
      "opens.tsv": "date\topens\r\n2026-03-01\t5\r\n2026-03-02\t7\r\n",
      "other.tsv": "date\topens\r\n2026-03-02\t7\r\n",
    });
  });

  test("has a directory where a file should be", async () => {
    const directory = queries(opens());
    mkdirSync(join(directory.out, "opens.tsv"));
    const { findings } = await directory.run(now);
    expect(findings.map(({ message }) => message)).toEqual([
      expect.stringContaining("opens did not run: its file cannot be read: EISDIR"),
    ]);
  });
});

describe("a query that never ends", () => {
  test("is ended with what it started, and the others run", async () => {
    const directory = queries(
      `reports:\n  opens: { type: script, granularity: days, starts: 2026-03-02, timeout: 1 }\n  other: { type: script, granularity: days, starts: 2026-03-02 }\n`,
      {
        opens: '#!/bin/sh\nprintf "date\\topens\\n"\nsleep 600 &\necho $! > "$(dirname "$0")/child"\nwait\n',
        other: script,
      },
    );
    const { findings } = await directory.run(now);
    expect(findings.map(({ message }) => message)).toEqual([
      "opens of 2026-03-02 failed: it took longer than 1 seconds.",
    ]);
    expect(Object.keys(directory.output())).toEqual(["other.tsv"]);
    const child = Number(readFileSync(join(directory.directory, "child"), "utf8"));
    for (let wait = 0; isRunning(child) && wait < 100; wait++) await sleep(50);
    expect(isRunning(child)).toBe(false);
  });

  test("is ended by the person, and what is computed stays", async () => {
    const directory = queries(opens(), {
      opens: `#!/bin/sh\n[ "$1" = 2026-03-02 ] && sleep 600\n${script.slice(10)}`,
    });
    const stopped = new AbortController();
    const running = directory.run(now, { signal: stopped.signal });
    await sleep(700);
    stopped.abort();
    const { findings } = await running;
    expect(findings.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^opens of 2026-03-02 failed: /),
    ]);
    expect(directory.output()["opens.tsv"]).toBe("date\topens\r\n2026-03-01\t7\r\n");
  });
});

describe("two runs at once", () => {
  test("the second one does nothing, and says who is at work", async () => {
    const directory = queries(opens(), { opens: `#!/bin/sh\nsleep 1\n${script.slice(10)}` });
    const first = directory.run(now);
    await sleep(200);
    const second = await directory.run(now);
    expect(second).toMatchObject({ holder: process.pid, runs: [] });
    expect((await first).runs.map(({ kind }) => kind)).toEqual(["done", "done"]);
  });
});

test("a clock that was set back computes nothing and loses nothing", async () => {
  const directory = queries(opens());
  await directory.run(now);
  const before = directory.output();
  const { runs } = await directory.run("2026-03-01 05:00:00Z");
  expect(runs).toEqual([]);
  expect(directory.output()).toEqual(before);
});

describe("Graphite", () => {
  const graphite = (port: number) =>
    `graphite: { host: 127.0.0.1, port: ${port} }\n${opens(', graphite: { path: "{_metric}", metrics: { a: opens } }')}`;
  const publish = { publish: { timeout: 300 } };

  test("is away: files are written, and the next run sends the latest values", async () => {
    const directory = queries(graphite(1));
    const { findings } = await directory.run(now, publish);
    expect(findings.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^Graphite did not accept the points of opens: 127\.0\.0\.1:1 cannot be reached/),
    ]);
    const listener = await GraphiteListener.start();
    directory.write("config.yaml", graphite(listener.port));
    directory.write("opens", script.replace("7", "8"));
    directory.write(".reruns/1", "2026-03-02\n2026-03-03\nopens\n");
    expect((await directory.run(now, publish)).published).toEqual([
      { report: "opens", sent: 2, rejected: 0 },
    ]);
    expect(listener.take()).toEqual(["a 7 1772323200", "a 8 1772409600"]);
    expect(listener.connections).toBe(1);
  });

  test("accepts and hangs: it is given up, and what it may have got is sent again", async () => {
    const server = createServer(() => undefined);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as { port: number };
    const directory = queries(
      `${graphite(port)}  other: { type: script, granularity: days, starts: 2026-03-02, execute: opens, graphite: { path: b, metrics: { b: opens } } }\n`,
    );
    const began = Date.now();
    const { findings } = await directory.run(now, publish);
    // It is not waited for twice.
    expect(Date.now() - began).toBeLessThan(5000);
    expect(findings.map(({ rule }) => rule)).toEqual(["report-not-published", "report-not-published"]);
    expect(findings[0]?.message).toContain("did not close the connection within 0.3 s");
    const listener = await GraphiteListener.start();
    directory.write("config.yaml", graphite(listener.port));
    await directory.run(now, publish);
    expect(listener.take()).toEqual(["a 7 1772323200", "a 7 1772409600"]);
  });

  test("gets what it can store; the rest is listed once", async () => {
    const listener = await GraphiteListener.start();
    const directory = queries(
      `graphite: { host: 127.0.0.1, port: ${listener.port} }\n${opens(', graphite: { path: "{_metric}.{wiki}", metrics: { a: opens } }')}`,
      {
        opens: `#!/bin/sh\nprintf 'date\\twiki\\topens\\n'\nfor row in 'x 1' 'x 2' ' 3' 'y many' 'z nan' 'w 1e3' '${"l".repeat(300)} 4'; do printf '%s\\t%s\\t%s\\n' "$1" "\${row% *}" "\${row##* }"; done\n`,
      },
    );
    const first = await directory.run("2026-03-02 05:00:00Z", publish);
    expect(listener.take()).toEqual(["a.w 1e3 1772323200", "a.x 1 1772323200"]);
    expect(first.findings.map(({ message }) => message).sort()).toEqual([
      "1 point of opens cannot be sent: a part of the name is empty.",
      "1 point of opens cannot be sent: a part of the name is too long for a file name.",
      "1 point of opens cannot be sent: another point has the same name and time.",
      "2 points of opens cannot be sent: the value is not a number.",
    ]);
    const rejects = readFileSync(join(directory.directory, ".addendum-reports/rejected.tsv"), "utf8");
    expect(rejects.trim().split("\n")).toHaveLength(6);
    expect((await directory.run("2026-03-02 05:00:00Z", publish)).findings).toEqual([]);
  });

  test("is told nothing of what another program has sent", async () => {
    const listener = await GraphiteListener.start();
    const directory = queries(graphite(listener.port));
    await directory.run(now, { publish: { sentBefore: Date.UTC(2026, 2, 2), timeout: 2000 } });
    expect(listener.take()).toEqual(["a 7 1772409600"]);
    await directory.run(now, publish);
    expect(listener.take()).toEqual([]);
  });

  test("a damaged record sends once more, with the same values", async () => {
    const listener = await GraphiteListener.start();
    const directory = queries(graphite(listener.port));
    await directory.run(now, publish);
    listener.take();
    const record = join(
      ".addendum-reports/sent",
      encodeURIComponent(`127.0.0.1:${listener.port}`),
      "opens.tsv.sent",
    );
    expect(existsSync(join(directory.directory, record))).toBe(true);
    directory.write(record, "addendum sent 1 abc\n17723");
    await directory.run(now, publish);
    expect(listener.take()).toEqual(["a 7 1772323200", "a 7 1772409600"]);
  });
});

describe("exploded values", () => {
  test.each([["a/b"], [".."], ["."], ["x".repeat(300)]])(
    "%j has no file, and no query runs",
    async (value) => {
      const directory = queries(opens(", explode_by: { wiki: values.txt }"), {
        opens: '#!/bin/sh\ntouch "$(dirname "$0")/ran-$3"\n',
        "values.txt": `${value}\n`,
      });
      const { findings } = await directory.run(now);
      expect(findings.map(({ rule }) => rule)).toEqual(["report-failed"]);
      expect(directory.output()).toEqual({});
    },
  );

  test("reach scripts as they are, and files are named after them", async () => {
    const values = ["a b", "it's", 'say "hi"', "x; rm -rf y", "$(id)", "-n", "é🙂", "*"];
    const directory = queries(opens(", explode_by: { wiki: values.txt }"), {
      opens: '#!/bin/sh\nprintf "date\\tvalue\\n%s\\t%s\\n" "$1" "$3"\n',
      "values.txt": values.join("\n"),
    });
    expect((await directory.run("2026-03-02 05:00:00Z")).findings).toEqual([]);
    const bytes = (text: string) => Buffer.from(text).toString("latin1");
    for (const value of values) {
      const cell = value.includes('"') ? `"${value.replaceAll('"', '""')}"` : value;
      expect(directory.output()[`opens/${value}.tsv`]).toBe(`date\tvalue\r\n2026-03-01\t${bytes(cell)}\r\n`);
    }
  });
});

describe("the group of a file", () => {
  test("is the one that the report names", async () => {
    const group = spawnSync("id", ["-gn"], { encoding: "utf8" }).stdout.trim();
    const directory = queries(opens(`, group: "${group}"`));
    expect((await directory.run(now)).findings).toEqual([]);
    expect(statSync(join(directory.out, "opens.tsv")).gid).toBe(process.getgid?.());
  });

  test("is reported where there is none, and the file is there", async () => {
    const directory = queries(opens(", group: no-such-group"));
    const { findings } = await directory.run(now);
    expect(findings.map(({ message }) => message)).toEqual([
      "opens of 2026-03-01 and 1 more failed: there is no group “no-such-group”.",
    ]);
    expect(directory.output()["opens.tsv"]).toContain("2026-03-02");
  });
});

test("bytes that are not UTF-8 stay as they are", async () => {
  const directory = queries(opens(), {
    opens: '#!/bin/sh\nprintf "date\\ttext\\n%s\\t\\377\\376\\n" "$1"\n',
  });
  await directory.run(now);
  expect(directory.output()["opens.tsv"]).toBe(
    "date\ttext\r\n2026-03-01\t\u00ff\u00fe\r\n2026-03-02\t\u00ff\u00fe\r\n",
  );
});

test("many rows lie on the disk, not in memory", async () => {
  const directory = queries(opens(), {
    opens:
      '#!/bin/sh\nprintf "date\\tn\\ttext\\n"\nseq 200000 | sed "s/.*/$1\\t&\\tsome words that take their place here/"\n',
  });
  const { findings, runs } = await directory.run("2026-03-02 05:00:00Z");
  expect(findings).toEqual([]);
  expect(runs.map(({ rows }) => rows)).toEqual([200_000]);
  const text = directory.output()["opens.tsv"] as string;
  expect(text.split("\r\n")).toHaveLength(200_002);
  expect(text.slice(-66)).toContain("2026-03-01\t200000\t");
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // One that has ended and is not waited for is still listed.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}
