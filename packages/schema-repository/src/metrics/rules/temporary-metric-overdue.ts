import { metricExample } from "../../model/metric-example.ts";
import { defineRule } from "../../model/rule.ts";

const end = "{ temporary: true, sunset: 2026-01-01, ticket: T2 }";

export const temporaryMetricOverdue = defineRule({
  id: "temporary-metric-overdue",
  concern: "metrics",
  generator: "metrics",
  severity: "error",
  summary: "Rejects a temporary metric whose last day has passed.",
  rationale:
    "A temporary metric ends on its last day, because data that nobody needs any longer must not be collected. `addendum check --scheduled`, which CI runs on a schedule on the default branch, fails; other runs of `check` only report it, and the hook rejects a commit only if it touches the metric, its schema, or a source file that carries its mark. So no unrelated commit fails because a day has passed.",
  messages: {
    past: {
      text: "The temporary metric “{name}” was due to end on {sunset}.",
      hint: "`addendum sunset {name}` prints what to remove, in order. If you still need the metric, set a later day.",
    },
  },
  examples: [
    metricExample("its last day", { deprecation: end }, {}, { today: "2026-01-01" }),
    metricExample("an ended metric", { status: "ended", deprecation: end }, {}, { today: "2026-01-31" }),
    metricExample(
      "a day later",
      { deprecation: end },
      { "/deprecation/sunset": "past" },
      { today: "2026-01-02" },
    ),
  ],
});
