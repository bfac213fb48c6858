import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { PassThrough } from "node:stream";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { ByteBudget } from "./byte-budget.ts";
import { Inflating } from "./decompress.ts";
import { readBody } from "./read-body.ts";

/** A request that is sent as a whole. */
function sent(body: Buffer, headers: Record<string, string>): IncomingMessage {
  const stream = new PassThrough();
  stream.end(body);
  return Object.assign(stream, { headers }) as unknown as IncomingMessage;
}

const packed = gzipSync(randomBytes(300_000).toString("base64"));

test.each([
  ["as it came", packed, {}],
  ["compressed", packed, { "content-encoding": "gzip" }],
])("a large body takes of the budget until it is read, %s", async (_, body, headers) => {
  const budget = new ByteBudget(10_000_000);
  const inflating = new Inflating();
  const seen: number[] = [];
  const results = Array.from({ length: 12 }, () => {
    return new Promise<number>((done) => {
      readBody(sent(body, headers), { limit: 1_000_000, budget, inflating }, (error, text) => {
        expect(error).toBe(null);
        seen.push(budget.used);
        done(text?.length ?? 0);
      });
    });
  });
  await Promise.all(results);
  await new Promise((later) => setTimeout(later, 0));
  expect(budget.used).toBe(0);
  // Those that still waited for their turn counted.
  if ("content-encoding" in headers) expect(seen[0]).toBeGreaterThan(body.length);
});

test("bodies that wait to be inflated are refused where there is no room for them", async () => {
  const budget = new ByteBudget(2.5 * packed.length);
  const inflating = new Inflating();
  const errors = await Promise.all(
    Array.from({ length: 5 }, () => {
      return new Promise<Error | null>((done) => {
        readBody(
          sent(packed, { "content-encoding": "gzip" }),
          { limit: 1_000_000, budget, inflating },
          (error) => done(error),
        );
      });
    }),
  );
  expect(errors.filter((error) => error === null).length).toBeGreaterThanOrEqual(2);
  expect(errors.some((error) => /too many bytes are in transit/.test(error?.message ?? ""))).toBe(true);
  expect(budget.used).toBe(0);
});
