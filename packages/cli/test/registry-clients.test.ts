// Two clients of Confluent's Schema Registry read schemas from `addendum serve`: npm's for Kafka.js, and Confluent's own
// for Python, which is fetched once.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { SchemaRegistry } from "@kafkajs/confluent-schema-registry";
import { afterEach, describe, expect, test } from "vitest";
import { fetchOnce, isThere, run, whyNoEngines } from "../../warehouse/test/server.ts";
import { command, field, schema, ScratchRepository } from "./scratch-repository.ts";

const clientVersion = "2.16.1";

function installClient(): string {
  return fetchOnce(`confluent-kafka-${clientVersion}`, (scratch) => {
    if (!isThere("python3")) throw new Error("there is no Python to fetch Confluent's client with");
    const home = join(scratch, "venv");
    run("python3", ["-m", "venv", home]);
    const pip = ["-m", "pip", "install", "-q", "--no-input", "--disable-pip-version-check"];
    run(join(home, "bin/python"), [...pip, `confluent-kafka[schemaregistry,json]==${clientVersion}`]);
    return home;
  });
}

function whyNoClient(): string | undefined {
  const reason = whyNoEngines();
  if (reason !== undefined) return reason;
  try {
    installClient();
    return undefined;
  } catch (error) {
    if (process.env["CI"]) throw error;
    return (error as Error).message;
  }
}

let server: ChildProcess | undefined;
afterEach(() => server?.kill("SIGKILL"));

/** An intake whose registry holds two versions of one schema. @returns its address */
async function serve(): Promise<string> {
  const repository = ScratchRepository.withGit();
  repository.write("streams.yaml", "version: 1\nstreams: { clicks: { title: click } }\n");
  for (const [version, more] of [
    ["1.0.0", ""],
    ["1.1.0", field("more")],
  ] as const) {
    repository.write("schemas/click/current.yaml", schema("click", version, more));
    repository.addendum("materialize");
  }
  const child = spawn(process.execPath, [command, "serve", "--port", "0"], {
    cwd: repository.root,
    stdio: ["ignore", "ignore", "pipe"],
  });
  server = child;
  return new Promise((found) => {
    let said = "";
    child.stderr.on("data", (data: Buffer) => {
      said += data.toString();
      const address = /received at (http:\/\/\S+)\/v1\/events/.exec(said)?.[1];
      if (address !== undefined) found(address);
    });
  });
}

test("npm's client encodes and decodes by the schemas that are served", async () => {
  const registry = new SchemaRegistry({ host: await serve() }, { JSON: {} } as never);
  const id = await registry.getLatestSchemaId("clicks-value");
  expect(await registry.getRegistryId("clicks-value", 2)).toBe(id);
  const event = { a: "b", more: "c" };
  const message = await registry.encode(id, event);
  expect(message.readInt32BE(1)).toBe(id);
  expect(await registry.decode(message)).toEqual(event);
  await expect(registry.encode(id, { a: 5 })).rejects.toThrow("invalid payload");
});

const reason = whyNoClient();
const program = `
import json, sys
from confluent_kafka.schema_registry import Schema, SchemaRegistryClient
from confluent_kafka.schema_registry.json_schema import JSONDeserializer, JSONSerializer
from confluent_kafka.serialization import MessageField, SerializationContext

client = SchemaRegistryClient({"url": sys.argv[1]})
latest = client.get_latest_version("clicks-value")
first = client.get_version("clicks-value", 1)
context = SerializationContext("clicks", MessageField.VALUE)
settings = {"auto.register.schemas": False, "use.latest.version": True}
serialize = JSONSerializer(latest.schema.schema_str, client, conf=settings)
message = serialize({"a": "b", "more": "c"}, context)
event = JSONDeserializer(None, schema_registry_client=client)(message, context)
narrow = json.loads(latest.schema.schema_str)
narrow["properties"]["a"] = {"type": "integer"}
try:
    serialize({"a": 5}, context)
    refused = False
except Exception as error:
    refused = True
try:
    client.register_schema("clicks-value", Schema(json.dumps(narrow), "JSON"))
    written = "accepted"
except Exception as error:
    written = str(error)
print(json.dumps({
    "subjects": client.get_subjects(),
    "versions": client.get_versions("clicks-value"),
    "version": latest.version,
    "id": int.from_bytes(message[1:5], "big") == latest.schema_id,
    "event": event,
    "refused": refused,
    "found": client.lookup_schema("clicks-value", first.schema).version,
    "compatible": [
        client.test_compatibility("clicks-value", latest.schema),
        client.test_compatibility("clicks-value", Schema(json.dumps(narrow), "JSON")),
    ],
    "written": written,
}))
`;

describe.skipIf(reason !== undefined)(
  `Confluent's client for Python${reason === undefined ? "" : ` (skipped: ${reason})`}`,
  () => {
    test("reads, serializes, looks up and compares; it cannot write", async () => {
      const url = await serve();
      const { stdout, stderr } = spawnSync(join(installClient(), "bin/python"), ["-c", program, url], {
        encoding: "utf8",
      });
      expect(stderr).not.toContain("Traceback");
      expect(JSON.parse(stdout)).toEqual({
        subjects: ["clicks-value"],
        versions: [1, 2],
        version: 2,
        id: true,
        event: { a: "b", more: "c" },
        refused: true,
        found: 1,
        compatible: [true, false],
        written: expect.stringContaining("commit to its repository"),
      });
    });
  },
);
