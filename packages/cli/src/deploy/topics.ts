import type { KafkaSinkSettings } from "@addendum/streams";
import type { Cluster } from "@addendum/warehouse";
import { clusterName, describeTopic, planTopic, type WantedTopic, type WantedTopics } from "./plan-topics.ts";
import { type Step, stepOf } from "./step.ts";

/**
 * Examines the topics of a sink, and creates the missing ones.
 * @param open connects to the cluster
 * @param isApplied false: nothing is made
 */
export async function deployTopics(
  wanted: WantedTopics,
  open: (sink: KafkaSinkSettings) => Promise<Cluster>,
  isApplied: boolean,
): Promise<readonly Step[]> {
  const system = clusterName(wanted);
  const failed = (name: string, error: unknown) =>
    stepOf({ kind: "topic", system, name }, "failed", (error as Error).message.replace(/\.$/, ""));
  let cluster: Cluster | undefined;
  try {
    cluster = await open(wanted.settings);
    const present = await cluster.describe(wanted.topics.map(({ name }) => name));
    const steps: Step[] = [];
    for (const topic of wanted.topics) {
      const step = planTopic(system, topic, present.get(topic.name));
      if (step.state !== "due" || !isApplied) {
        steps.push(step);
        continue;
      }
      try {
        steps.push(await createTopic(cluster, system, topic));
      } catch (error) {
        steps.push(failed(topic.name, error));
      }
    }
    return steps;
  } catch (error) {
    return wanted.topics.map(({ name }) => failed(name, error));
  } finally {
    await cluster?.close();
  }
}

async function createTopic(cluster: Cluster, system: string, topic: WantedTopic): Promise<Step> {
  const of = { kind: "topic", system, name: topic.name } as const;
  let isMade: boolean;
  try {
    isMade = await cluster.create(topic);
  } catch (error) {
    // It may have been made although the answer was lost.
    const present = await cluster.describe([topic.name]).catch(() => undefined);
    if (present?.has(topic.name) !== true) throw error;
    isMade = true;
  }
  return isMade
    ? stepOf(of, "done", `created with ${describeTopic(topic)}`)
    : stepOf(of, "in-step", "something else created it meanwhile");
}
