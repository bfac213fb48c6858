import { join } from "node:path";
import { expect } from "vitest";
import { formatDate } from "../src/schedule/date-text.ts";
import { GraphiteListener, QueryDirectory, type Scenario } from "./scenario.ts";

/** Runs the steps of a scenario, and expects what each of them says. */
export async function expectScenario({ before = {}, steps }: Scenario): Promise<void> {
  const queries = new QueryDirectory();
  const graphite = await GraphiteListener.start();
  const path = process.env["PATH"];
  process.env["PATH"] = `${join(queries.directory, "bin")}:${path}`;
  try {
    for (const [name, text] of Object.entries(before)) queries.writeOutput(name, text);
    for (const step of steps) {
      for (const [name, text] of Object.entries(step.queries ?? {})) {
        queries.write(name, (text ?? "").replaceAll("GRAPHITE_PORT", String(graphite.port)));
      }
      const { findings, runs } = await queries.run(
        step.now,
        step.graphite === undefined ? {} : { publish: { timeout: 2000 } },
      );
      if (step.output !== undefined) {
        const output = Object.entries(queries.output()).map(([name, text]) => [
          name,
          text.replaceAll("\r\n", "\n"),
        ]);
        expect(Object.fromEntries(output)).toEqual(step.output);
      }
      const messages = findings.filter(({ severity }) => severity !== "info").map(({ message }) => message);
      expect(messages.length, messages.join("\n")).toBe(step.findings?.length ?? 0);
      for (const part of step.findings ?? []) expect(messages.join("\n")).toContain(part);
      if (step.runs !== undefined) {
        const ran = runs.flatMap(({ report, interval, exploded }) =>
          interval === undefined
            ? []
            : [[report.key, formatDate(interval.start, report.granularity), ...exploded.values()].join(" ")],
        );
        expect(ran.sort()).toEqual([...step.runs].sort());
      }
      expect(graphite.take()).toEqual([...(step.graphite ?? [])].sort());
      if (step.reruns !== undefined) expect(queries.reruns()).toEqual(step.reruns);
    }
  } finally {
    process.env["PATH"] = path;
  }
}
