import type { Policy } from "./policy.ts";
import { additive } from "./additive.ts";
import { annotations } from "./annotations.ts";
import { consumers } from "./consumers.ts";
import { events } from "./events.ts";
import { producers } from "./producers.ts";
import { readers } from "./readers.ts";
import { tables } from "./tables.ts";
import { wikimedia } from "./wikimedia.ts";

/** Every policy, the gravest first: findings of one cause are shown in this order. */
export const policies: readonly Policy[] = [
  events,
  additive,
  tables,
  readers,
  producers,
  consumers,
  annotations,
  wikimedia,
];
