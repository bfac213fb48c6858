import type { Edge } from "@addendum/workspace";
import packageJson from "../../package.json" with { type: "json" };
import { readersIn } from "../lineage/readings.ts";
import { generators } from "./generators.ts";
import { judge } from "./judge.ts";
import { startExaminingThread } from "./thread.ts";

/** What the command passes to the workspace. */
export const edge: Edge = {
  version: packageJson.version,
  generators,
  judge,
  startThread: startExaminingThread,
  readers: readersIn,
};
