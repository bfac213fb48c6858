import type { Command } from "./run/command.ts";
import { bump } from "./commands/bump.ts";
import { canary } from "./commands/canary.ts";
import { changelog } from "./commands/changelog.ts";
import { check } from "./commands/check.ts";
import { completionCommand } from "./commands/completion.ts";
import { compat } from "./commands/compat.ts";
import { dashboards } from "./commands/dashboards.ts";
import { deploy } from "./commands/deploy.ts";
import { deps } from "./commands/deps.ts";
import { dereference } from "./commands/dereference.ts";
import { doctor } from "./commands/doctor.ts";
import { explain } from "./commands/explain.ts";
import { fmt } from "./commands/fmt.ts";
import { hook } from "./commands/hook.ts";
import { importType } from "./commands/import.ts";
import { init } from "./commands/init.ts";
import { lineage } from "./commands/lineage.ts";
import { lint } from "./commands/lint.ts";
import { load } from "./commands/load.ts";
import { materialize } from "./commands/materialize.ts";
import { newSchema } from "./commands/new.ts";
import { metrics } from "./commands/metrics.ts";
import { query } from "./commands/query.ts";
import { replay } from "./commands/replay.ts";
import { report } from "./commands/report.ts";
import { retain } from "./commands/retain.ts";
import { retire } from "./commands/retire.ts";
import { rules } from "./commands/rules.ts";
import { tables } from "./commands/tables.ts";
import { targets } from "./commands/targets.ts";
import { site } from "./commands/site.ts";
import { serve } from "./commands/serve.ts";
import { tail } from "./commands/tail.ts";
import { spoof } from "./commands/spoof.ts";
import { streams } from "./commands/streams.ts";
import { sunset } from "./commands/sunset.ts";
import { types } from "./commands/types.ts";

const allButCompletion: readonly Command[] = [
  init,
  newSchema,
  importType,
  bump,
  materialize,
  dereference,
  check,
  lint,
  fmt,
  compat,
  changelog,
  types,
  tables,
  targets,
  deps,
  retire,
  rules,
  explain,
  streams,
  metrics,
  dashboards,
  lineage,
  sunset,
  site,
  serve,
  tail,
  canary,
  replay,
  spoof,
  load,
  query,
  report,
  retain,
  deploy,
  doctor,
  hook,
];

/** All commands, in the order of the overview. */
export const commands: readonly Command[] = [...allButCompletion, completionCommand(allButCompletion)];
