import { readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Data, isObject, own, parseDocument } from "@addendum/json-schema";
import { corpus, hasCorpus } from "../test/corpus.ts";
import { Random } from "../test/random.ts";
import { type Json, randomRequest, type WireRequest } from "../test/random-requests.ts";
import {
  hasEventGate,
  type RunningEventGate,
  startEventGate,
  whyNoEventGate,
} from "../test/running-eventgate.ts";
import { type RunningIntake, startIntake, writeSchemas } from "../test/running-intake.ts";
import { exchange, type WireAnswer } from "../test/wire.ts";
import known from "./known-differences.json" with { type: "json" };

/** Requests, and the seed of the first: EVENTGATE_REQUESTS, EVENTGATE_SEED. */
const count = Number(process.env["EVENTGATE_REQUESTS"] ?? 400);
const seed = Number(process.env["EVENTGATE_SEED"] ?? 1);

const text = { type: "string" };
const ownSchemas = {
  "t/1.0.0": {
    title: "t",
    $id: "/t/1.0.0",
    $schema: "https://json-schema.org/draft-07/schema#",
    type: "object",
    required: ["$schema", "meta", "name"],
    properties: {
      $schema: text,
      meta: {
        type: "object",
        required: ["stream"],
        properties: {
          stream: { ...text, minLength: 1 },
          dt: { ...text, format: "date-time", maxLength: 128 },
          id: text,
        },
      },
      name: { ...text, pattern: "^[a-z_]+$", maxLength: 64 },
      kind: { enum: ["a", "b", 3, null] },
      size: { type: "integer", minimum: 0, maximum: 100, default: 7 },
      tags: { type: "array", items: text, uniqueItems: true, maxItems: 5 },
      either: { oneOf: [text, { type: "object", required: ["x"], properties: { x: { type: "number" } } }] },
      url: { ...text, format: "uri-reference", maxLength: 64 },
      map: {
        type: "object",
        additionalProperties: { type: "integer" },
        propertyNames: { ...text, pattern: "^.{1,8}$" },
      },
      closed: {
        type: "object",
        additionalProperties: false,
        properties: { y: { type: "boolean", default: true } },
      },
    },
  },
  "loose/2.1.0": {
    title: "loose",
    $id: "/loose/2.1.0",
    type: "object",
    properties: { a: { default: { b: [1] } } },
  },
  // Neither of them judges events.
  "insecure/1.0.0": {
    title: "insecure",
    $id: "/insecure/1.0.0",
    type: "object",
    properties: { a: { ...text, pattern: "^(a+)+$" } },
  },
  "broken/1.0.0": { title: "broken", $id: "/broken/1.0.0", type: "nothing" },
};
const ownExamples: readonly Json[] = [
  {
    $schema: "/t/1.0.0",
    meta: { stream: "s", dt: "2020-07-01T00:00:00Z", id: "1" },
    name: "a_name",
    kind: "a",
    tags: ["x", "y"],
    either: { x: 1.5 },
    url: "/path?x=1",
    map: { one: 1 },
    closed: {},
  },
  { $schema: "/t/1.0.0", meta: { stream: "s" }, name: "b", kind: null, either: "text" },
  { $schema: "/loose/2.1.0", a: 1 },
  { $schema: "/loose/2.1.0", meta: { stream: "s" }, deep: [[{ x: [1, { y: null }] }]] },
  { $schema: "/insecure/1.0.0", meta: { stream: "s" }, a: "aa" },
  { $schema: "/broken/1.0.0", meta: { stream: "s" } },
];

/** Events of real schemas: those of the recorded requests, and one of each version that holds only what it requires. */
function realEvents(): Json[] {
  const { cases } = JSON.parse(readFileSync(join(corpus, "eventgate-answers.json"), "utf8")) as {
    cases: readonly { readonly request: { readonly body: string } }[];
  };
  const recorded = cases.flatMap(({ request }) => {
    try {
      const body = JSON.parse(request.body) as Json;
      return Array.isArray(body) ? (body as Json[]).slice(0, 3) : [body];
    } catch {
      return [];
    }
  });
  const directory = join(corpus, "event-schemas/jsonschema");
  const versions = readdirSync(directory, { recursive: true, encoding: "utf8" }).flatMap((name): Json[] => {
    const uri = /^(.*\d+\.\d+\.\d+)\.yaml$/.exec(name)?.[1];
    const parsed = uri === undefined ? undefined : parseDocument(readFileSync(join(directory, name), "utf8"));
    if (parsed === undefined || parsed.kind === "problem") return [];
    const meta = {
      stream: "real",
      dt: "2020-07-01T00:00:00Z",
      id: "9b0d7c7e-6f3a-4a42-8f57-1f3c2f8a5f10",
      domain: "d",
    };
    return [{ ...(filled(parsed.document.data) as object), $schema: `/${uri}`, meta } as Json];
  });
  return [...recorded, ...versions];
}

/** Versions as EventGate looks for them, without an extension, and `latest`: in a copy of a repository, links may be lost. */
function realSchemas(): string {
  const directory = join(corpus, "event-schemas/jsonschema");
  const files: Record<string, string> = {};
  const names = readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((name) => /\d+\.\d+\.\d+\.yaml$/.test(name))
    .sort((one, other) => one.localeCompare(other, "en", { numeric: true }));
  for (const name of names) {
    const text = readFileSync(join(directory, name), "utf8");
    files[name] = text;
    files[name.replace(/\.yaml$/, "")] = text;
    // The last one is the newest.
    files[join(dirname(name), "latest")] = text;
  }
  return writeSchemas(files);
}

