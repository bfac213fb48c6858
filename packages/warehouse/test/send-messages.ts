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
