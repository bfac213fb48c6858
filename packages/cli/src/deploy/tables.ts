import { type DefinitionSettings, placeOf, planTable, type Printer } from "@addendum/tables";
import type { Engine } from "@addendum/warehouse";
import { tableStep, type WantedTable } from "./plan-tables.ts";
import { type Step, stepOf } from "./step.ts";

/** An engine whose tables are examined. */
export interface TablesTarget {
  readonly printer: Printer;
  readonly place: Pick<DefinitionSettings, "database" | "location">;
  /** Connects to it. Undefined: there is no table yet, and nothing to connect to before one is made. */
  readonly open: () => Promise<Engine | undefined>;
}

/** How long an engine may take to say that it is still there, in milliseconds. */
const patienceMs = 10_000;

/**
 * Examines the tables on an engine, and updates them. If a statement is refused, the other tables are still tried; if
 * the engine no longer answers, they are skipped.
 * @param isApplied false: no statement runs
 */
export async function deployTables(
  target: TablesTarget,
  tables: readonly WantedTable[],
  isApplied: boolean,
): Promise<readonly Step[]> {
  const steps: Step[] = [];
  let engine: Engine | undefined;
  let isOpen = false;
  let isLost = false;
  try {
    for (const wanted of tables) {
      const of = { kind: "table", system: target.printer.engine, name: wanted.table.name } as const;
      if (isLost) {
        steps.push(stepOf(of, "left", `not tried, because ${target.printer.engine} does not answer`));
        continue;
      }
      try {
        if (!isOpen) engine = await target.open();
        isOpen = true;
        steps.push(await bringInStep(engine, target, wanted, isApplied));
      } catch (error) {
        steps.push(stepOf(of, "failed", firstLine(error)));
      }
      const isSuspect = steps.at(-1)?.state === "failed";
      if (isSuspect) isLost = !isOpen || !(await answers(engine));
    }
    return steps;
  } finally {
    await engine?.close().catch(() => undefined);
  }
}

/** Rejects where the table cannot be looked at. */
async function bringInStep(
  engine: Engine | undefined,
  { printer, place }: TablesTarget,
  wanted: WantedTable,
  isApplied: boolean,
): Promise<Step> {
  const { table } = wanted;
  const at = placeOf(table.name, place);
  const look = async () => {
    const present = await engine?.describeTable(at.database, table.name);
    return { change: planTable(printer, table, present, at), isThere: present !== undefined };
  };
  const { change, isThere } = await look();
  const step = tableStep(printer, wanted, change, isThere);
  if (step.state !== "due" || !isApplied || engine === undefined) return step;
  let left = change.statements;
  for (;;) {
    const { ran, refusal } = await runUntilRefused(engine, left);
    // What counts is the table: another run may have done the same meanwhile, or a statement may have run although its
    // answer was lost.
    const after = await look().catch((error: unknown) => ({ error }));
    if ("change" in after && tableStep(printer, wanted, after.change, after.isThere).state !== "due") {
      return { ...step, state: "done", says: isThere ? "widened" : "created" };
    }
    // Another run is at work on the same table: what it leaves is shorter each time.
    if ("change" in after && after.change.statements.length < left.length - ran) {
      left = after.change.statements;
      continue;
    }
    const progress = `${ran} of ${left.length} statements ran; the next run continues from there`;
    const obstacle = refusal ?? ("error" in after ? after.error : undefined);
    const reason = obstacle === undefined ? "the table still lacks columns" : firstLine(obstacle);
    return { ...step, state: "failed", says: `${reason.replace(/\.$/, "")}. ${progress}` };
  }
}

async function runUntilRefused(engine: Engine, statements: readonly string[]) {
  let ran = 0;
  try {
    for (const statement of statements) {
      await engine.execute(statement);
      ran++;
    }
  } catch (refusal) {
    return { ran, refusal };
  }
  return { ran, refusal: undefined };
}

async function answers(engine: Engine | undefined): Promise<boolean> {
  if (engine === undefined) return true;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), patienceMs);
  });
  const asked = engine.query("SELECT 1").then(
    () => true,
    () => false,
  );
  const answer = await Promise.race([asked, late]);
  clearTimeout(timer);
  return answer;
}

function firstLine(error: unknown): string {
  return (error as Error).message.split("\n")[0]?.replace(/\.$/, "") ?? "";
}
