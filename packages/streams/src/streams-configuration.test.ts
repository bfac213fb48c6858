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
  ["a name with a space", "streams: { 'a b': {} }", "“a b” is no name for a stream"],
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
  });
});

test("hashing keys change as often as is said", () => {
  expect(configuration("intake: { hashing: { rotate: 6 hours } }").intake.hashing.rotateMs).toBe(
    6 * 3_600_000,
  );
  expect(openConfiguration.intake.hashing.rotateMs).toBe(86_400_000);
});
