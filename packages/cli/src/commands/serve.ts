import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import type * as EventIntake from "@addendum/event-intake";
import type { SitePart } from "@addendum/registry-site";
import { findTitles, isFragmentTitle } from "@addendum/schema-repository";
import { type LoadedSettings, UserError, WorkTree } from "@addendum/workspace";
import packageJson from "../../package.json" with { type: "json" };
import type { Invocation } from "../run/arguments.ts";
import { defineCommand, type ExitCode } from "../run/command.ts";
import { loadStreams } from "../run/streams-file.ts";
import { WatchedEdits } from "../live/watched-edits.ts";
import { siteBundle } from "../site/site-bundle.ts";
import { assetsDirectory, identityOf } from "../site/site-options.ts";
import { ServedSite } from "../site/served-site.ts";
import { showsPages } from "../site/shows-pages.ts";

const portLimit = 65_535;

export const serve = defineCommand({
  name: "serve",
  usage: "",
  summary: "receives events, validates them against the repository’s schemas, and writes them to files",
  description:
    "An intake that speaks EventGate’s protocol: POST an event or an array of events to /v1/events. Schemas are read when an event first names them, and again when their files change. streams.yaml, beside the configuration, lists the streams; without it every stream is accepted. A browser at the same address shows the registry’s pages (`addendum site` writes them).",
  options: [
    { name: "port", kind: "string", value: "PORT", help: "port to listen on (default: 8192)" },
    {
      name: "host",
      kind: "string",
      value: "ADDRESS",
      help: "address to listen on (default: 127.0.0.1)",
    },
    { name: "out", kind: "string", value: "DIR", help: "where events are written (default: events)" },
    {
      name: "streams",
      kind: "string",
      value: "FILE",
      help: "the streams’ configuration (default: streams.yaml beside addendum.yaml); `--config streams.yaml` means the same",
    },
    {
      name: "dev",
      kind: "boolean",
      help: "for integration tests, on loopback only: /v1/_dev/events shows what was sent",
    },
    {
      name: "compat",
      kind: "string",
      value: "NAME",
      choices: ["eventgate-1.8"],
      help: "answer exactly as another server does: eventgate-1.8",
    },
    {
      name: "pages",
      kind: "string",
      value: "WHEN",
      choices: ["on", "off"],
      help: "whether to serve the registry’s pages, the schemas as files and Confluent’s registry API too (default: on at a loopback address without --compat, else off)",
    },
    {
      name: "live",
      kind: "string",
      value: "WHEN",
      choices: ["on", "off"],
      help: "whether /live/ shows events as they arrive (default: on at a loopback address without --compat, else off). With ADDENDUM_LIVE_TOKEN in the environment, viewers need that token; on any address other than loopback, a token is required",
    },
    {
      name: "show-personal-data",
      kind: "boolean",
      help: "the live view shows personal data, which it masks otherwise",
    },
  ],
  examples: [
    { line: "addendum serve", does: "an intake at http://127.0.0.1:8192/v1/events; Ctrl-C ends it" },
    { line: "addendum serve --port 0 --out /var/lib/events", does: "at any free port, with files elsewhere" },
    {
      line: "addendum serve --compat eventgate-1.8",
      does: "validates and answers exactly as EventGate 1.8 does",
    },
    {
      line: "ADDENDUM_LIVE_TOKEN=$(cat token) addendum serve --host 0.0.0.0 --live on",
      does: "shows events at /live/ to anyone who has the token",
    },
  ],
  async run(invocation): Promise<ExitCode> {
    if (invocation.positionals.length > 0) throw new UserError("serve takes no paths.");
    const { terminal } = invocation;
    const { repository, streams, file } = loadStreams(invocation);
    const { root, settings } = repository;
    const port = portOf(invocation.value("port") ?? "8192");
    const host = invocation.value("host") ?? "127.0.0.1";
    const isDevelopment = invocation.flag("dev");
    if (isDevelopment && !isLoopback(host)) {
      throw new UserError(
        `--dev shows what others sent, so it works only on loopback addresses, not at ${host}.`,
      );
    }
    const out = resolve(invocation.value("out") ?? join(root, "events"));
    const schemas = join(root, settings.schemas);
    if (!existsSync(schemas))
      throw new UserError(`${schemas} does not exist, so there are no schemas to serve.`);
    const { createIntake } = intakeBundle();
    for (const [name, { title }] of streams.streams) {
      if (title === undefined || existsSync(join(schemas, title))) continue;
      terminal.note(`${file ?? ""}: the stream “${name}” has the schema “${title}”, which does not exist.`);
    }
    const isShown = showsPages(invocation.value("pages"), host, invocation.value("compat"));
    let site: ServedSite | undefined;
    const partsOf = (): Promise<readonly SitePart[]> => site?.parts() ?? Promise.resolve(["live"]);
    const live = liveOptions(invocation, repository, host, partsOf);
    const task = { root, configuration: repository.file, streams: file, isLive: live !== undefined };
    if (isShown) site = new ServedSite(task, (message) => terminal.note(message));
    // Heard before anything can arrive: what was accepted must not be lost with the process.
    const stopped = new Promise<void>((stop) => {
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop());
    });
    let intake: EventIntake.Intake;
    let address: string;
    try {
      intake = await createIntake({
        schemas,
        contentTypes: settings.contentTypes,
        streams,
        directory: file === undefined ? root : dirname(file),
        out,
        flavour: invocation.value("compat") === undefined ? "addendum" : "eventgate-1.8",
        version: packageJson.version,
        site,
        isDevelopment,
        live,
        log: (_level, message) => terminal.note(message),
      });
      address = await intake.listen(port, host);
    } catch (cause) {
      await site?.close();
      const { code, message, name } = cause as NodeJS.ErrnoException;
      // The intake is a bundle of its own, and so is its class.
      if (code === undefined && name !== UserError.name) throw cause;
      const what = code === "EADDRINUSE" ? `port ${port} is in use; choose another one with --port` : message;
      throw new UserError(`the intake cannot start: ${what}.`, { cause });
    }
    terminal.note(`Events are received at ${address}/v1/events and written below ${out}. Ctrl-C ends it.`);
    if (site !== undefined) terminal.note(`The registry's pages are at ${address}/.`);
    if (live !== undefined) terminal.note(`Watch events arrive at ${address}/live/.`);
    await stopped;
    // At once, so that both together end within the intake's deadline.
    await Promise.all([intake.close(), site?.close()]);
    // A broker's connection that hangs must not keep the process alive.
    setTimeout(() => process.exit(0), 100).unref();
    return 0;
  },
});

