import { expect, test } from "vitest";
import { accept } from "./acceptance.ts";
import {
  findStream,
  openConfiguration,
  parseStreams,
  type StreamsConfiguration,
} from "./streams-configuration.ts";

function configuration(text: string): StreamsConfiguration {
  const parsed = parseStreams(`version: 1\n${text}`);
  if (parsed.kind === "invalid") throw new Error(parsed.message);
  return parsed.configuration;
}

const streams = configuration(`
defaults: { owner: team, privacy: { ip-address: drop } }
streams:
  /^shop\\./: { title: shop/any, undeclared: accept }
  shop.order: { title: shop/order, privacy: { user-agent: hash } }
`);

test("a stream has its own settings, and the defaults for what it does not say", () => {
  expect(findStream(streams, "shop.order")).toMatchObject({
    title: "shop/order",
    owner: "team",
    privacy: { "ip-address": "drop", "user-agent": "hash" },
    undeclared: "report",
    sink: "file",
  });
});

test("a name wins over an expression, wherever each of them stands", () => {
  expect(findStream(streams, "shop.order")?.title).toBe("shop/order");
  expect(findStream(streams, "shop.basket")?.title).toBe("shop/any");
});

test.each([
  ["a listed stream", streams, "shop.order", "shop/order", "accepted"],
  ["another title", streams, "shop.order", "shop/basket", "other-title"],
  ["a stream that is not listed", streams, "work.shop.order", "shop/order", "unknown-stream"],
  ["no stream where they are listed", streams, undefined, "shop/order", "unknown-stream"],
  ["any stream where none are listed", openConfiguration, "anything", "shop/order", "accepted"],
  ["no stream where none are listed", openConfiguration, undefined, "shop/order", "accepted"],
])("accept: %s", (_case, open, stream, title, kind) => {
  expect(accept(open, stream, title).kind).toBe(kind);
});

test.each([
  [
    "an unknown sink",
    "streams: { a: { sink: nowhere } }",
    "there is no sink “nowhere”. There are: file, stdout.",
  ],
  ["an unknown service", "defaults: { service: far }", "there is no service “far”. There are: local."],
  ["Kafka without brokers", "sinks: { main: { kind: kafka } }", "“sinks.main” lacks brokers."],
  ["an expression that cannot be read", "streams: { '/(/': {} }", "/(/ cannot be used"],
  [
    "two streams of one topic",
    "streams: { a/b: {}, a_b: {} }",
    "“a_b” and “a/b” would share the topic “a_b”",
  ],
  [
    "two streams of one topic, by prefixes",
    "streams: { a.b: {}, b: { topicPrefixes: [a.] } }",
    "“b” and “a.b” would share the topic “a.b”",
  ],
  [
    "topics that Kafka tells apart no more than their metrics",
    "sinks: { k: { kind: kafka, brokers: ['b:9092'] } }\nstreams: { a.b: { sink: k }, a_b: { sink: k } }",
    "“a_b” and “a.b” would share",
  ],
  [
    "a password in the file",
    "sinks: { k: { kind: kafka, brokers: ['b:9092'], sasl: { mechanism: plain, username: u, password: p } } }",
    "password",
  ],
  [
    "SASL without a password",
    "sinks: { k: { kind: kafka, brokers: ['b:9092'], sasl: { mechanism: plain, username: u } } }",
    "sasl",
  ],
  ["an origin with a path", "intake: { allowedOrigins: ['https://a.example/x'] }", "allowedOrigins"],
  ["a name with a space", "streams: { 'a b': {} }", "“a b” is not a valid stream name"],
])("refused: %s", (_case, text, message) => {
  const parsed = parseStreams(`version: 1\n${text}`);
  expect(parsed.kind === "invalid" && parsed.message).toContain(message);
});

test("sinks are complete, and those that need no naming are there", () => {
  const { sinks } = configuration("sinks: { main: { kind: kafka, brokers: ['b:9092'] } }");
  expect([...sinks.keys()]).toEqual(["file", "stdout", "main"]);
  expect(sinks.get("main")).toEqual({
    kind: "kafka",
    brokers: ["b:9092"],
    clientId: "addendum-intake",
    hasty: true,
    bufferBytes: 32 * 1024 * 1024,
    topics: { partitions: undefined, replicas: undefined, retention: "7 days" },
    patienceSeconds: 8,
    compression: "none",
    tls: undefined,
    sasl: undefined,
  });
});

test("hashing keys change as often as is said", () => {
  expect(configuration("intake: { hashing: { rotate: 6 hours } }").intake.hashing.rotateMs).toBe(
    6 * 3_600_000,
  );
  expect(openConfiguration.intake.hashing.rotateMs).toBe(86_400_000);
});

test("streams whose topics differ are fine, also in other sinks", () => {
  const text =
    "sinks: { k: { kind: kafka, brokers: ['b:9092'] } }\nstreams: { a.b: { sink: k }, a_b: {}, a-b: { sink: k } }";
  expect([...configuration(text).streams.keys()]).toEqual(["a.b", "a_b", "a-b"]);
});
