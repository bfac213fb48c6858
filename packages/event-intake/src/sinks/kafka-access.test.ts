import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { secretsBeside } from "@addendum/workspace";
import { type KafkaSinkSettings, parseStreams, readKafkaAccess } from "@addendum/streams";

const directory = mkdtempSync(join(tmpdir(), "addendum-access-"));
afterAll(() => rmSync(directory, { recursive: true }));

function write(name: string, text: string, mode: number): string {
  writeFileSync(join(directory, name), text);
  chmodSync(join(directory, name), mode);
  return name;
}
write("ca.pem", "CA", 0o644);
write("key.pem", "KEY\n", 0o600);
write("password", "secret\n", 0o640);
write("open-password", "secret", 0o644);

function sink(more: string): KafkaSinkSettings {
  const parsed = parseStreams(`version: 1\nsinks: { k: { kind: kafka, brokers: ['b:9092'], ${more} } }\n`);
  if (parsed.kind === "invalid") throw new Error(parsed.message);
  return parsed.configuration.sinks.get("k") as KafkaSinkSettings;
}

test.each<[string, object]>([
  ["clientId: c", { ssl: false }],
  ["tls: true", { ssl: true }],
  [
    "tls: { caFile: ca.pem, certFile: ca.pem, keyFile: key.pem, serverName: kafka }",
    { ssl: { ca: ["CA"], cert: "CA", key: "KEY\n", servername: "kafka" } },
  ],
  [
    "sasl: { mechanism: plain, username: me, passwordFile: password }",
    { ssl: false, sasl: { mechanism: "plain", username: "me", password: "secret" } },
  ],
  [
    "sasl: { mechanism: scram-sha-512, usernameVariable: KAFKA_USER, passwordVariable: KAFKA_PASSWORD }",
    { ssl: false, sasl: { mechanism: "scram-sha-512", username: "you", password: "p" } },
  ],
])("reads what %s names", (text, access) => {
  const environment = { KAFKA_USER: "you", KAFKA_PASSWORD: "p" };
  expect(readKafkaAccess(sink(text), secretsBeside(directory, environment))).toEqual({
    brokers: ["b:9092"],
    ...access,
  });
});

test.each([
  ["sasl: { mechanism: plain, username: me, passwordVariable: KAFKA_PASSWORD }", "KAFKA_PASSWORD"],
  ["sasl: { mechanism: plain, username: me, passwordFile: missing }", "missing, which streams.yaml names"],
  ["sasl: { mechanism: plain, username: me, passwordFile: open-password }", "chmod 600"],
  ["tls: { caFile: nowhere.pem }", "nowhere.pem"],
])("says what is wrong with %s", (text, message) => {
  expect(() => readKafkaAccess(sink(text), secretsBeside(directory, { KAFKA_PASSWORD: "" }))).toThrow(
    message,
  );
});
