import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Above so many points of one date, they are recorded together. */
const mostSinglePoints = 20_000;

/** A point’s name in a record: 66 bits. */
export function pointDigest(line: string): string {
  return createHash("sha1").update(line).digest("base64").slice(0, 11);
}

/** Which points of a report’s file Graphite has, or were rejected. */
export interface SentRecord {
  /** What the file and the settings were when all of its points had been sent; undefined: they have not. */
  readonly state: string | undefined;
  /** Date → names of points; one name of all of them where there are very many. */
  readonly dates: ReadonlyMap<number, ReadonlySet<string>>;
}

const nothingSent: SentRecord = { state: undefined, dates: new Map() };

/** The record of sent points; empty if it cannot be read, so that all points are sent again with the same values. */
export function readSentRecord(path: string): SentRecord {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return nothingSent;
  }
  const [first = "", ...lines] = text.split("\n");
  const match = /^addendum sent 1 (.*)$/.exec(first);
  if (match === null || lines.at(-1) !== "") return nothingSent;
  const dates = new Map<number, ReadonlySet<string>>();
  for (const line of lines) {
    const [date, ...names] = line.split(" ");
    if (line !== "") dates.set(Number(date), new Set(names));
  }
  return { state: match[1] === "-" ? undefined : match[1], dates };
}

export function writeSentRecord(path: string, { state, dates }: SentRecord): void {
  mkdirSync(dirname(path), { recursive: true });
  const lines = [...dates].map(([date, names]) => [date, ...names].join(" "));
  const temporary = `${path}.tmp`;
  writeFileSync(temporary, `addendum sent 1 ${state ?? "-"}\n${lines.map((line) => `${line}\n`).join("")}`);
  renameSync(temporary, path);
}

/** The recorded names of a date's points. */
export function namesOfDate(digests: readonly string[]): ReadonlySet<string> {
  return digests.length <= mostSinglePoints ? new Set(digests) : new Set([allOf(digests)]);
}

/** Whether all points of a date are recorded. */
export function isComplete(recorded: ReadonlySet<string> | undefined, digests: readonly string[]): boolean {
  if (recorded === undefined) return false;
  if (digests.length > mostSinglePoints) return recorded.has(allOf(digests));
  return digests.every((digest) => recorded.has(digest));
}

function allOf(digests: readonly string[]): string {
  return `*${pointDigest([...digests].sort().join(""))}`;
}
