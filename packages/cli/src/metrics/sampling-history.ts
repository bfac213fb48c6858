import { findStream, parseStreams } from "@addendum/streams";
import type { SamplingPeriod } from "@addendum/metrics";
import type { Git } from "@addendum/workspace";

/** Commits of streams.yaml that are read at most; before them, the oldest known sample is assumed. */
const commitLimit = 1000;

/**
 * The sample of each stream and the day from which it was used, from the commits that changed streams.yaml, the
 * earliest first. Before the first of them, the same sample is assumed. States that cannot be read are skipped.
 * @param current the text as it is now, and the day since when
 */
export function samplingHistory(
  git: Git | undefined,
  streams: readonly string[],
  current: { readonly text: string; readonly today: string },
): ReadonlyMap<string, readonly SamplingPeriod[]> {
  const states = [...earlierStates(git), { from: current.today, text: current.text }];
  const periods = new Map<string, SamplingPeriod[]>(streams.map((stream) => [stream, []]));
  for (const { from, text } of states) {
    const parsed = parseStreams(text);
    if (parsed.kind === "invalid") continue;
    for (const [stream, list] of periods) {
      const settings = findStream(parsed.configuration, stream);
      if (settings === undefined) continue;
      const { sample } = settings;
      const last = list.at(-1);
      if (last === undefined) list.push({ from: undefined, sample });
      else if (last.sample?.rate !== sample?.rate) list.push({ from, sample });
    }
  }
  return periods;
}

/** The text of streams.yaml after each commit of the current branch that changed it, the earliest first. */
function earlierStates(git: Git | undefined): readonly { readonly from: string; readonly text: string }[] {
  if (git === undefined) return [];
  const file = git.toGit("streams.yaml");
  const log = git.answer(["log", `-${commitLimit}`, "--first-parent", "--format=%H %cs", "--", file]) ?? "";
  const commits = log
    .split("\n")
    .filter(Boolean)
    .map((line) => line.split(" ") as [string, string])
    .reverse();
  return commits.flatMap(([commit, from]) => {
    const text = git.answer(["show", `${commit}:${file}`]);
    return text === undefined ? [] : [{ from, text }];
  });
}
