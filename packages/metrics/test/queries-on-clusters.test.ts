import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { whyNoHive } from "../../warehouse/test/hive-server.ts";
import { skipBecause } from "../../warehouse/test/server.ts";
import { whyNoTrino } from "../../warehouse/test/trino-server.ts";
import { reportQuery, spanQuery } from "../src/query/report-query.ts";
import { onHive, onTrino } from "./cluster-engines.ts";
import { cases, day, events, queriedCase, sqlOf } from "./query-cases.ts";
import { type Row, sorted, type TestEngine } from "./query-engines.ts";

const engines = [
  ["hive", "Hive", onHive, skipBecause("Hive", whyNoHive())],
  ["trino", "Trino", onTrino, skipBecause("Trino", whyNoTrino())],
] as const;

/** The same events on another day, too. */
const onTwoDays = (rows: readonly Row[]) =>
  rows.flatMap((row) => (row["day"] === day.day ? [row, { ...row, month: 12 }] : [row]));

describe.each(engines)("queries of %s on a real %s", (type, _, open, isSkipped) => {
  let engine: TestEngine;
  beforeAll(async () => {
    if (!isSkipped) engine = await open();
  });
  afterAll(() => engine?.close());

  test.skipIf(isSkipped).each(cases)("$name", async (one) => {
    await engine.create("s", one.schema ?? events, onTwoDays(one.rows));
    if (one.divisor !== undefined) await engine.create("p", one.divisor.schema, onTwoDays(one.divisor.rows));
    const metric = queriedCase(one);
    const found = await engine.run(sqlOf(reportQuery(metric, type)), "2026-11-02");
    expect(found).toEqual(sorted(one.expected.map((row) => ({ date: "2026-11-02", ...row }))));
    const span = await engine.ask(sqlOf(spanQuery(metric, type, { from: "2026-11-02" })));
    expect(span.filter(({ date }) => date === "2026-11-02")).toEqual(found);
    // Samples are not the same in December.
    expect(span.some(({ date }) => date === "2026-12-02")).toBe(true);
  });
});
