import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { GraphiteMetrics, GraphiteServer, ReportSettings } from "../settings/report-settings.ts";
import { UnreadableReport } from "../table/report-file.ts";
import { GraphiteAway, sendLines } from "./graphite-client.ts";
import { isRejected, NoPoints, type Point, pointsByDate, type Rejected } from "./points.ts";
import { isComplete, namesOfDate, pointDigest, readSentRecord, writeSentRecord } from "./sent-record.ts";

/** Lines that one connection carries. */
const linesPerConnection = 1000;
/** Names that are remembered to find two points with one name; beyond, a run is not searched for them. */
const mostNames = 2_000_000;

/** The file of a report, or of one of its exploded values. */
export interface PublishedFile {
  readonly file: string;
  readonly exploded: ReadonlyMap<string, string>;
  /** Where it is recorded what was sent. */
  readonly record: string;
}

export interface PublishOptions {
  readonly server: GraphiteServer;
  readonly files: readonly PublishedFile[];
  /** A TSV to which rejected points are added. */
  readonly rejects: string;
  /** Rows of earlier dates count as sent: another program sent them. */
  readonly sentBefore: number | undefined;
  /** Milliseconds without any progress. */
  readonly timeout: number;
}

export interface Published {
  readonly sent: number;
  /** Reason → how many. */
  readonly rejected: ReadonlyMap<string, number>;
  /** Why the rest was not sent. */
  readonly away: string | undefined;
  /** Why a file has no points. */
  readonly problems: readonly string[];
}

/** Sends the points that Graphite lacks, run by run. */
export class Publisher {
  /** Names and times of the points of this run. */
  private readonly names = new Set<string>();
  /** Once it is away, it is not asked again. */
  private away: string | undefined;

  /** Sends the points of a report that are not recorded as sent; those that cannot be stored are rejected, once. */
  async publish(
    report: ReportSettings & { readonly graphite: GraphiteMetrics },
    options: PublishOptions,
  ): Promise<Published> {
    const rejected = new Map<string, number>();
    const problems: string[] = [];
    let sent = 0;
    for (const file of options.files) {
      try {
        sent += await this.publishFile(report, file, options, rejected);
      } catch (error) {
        if (error instanceof GraphiteAway) this.away = error.message;
        else if (error instanceof NoPoints || error instanceof UnreadableReport) problems.push(error.message);
        else throw error;
      }
    }
    return { sent, rejected, away: this.away, problems };
  }

  private async publishFile(
    report: ReportSettings & { readonly graphite: GraphiteMetrics },
    { file, exploded, record }: PublishedFile,
    { server, rejects, sentBefore, timeout }: PublishOptions,
    rejected: Map<string, number>,
  ): Promise<number> {
    if (!existsSync(file)) return 0;
    const state = stateOf(file, report.graphite, server);
    const before = readSentRecord(record);
    if (before.state === state) return 0;
    if (this.away !== undefined) throw new GraphiteAway(this.away);
    const dates = new Map<number, ReadonlySet<string>>();
    let lines: string[] = [];
    let waiting: [number, readonly string[]][] = [];
    let sent = 0;
    const send = async () => {
      for (let at = 0; at < lines.length; at += linesPerConnection) {
        await sendLines(server.host, server.port, lines.slice(at, at + linesPerConnection), timeout);
      }
      sent += lines.length;
      for (const [date, digests] of waiting) dates.set(date, namesOfDate(digests));
      lines = [];
      waiting = [];
    };
    try {
      for (const { date, points } of pointsByDate(report, file, exploded, server.lookups)) {
        const recorded = before.dates.get(date);
        const digests: string[] = [];
        const fresh: string[] = [];
        const refused: Rejected[] = [];
        for (const point of points) {
          const line = lineOf(point);
          const digest = pointDigest(line);
          digests.push(digest);
          const clash = isRejected(point) ? point : this.clashOf(point);
          if (recorded?.has(digest) === true) continue;
          if (clash === undefined) fresh.push(line);
          else refused.push(clash);
        }
        const isSent = isComplete(recorded, digests) || (sentBefore !== undefined && date < sentBefore);
        if (isSent) {
          dates.set(date, namesOfDate(digests));
          continue;
        }
        if (refused.length > 0) writeRejects(rejects, report.key, refused);
        for (const { reason } of refused) rejected.set(reason, (rejected.get(reason) ?? 0) + 1);
        lines.push(...fresh);
        waiting.push([date, digests]);
        if (lines.length >= linesPerConnection) await send();
      }
      await send();
      writeSentRecord(record, { state, dates });
      return sent;
    } catch (error) {
      // What was not sent stays unrecorded. What is recorded of later dates stays, too.
      const late = [...before.dates].filter(([date]) => !dates.has(date));
      writeSentRecord(record, { state: undefined, dates: new Map([...dates, ...late]) });
      throw error;
    }
  }

  private clashOf(point: Point): Rejected | undefined {
    const name = `${point.path} ${point.time}`;
    if (this.names.has(name)) {
      return { ...point, reason: "another point has the same name and time" };
    }
    if (this.names.size < mostNames) this.names.add(name);
    return undefined;
  }
}

function lineOf({ path, value, time }: Point | Rejected): string {
  return `${path} ${value} ${time}\n`;
}

/** Everything that the points of a file come from. */
function stateOf(file: string, graphite: GraphiteMetrics, server: GraphiteServer): string {
  const { ino, size, mtimeMs } = statSync(file);
  const lookups = [...server.lookups].map(([name, values]) => [name, ...values]);
  const settings = JSON.stringify([server.host, server.port, graphite, lookups]);
  return createHash("sha1").update(`${ino} ${size} ${mtimeMs} ${settings}`).digest("hex");
}

function writeRejects(file: string, report: string, points: readonly Rejected[]): void {
  mkdirSync(dirname(file), { recursive: true });
  const head = existsSync(file) ? "" : "report\tpath\tvalue\ttime\treason\n";
  const plain = (text: string) => text.replaceAll(/[\t\r\n]/g, " ");
  const lines = points.map(({ path, value, time, reason }) =>
    [report, path, value, new Date(1000 * time).toISOString(), reason].map(plain).join("\t"),
  );
  appendFileSync(file, `${head}${lines.join("\n")}\n`);
}
