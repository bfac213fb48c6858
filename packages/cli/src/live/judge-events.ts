import { createRequire } from "node:module";
import type { Examined, EventToJudge } from "@addendum/event-intake";
import { findDeclaredPlaces, publicPointer } from "@addendum/event-fields";
import { isObject, join, parseJson, tokens } from "@addendum/json-schema";
import type * as Validator from "@addendum/json-schema/validator";
import type { Materializer } from "@addendum/schema-repository";

const shownReasons = 10;

/** Judges the last events of a title by what its source says now. */
export function judgeEvents(
  title: string,
  materializer: Materializer,
  events: readonly EventToJudge[],
): Examined["events"] {
  const none = { judged: 0, rejected: 0, reasons: [], mended: 0 };
  if (events.length === 0) return { ...none, problem: undefined };
  const materialized = materializer.materialize(title);
  const schema = materialized?.resolved;
  if (!isObject(schema)) return { ...none, problem: "it cannot be materialized" };
  if (materialized?.otherDialect !== undefined) {
    return { ...none, problem: materialized.otherDialect.reason };
  }
  let judge: ReturnType<typeof Validator.compileForMany>;
  try {
    const { compileForMany } = createRequire(__filename)("./validator.cjs") as typeof Validator;
    judge = compileForMany(schema);
  } catch (error) {
    return { ...none, problem: (error as Error).message };
  }
  const declared = findDeclaredPlaces(schema);
  const reasons = new Map<string, RejectionReason>();
  let [judged, rejected, mended] = [0, 0, 0];
  // The newest of each kind is shown.
  for (const { number, text, isAccepted } of events.toReversed()) {
    const event = parseJson(text);
    if (event === undefined) continue;
    if (isAccepted) judged++;
    const [error] = judge(event);
    if (error === undefined) mended += isAccepted ? 0 : 1;
    if (error === undefined || !isAccepted) continue;
    rejected++;
    const shown = join("", ...publicPointer(tokens(error.instancePath), declared));
    const pointer = shown.replace(/\/\d+(?=\/|$)/g, "/*");
    const key = `${pointer} ${error.message}`;
    const known = reasons.get(key) ?? { pointer, reason: error.message, count: 0, number };
    reasons.set(key, { ...known, count: known.count + 1 });
  }
  const sorted = [...reasons.values()].sort((one, other) => other.count - one.count);
  return { judged, rejected, reasons: sorted.slice(0, shownReasons), mended, problem: undefined };
}

type RejectionReason = Examined["events"]["reasons"][number];
