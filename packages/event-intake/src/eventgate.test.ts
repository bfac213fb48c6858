import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isObject, parseDocument } from "@addendum/json-schema";
import { corpus, hasCorpus, whyNoCorpus } from "../test/corpus.ts";
import { post, type RunningIntake, startIntake, writeSchemas } from "../test/running-intake.ts";
import { compileAsEventGate } from "./judge/ajv-6.ts";
import { compileEventSchema } from "./judge/event-schema.ts";
import known from "./known-differences.json" with { type: "json" };

const knownDifferences = known.differences as readonly Difference[];

interface Case {
  readonly name: string;
  readonly request: { readonly query: string; readonly contentType: string; readonly body: string };
  readonly response: { readonly status: number; readonly reason: string; readonly body: unknown };
}

const cases: Case[] = hasCorpus
  ? (JSON.parse(readFileSync(join(corpus, "eventgate-answers.json"), "utf8")) as { cases: Case[] }).cases
  : [];
const schemas = join(corpus, "event-schemas/jsonschema");

/** What is compared by its shape only: EventGate's wording tells of its machine. */
function withoutWording(body: unknown): unknown {
  return JSON.parse(
    JSON.stringify(body, (key, value: unknown) => {
      const isWording = (key === "message" || key === "detail") && typeof value === "string";
      return isWording && !value.startsWith("should ") ? "…" : value;
    }),
  ) as unknown;
}

/** Ours says a place in one more way. */
function withoutPointers(body: unknown): unknown {
  return JSON.parse(
    JSON.stringify(body, (key, value: unknown) => (key === "instancePath" ? undefined : value)),
  ) as unknown;
}

describe.skipIf(!hasCorpus)(`the answers of EventGate 1.8.4${whyNoCorpus}`, () => {
  let compatible: RunningIntake;
  let ours: RunningIntake;
  beforeAll(async () => {
    compatible = await startIntake({ schemas, flavour: "eventgate-1.8" });
    ours = await startIntake({ schemas });
  });
  afterAll(async () => {
    await compatible.close();
    await ours.close();
  });

  test.each(cases)("$name", async ({ request, response }) => {
    const { query, contentType, body } = request;
    const answer = await post(compatible, body, { query, headers: { "content-type": contentType } });
    expect({ status: answer.status, reason: answer.reason, body: withoutWording(answer.body) }).toEqual({
      ...response,
      body: withoutWording(response.body),
    });
  });

  test.each(cases)("$name, by default", async ({ name, request, response }) => {
    const { query, contentType, body } = request;
    const answer = await post(ours, body, { query, headers: { "content-type": contentType } });
    const known = knownDifferences.find((one) => one.mode === "default" && one.case === name);
    expect(answer.status).toBe(known?.status ?? response.status);
    if (answer.status !== response.status || !isObject(response.body)) return;
    const kinds = (one: unknown) =>
      Object.entries(one as object).map(([key, list]) => [key, (list as []).length]);
    expect(kinds(answer.body)).toEqual(kinds(response.body));
    const isSame = isDeepStrictEqual(errorsIn(withoutPointers(answer.body)), errorsIn(response.body));
    // A difference that is none any more has to go from the list.
    expect(isSame).toBe(known?.otherErrors !== true);
  });

  test("every version compiles, both ways", () => {
    const files = readdirSync(schemas, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /^\d+\.\d+\.\d+\.yaml$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name));
    expect(files.length).toBeGreaterThan(80);
    for (const file of files) {
      const parsed = parseDocument(readFileSync(file, "utf8"));
      if (parsed.kind === "problem" || !isObject(parsed.document.data)) throw new Error(file);
      compileEventSchema("any", "1.0.0", parsed.document.data, "addendum").refuse({});
      compileAsEventGate(parsed.document.data)({});
    }
  });
});

describe("differences from EventGate 1.8.4", () => {
  const directory = writeSchemas({
    "t/1.0.0.json": {
      title: "t",
      $id: "/t/1.0.0",
      type: "object",
      properties: { list: { type: "array", items: { type: "integer" } } },
    },
  });
  let intakes: Readonly<Record<string, RunningIntake>>;
  beforeAll(async () => {
    const options = { schemas: directory };
    intakes = {
      default: await startIntake(options),
      compat: await startIntake({ ...options, flavour: "eventgate-1.8" }),
    };
  });
  afterAll(async () => {
    for (const intake of Object.values(intakes)) await intake.close();
  });

  test.each(knownDifferences.filter(({ name }) => name !== undefined))(
    "$mode: $name",
    async ({ mode, get, body, headers, status, errors }) => {
      if (get !== undefined) {
        expect((await fetch(`${intakes[mode]?.url}${get}`)).status).toBe(status);
        return;
      }
      const answer = await post(intakes[mode] as RunningIntake, bodyOf(body), {
        ...(headers && { headers }),
      });
      expect(answer.status).toBe(status);
      if (errors !== undefined) expect(countErrors(answer.body)).toBe(errors);
      expect(JSON.stringify(answer.body)).not.toContain(directory);
    },
  );
});

type Body =
  | string
  | { $fill?: number; $repeat?: number; $nest?: number; $refuse?: number; $brotli?: string; $gzip?: string };

interface Difference {
  readonly mode: string;
  readonly case?: string;
  readonly name?: string;
  /** The path, where nothing is posted. */
  readonly get?: string;
  readonly body?: Body;
  readonly headers?: Record<string, string>;
  readonly status: number;
  /** How many errors are told. */
  readonly errors?: number;
  readonly otherErrors?: boolean;
}

/** Bodies that are too long to be written out. */
function bodyOf(body: Body | undefined): string | Uint8Array<ArrayBuffer> {
  if (typeof body === "string") return body;
  const event = '{"$schema":"/t/1.0.0"}';
  if (body?.$fill !== undefined) return `{"$schema":"/t/1.0.0","text":"${"x".repeat(body.$fill)}"}`;
  if (body?.$nest !== undefined) {
    return `{"$schema":"/t/1.0.0","deep":${"[".repeat(body.$nest)}${"]".repeat(body.$nest)}}`;
  }
  if (body?.$refuse !== undefined) {
    const refused = `{"$schema":"/t/1.0.0","list":[${Array<string>(body.$refuse).fill('""').join(",")}]}`;
    return `[${refused},${refused},${refused}]`;
  }
  // An event this short keeps so many below EventGate's size.
  if (body?.$repeat !== undefined) return `[${Array<string>(body.$repeat).fill("{}").join(",")}]`;
  if (body?.$gzip !== undefined) return new Uint8Array(gzipSync(body.$gzip));
  return new Uint8Array(brotliCompressSync(body?.$brotli ?? event));
}

function countErrors(body: unknown): number {
  const { invalid } = body as { invalid: { context: { errors: unknown[] } }[] };
  return invalid.reduce((sum, { context }) => sum + context.errors.length, 0);
}

function errorsIn(body: unknown): unknown {
  const invalid = (body as { invalid?: { context: unknown }[] }).invalid ?? [];
  return invalid.map(({ context }) => context);
}