/** A value with all that a schema declares, not necessarily valid. */
function filled(schema: Data): Json {
  if (!isObject(schema)) return null;
  const [values, properties, items] = [own(schema, "enum"), own(schema, "properties"), own(schema, "items")];
  if (Array.isArray(values)) return values[0] as Json;
  if (isObject(properties)) {
    return Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, filled(one)]));
  }
  switch (own(schema, "type")) {
    case "string":
      return own(schema, "format") === "date-time" ? "2020-07-01T00:00:00Z" : "text";
    case "integer":
    case "number":
      return 1;
    case "boolean":
      return true;
    case "array":
      return items === undefined ? [] : [filled(items as Data)];
    case "object":
      return {};
    default:
      return null;
  }
}

/** Requests that are answered otherwise on purpose, by their kind, or by what EventGate says: the file says why. */
const knownDifferences: readonly {
  readonly mode: string;
  readonly kind?: string;
  readonly says?: string;
}[] = known.differences;

function isKnown({ kinds }: WireRequest): boolean {
  return knownDifferences.some(
    ({ kind, mode }) => mode === "compat" && kind !== undefined && kinds.has(kind),
  );
}

function isKnownAnswer({ body }: WireAnswer): boolean {
  return knownDifferences.some(
    ({ says, mode }) => mode === "compat" && says !== undefined && body.includes(says),
  );
}

const crossOrigin = [
  "access-control-allow-origin",
  "access-control-allow-methods",
  "x-content-type-options",
  "x-frame-options",
];

/** What clients see, without wordings that tell of a machine. */
function comparable({ method, path }: WireRequest, { status, reason, headers, body }: WireAnswer): object {
  const isJson = headers["content-type"]?.startsWith("application/json") === true;
  const isAboutItself = /^\/(_info|\?spec|robots)/i.test(path);
  return {
    status,
    reason,
    ...Object.fromEntries(crossOrigin.map((name) => [name, headers[name]])),
    allow: method === "OPTIONS" ? headers["allow"]?.split(/, ?/).sort() : undefined,
    type: status === 404 || body === "" ? undefined : headers["content-type"]?.replace(/;.*/, ""),
    body:
      !isJson || body === "" ? undefined : isAboutItself ? shapeOf(path, body) : wordless(JSON.parse(body)),
  };
}

/** What it calls itself is its own; how it says so is not. */
function shapeOf(path: string, body: string): readonly string[] {
  return /^\/_info/i.test(path) ? Object.keys(JSON.parse(body) as object).sort() : [];
}

function wordless(body: unknown): unknown {
  return JSON.parse(
    JSON.stringify(body, (key, value: unknown) => {
      const isWording = (key === "message" || key === "detail") && typeof value === "string";
      return isWording && !value.startsWith("should ") ? "…" : value;
    }),
  ) as unknown;
}

describe.skipIf(!hasEventGate)(`a running EventGate${whyNoEventGate}`, () => {
  const schemas = writeSchemas(
    Object.fromEntries(
      Object.entries(ownSchemas).flatMap(([path, schema]) => [
        [path, schema],
        [`${path}.json`, schema],
      ]),
    ),
  );
  const kinds = [
    { name: "schemas of its own", directory: schemas, examples: ownExamples },
    ...(hasCorpus ? [{ name: "real schemas", directory: realSchemas(), examples: realEvents() }] : []),
  ];
  let eventGate: RunningEventGate;
  let intake: RunningIntake;
  afterAll(() => {
    for (const { directory } of kinds) rmSync(directory, { recursive: true, force: true });
  });

  describe.each(kinds)("answers as we do: $name", ({ directory, examples }) => {
    beforeAll(async () => {
      eventGate = await startEventGate(directory);
      intake = await startIntake({ schemas: directory, flavour: "eventgate-1.8" });
    });
    afterAll(async () => {
      await eventGate.close();
      await intake.close();
    });

    test(`${count} random requests, from seed ${seed}`, { timeout: 600_000 }, async () => {
      const port = Number(new URL(intake.url).port);
      const differences: string[] = [];
      let compared = 0;
      for (let at = seed; at < seed + count; at++) {
        const request = randomRequest(new Random(at), examples);
        const [theirs, ours] = await Promise.all([
          exchange(eventGate.port, request.bytes),
          exchange(port, request.bytes),
        ]);
        // Whatever the difference: it answers.
        expect(ours.status, `seed ${at}`).toBeGreaterThan(0);
        if (isKnown(request) || isKnownAnswer(theirs)) continue;
        compared++;
        const [expected, got] = [comparable(request, theirs), comparable(request, ours)].map((one) =>
          JSON.stringify(one),
        );
        if (expected === got) continue;
        differences.push(
          `seed ${at} (${[...request.kinds].join(", ")})\n${request.bytes.toString("latin1").slice(0, 600)}\ntheirs ${expected?.slice(0, 900)}\nours   ${got?.slice(0, 900)}`,
        );
      }
      console.log(`${compared} of ${count} compared, ${differences.length} differ`);
      expect(differences.slice(0, 20).join("\n\n")).toBe("");
    });
  });
});
