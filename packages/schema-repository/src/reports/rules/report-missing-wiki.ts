import { defineRule } from "../../model/rule.ts";

export const reportMissingWiki = defineRule({
  id: "report-missing-wiki",
  concern: "reports",
  generator: "reports",
  severity: "warn",
  summary: "Rejects a Hive result that does not say which wiki a row belongs to.",
  rationale:
    "Hive's tables contain the events of all wikis, so a result without a `wiki` column adds them up, and no later query can separate them. SQL reports run once per wiki and need none.",
  messages: {
    missing: {
      text: "The result of {report} has no column “wiki”.",
      hint: "Select `wiki` and group by it, or explode the report by wiki.",
    },
  },
  examples: [
    {
      name: "a row for each wiki",
      files: {
        "queries/config.yaml": "reports:\n  opens: { type: hive, granularity: days, starts: 2026-01-30 }\n",
        "queries/opens.hql":
          "SELECT '{from_date}' AS `date`, wiki, count(*) AS opens FROM event.opens WHERE year = {year} AND month = {month} AND day = {day} GROUP BY wiki\n",
        "bin/hive": "#!/bin/sh\nprintf 'date\\twiki\\topens\\n2026-01-30\\tenwiki\\t7\\n'\n",
      },
      findings: [],
    },
    {
      name: "all wikis added up",
      files: {
        "queries/config.yaml": "reports:\n  opens: { type: hive, granularity: days, starts: 2026-01-30 }\n",
        "queries/opens.hql":
          "SELECT '{from_date}' AS `date`, count(*) AS opens FROM event.opens WHERE year = {year} AND month = {month} AND day = {day}\n",
        "bin/hive": "#!/bin/sh\nprintf 'date\\topens\\n2026-01-30\\t7\\n'\n",
      },
      findings: [{ file: "queries/config.yaml", pointer: "/reports/opens", messageId: "missing" }],
    },
  ],
});
