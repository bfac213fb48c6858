import { Kafka, logLevel } from "kafkajs";

/** Writes messages to a topic of a broker, in their order. */
export async function sendMessages(
  broker: string,
  topic: string,
  messages: readonly { readonly value: string; readonly partition: number }[],
): Promise<void> {
  const producer = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING }).producer();
  await producer.connect();
  await producer.send({ topic, messages: [...messages] });
  await producer.disconnect();
}

/** Deletes what a topic's two partitions hold before an offset, as retention at the broker does. */
export async function deleteMessages(broker: string, topic: string, before: number): Promise<void> {
  const admin = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  // kafkajs finds the leaders of a topic only once it has asked for it.
  await admin.fetchTopicOffsets(topic);
  const partitions = [0, 1].map((partition) => ({ partition, offset: String(before) }));
  await admin.deleteTopicRecords({ topic, partitions });
  await admin.disconnect();
}
