/** The sentence in what Hive says, without its classes and traces, and what to do where its words do not say it. */
export function hiveReason(message: string): string {
  const line = message.split("\n")[0] ?? "";
  const reason = line.replace(/^Error while (compiling|processing) statement: FAILED: /, "").trim();
  return /types incompatible with the existing columns/i.test(reason) ? `${reason}. ${explanation}` : reason;
}

/** Source: Hive's metastore configuration; seen on Hive 2.3.10 for structs, on 4.0.1 for simple types. */
const explanation =
  "The metastore refuses such a change while hive.metastore.disallow.incompatible.col.type.changes is true, its default. To widen a struct before Hive 4, set it to false there. Addendum never changes the type of a column.";