/**
 * The live view; undefined: there is none.
 * @param partsOf what is served beside it
 */
function liveOptions(
  invocation: Invocation,
  loaded: LoadedSettings,
  host: string,
  partsOf: () => Promise<readonly SitePart[]>,
): EventIntake.LiveOptions | undefined {
  const isMasked = !invocation.flag("show-personal-data");
  if (!showsPages(invocation.value("live"), host, invocation.value("compat"))) {
    if (isMasked) return undefined;
    throw new UserError("--show-personal-data needs the live view, which is off here: add --live on.");
  }
  const token = process.env["ADDENDUM_LIVE_TOKEN"] || undefined;
  const { leastTokenLength } = intakeBundle();
  if (token === undefined && !isLoopback(host)) {
    throw new UserError(
      `at ${host} the live view needs a token: set ADDENDUM_LIVE_TOKEN to at least ${leastTokenLength} characters, for example with \`export ADDENDUM_LIVE_TOKEN=$(openssl rand -hex 16)\`.`,
    );
  }
  if (token !== undefined && token.length < leastTokenLength) {
    throw new UserError(
      `ADDENDUM_LIVE_TOKEN has fewer than ${leastTokenLength} characters, so it can be guessed.`,
    );
  }
  const { root, file: configuration, settings } = loaded;
  const titles = () => findTitles(new WorkTree(root), settings).filter((title) => !isFragmentTitle(title));
  return {
    page: siteBundle().liveFiles(identityOf(loaded), assetsDirectory(), partsOf),
    token,
    isMasked,
    titles,
    typesPackage: settings.types?.package,
    edits: new WatchedEdits({ root, configuration }, (message) => invocation.terminal.note(message)),
  };
}

/** The intake is a bundle of its own: no other command waits for it to load. */
function intakeBundle(): typeof EventIntake {
  return createRequire(__filename)("./intake.cjs") as typeof EventIntake;
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= portLimit) return port;
  throw new UserError(`--port must be a number up to ${portLimit}, not “${text}”.`);
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}
