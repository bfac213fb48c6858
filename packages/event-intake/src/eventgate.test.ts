import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isObject, parseDocument } from "@addendum/json-schema";
import { corpus, hasCorpus, whyNoCorpus } from "../test/corpus.ts";
import { post, type RunningIntake, startIntake } from "../test/running-intake.ts";
import { compileAsEventGate } from "./ajv-6.ts";
import { compileEventSchema } from "./event-schema.ts";

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

  /** Where the default differs on purpose. */
  const onPurpose: Readonly<Record<string, number>> = {
    null: 400,
    string: 400,
    "malformed JSON": 400,
    // It fills in what the intake knows.
    "no meta.dt": 201,
  };
  test.each(cases)("$name, by default", async ({ name, request, response }) => {
    const { query, contentType, body } = request;
    const answer = await post(ours, body, { query, headers: { "content-type": contentType } });
    const status = onPurpose[name] ?? response.status;
    expect(answer.status).toBe(status);
    if (status !== response.status || !isObject(response.body)) return;
    const kinds = (one: unknown) =>
      Object.entries(one as object).map(([key, list]) => [key, (list as []).length]);
    expect(kinds(answer.body)).toEqual(kinds(response.body));
    expect(errorsIn(withoutPointers(answer.body))).toEqual(errorsIn(response.body));
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

function errorsIn(body: unknown): unknown {
  const invalid = (body as { invalid?: { context: unknown }[] }).invalid ?? [];
  return invalid.map(({ context }) => context);
}
