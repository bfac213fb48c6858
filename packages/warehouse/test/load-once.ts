// Loads a directory of events once, and then does what retention asks, for tests that kill it: load-once EVENTS LAKE NOW.
import { columnsOf, declare } from "@addendum/event-fields";
import { loadEvents } from "../src/lake/load.ts";
import { retain } from "../src/lake/retain.ts";

const [events, lake, now] = process.argv.slice(2) as [string, string, string];
const { columns } = columnsOf(
  declare({
    type: "object",
    properties: {
      meta: { type: "object", properties: { id: { type: "string" }, dt: { type: "string" } } },
      n: { type: "integer" },
      ip: { type: "string", privacy: { kind: "ip-address", retention: "12 hours" } },
    },
  }),
);
const table = { name: "t", columns, retentionDays: undefined };
console.log("ready");
await loadEvents({
  events,
  lake,
  now: Number(now),
  route: () => table,
  batchBytes: 200_000,
  filesPerHour: 2,
});
console.log("loaded");
await retain({
  lake,
  events,
  now: Number(now),
  tables: [{ ...table, retentionDays: 1 }],
  treatment: () => "empty",
  hashKey: "key",
});
console.log("done");
