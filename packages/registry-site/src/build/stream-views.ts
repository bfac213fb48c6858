import { type StreamsConfiguration, topicsOf } from "@addendum/streams";
import type { StreamView } from "../pages/title-view.ts";

/** The streams of a configuration, as pages show them; those of an expression are called by it. */
export function streamViews({ streams, patterns, isClosed }: StreamsConfiguration): readonly StreamView[] {
  if (!isClosed) return [];
  const named = [...streams].map(([name, settings]) => ({ name, settings }));
  const all = [...named, ...patterns.map(({ pattern, settings }) => ({ name: `/${pattern}/`, settings }))];
  return all.map(({ name, settings }): StreamView => {
    const { title, owner, sample, retention, sink, topicPrefixes, canary } = settings;
    return {
      name,
      title,
      owner,
      sample: sample === undefined ? "every event" : `${percent(sample.rate)} of ${units[sample.unit]}`,
      retention,
      sink,
      topics: topicsOf(name, topicPrefixes),
      isCanary: canary,
    };
  });
}

const units = { session: "sessions", pageview: "page views" } as const;

function percent(rate: number): string {
  return `${Number((rate * 100).toPrecision(3))} %`;
}
