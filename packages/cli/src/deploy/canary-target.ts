import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { topicNames } from "@addendum/streams";
import type * as Warehouse from "@addendum/warehouse";
import { UserError } from "@addendum/workspace";
import { intakeUrl, sendCanaries } from "../events/canaries.ts";
import { kafkaAccessOf } from "../events/kafka-access.ts";
import { type OpenLake, warehouseBundle } from "../events/lake.ts";
import type { Invocation } from "../run/arguments.ts";
import type { CanaryTarget } from "./canaries.ts";

/** The intakes and the lake of a repository. Throws {@link UserError} for an option that cannot be used. */
export function canaryTarget(invocation: Invocation, lake: OpenLake): CanaryTarget {
  const seconds = Number(invocation.value("wait") ?? 30);
  if (!(seconds >= 0 && seconds <= 86_400)) throw new UserError("--wait must be a number of seconds.");
  const given = invocation.value("intake");
  if (given !== undefined && !/^https?:\/\//.test(given)) {
    throw new UserError(`--intake must be a URL, not “${given}”.`);
  }
  const events = resolve(invocation.value("events") ?? join(lake.repository.root, "events"));
  return {
    sightings: () => warehouseBundle().canarySightings(lake.lake),
    load: async (streams) => {
      const problems: Record<string, string> = {};
      for (const source of sourcesOf(lake, streams, events)) {
        const report = await loadOnce(lake, source);
        Object.assign(problems, report?.canaryProblems);
      }
      return problems;
    },
    send: (canaries) =>
      sendCanaries(canaries, (service) => given ?? intakeUrl(lake.streams.services, service)),
    patienceMs: 1000 * seconds,
  };
}

/** The files and topics that events of some streams come from. */
function sourcesOf(
  lake: OpenLake,
  names: readonly string[],
  events: string,
): readonly Warehouse.LoadOptions["events"][] {
  const { streams } = lake;
  const topics = new Map<string, string[]>();
  let hasFiles = false;
  for (const name of names) {
    const settings = streams.streams.get(name);
    const sink = streams.sinks.get(settings?.sink ?? "");
    if (settings === undefined || sink === undefined) continue;
    if (sink.kind === "file") hasFiles = true;
    if (sink.kind !== "kafka") continue;
    const known = topics.get(settings.sink) ?? [];
    topics.set(settings.sink, [...known, ...topicNames(name, settings.topicPrefixes)]);
  }
  const ofKafka = [...topics].flatMap(([sink, list]) => {
    const settings = streams.sinks.get(sink);
    return settings?.kind === "kafka" ? [{ ...kafkaAccessOf(settings, lake), topics: list }] : [];
  });
  return [...(hasFiles && existsSync(events) ? [events] : []), ...ofKafka];
}

/** Undefined if another run is loading: what it sees, the manifest says. */
async function loadOnce(
  lake: OpenLake,
  events: Warehouse.LoadOptions["events"],
): Promise<Warehouse.LoadReport | undefined> {
  const { loadEvents, LakeBusy } = warehouseBundle();
  try {
    return await loadEvents({ lake: lake.lake, events, route: lake.route, now: Date.now() });
  } catch (error) {
    if (error instanceof LakeBusy) return undefined;
    throw error;
  }
}
