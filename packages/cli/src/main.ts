import { parseInvocation } from "./arguments.ts";
import { Cannot } from "./cannot.ts";
import { findCommand, renderHelp, renderOverview } from "./help.ts";
import packageJson from "../package.json" with { type: "json" };
import { answer, isThread } from "./threads.ts";
import { Terminal } from "./terminal.ts";

async function main(args: readonly string[]): Promise<number> {
  const terminal = new Terminal("auto", false);
  const [name, ...rest] = args;
  try {
    if (name === undefined || name === "help" || name === "--help" || name === "-h") {
      const command = rest[0] === undefined ? undefined : findCommand(rest[0]);
      terminal.out(command === undefined ? renderOverview() : renderHelp(command));
      return name === undefined ? 2 : 0;
    }
    if (name === "--version" || name === "-v") {
      terminal.out(`${packageJson.version}\n`);
      return 0;
    }
    const command = findCommand(name);
    if (rest.includes("--help") || rest.includes("-h")) {
      terminal.out(renderHelp(command));
      return 0;
    }
    return await command.run(parseInvocation(rest, command.options));
  } catch (error) {
    if (error instanceof Cannot) {
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

if (isThread()) answer();
else void run();
