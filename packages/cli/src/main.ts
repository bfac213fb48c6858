import { answerTask, UserError } from "@addendum/workspace";
import { commands } from "./commands.ts";
import { edge } from "./run/edge.ts";
import { threadTask } from "./run/thread.ts";
import { parseInvocation } from "./run/arguments.ts";
import { findCommand, renderHelp, renderOverview } from "./run/help.ts";
import { Terminal } from "./run/terminal.ts";
import { examineEdits, liveThread } from "./live/live-thread.ts";
import { versionText } from "./run/version.ts";
import { makePages, pagesThread } from "./site/pages-thread.ts";
import { makerSettings } from "./site/site-options.ts";
import { answerQuestions, siteThread } from "./site/site-thread.ts";

async function main(args: readonly string[]): Promise<number> {
  const terminal = new Terminal("auto", false);
  const [name, ...rest] = args;
  try {
    if (name === undefined || name === "help" || name === "--help" || name === "-h") {
      const command = rest[0] === undefined ? undefined : findCommand(commands, rest[0]);
      const layout = terminal.helpLayout;
      terminal.out(command === undefined ? renderOverview(commands, layout) : renderHelp(command, layout));
      return name === undefined ? 2 : 0;
    }
    if (name === "--version" || name === "-v") {
      terminal.out(versionText());
      return 0;
    }
    const command = findCommand(commands, name);
    if (rest.includes("--help") || rest.includes("-h")) {
      terminal.out(renderHelp(command, terminal.helpLayout));
      return 0;
    }
    return await command.run(parseInvocation(rest, command.options));
  } catch (error) {
    if (error instanceof UserError) {
      terminal.error(error.message);
    } else {
      const { message, stack } = error as Error;
      const trace = process.env["ADDENDUM_DEBUG"] ? `\n${stack ?? ""}` : " (ADDENDUM_DEBUG=1 shows where)";
      terminal.error(`this is a bug in Addendum: ${message}${trace}`);
    }
    return 2;
  }
}

async function run(): Promise<void> {
  process.exitCode = await main(process.argv.slice(2));
}

const examining = threadTask("--as-thread");
const site = siteThread();
const live = liveThread();
const pages = pagesThread();
if (examining !== undefined) answerTask(examining.port, edge);
else if (site !== undefined) answerQuestions(site.port, site.task);
else if (live !== undefined) examineEdits(live.port, live.task);
else if (pages !== undefined) makePages(pages.port, makerSettings(pages.task.loaded, pages.task.task));
else void run();
