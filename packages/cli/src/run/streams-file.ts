import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { openConfiguration, parseStreams, type StreamsConfiguration } from "@addendum/streams";
import { lineAndColumn } from "@addendum/json-schema";
import { type LoadedSettings, loadSettings, UserError, fileProblem } from "@addendum/workspace";
import type { Invocation } from "./arguments.ts";

/** A repository and its streams. */
export interface LoadedStreams {
  readonly repository: LoadedSettings;
  readonly streams: StreamsConfiguration;
  /** Absolute; undefined if there is none. */
  readonly file: string | undefined;
}

/**
 * Reads `streams.yaml`: the one that `--streams` names, or `--config` if what that names configures streams, else the
 * one beside the repository's configuration. Throws {@link UserError} for one that cannot be used.
 */
export function loadStreams(invocation: Invocation): LoadedStreams {
  const { config } = invocation;
  const isStreams = config !== undefined && configuresStreams(config);
  const repository = loadSettings({ repo: invocation.repo, config: isStreams ? undefined : config });
  const beside = join(repository.root, "streams.yaml");
  const named = invocation.value("streams") ?? (isStreams ? config : undefined);
  const file = named === undefined ? (existsSync(beside) ? beside : undefined) : resolve(named);
  if (file === undefined) return { repository, streams: openConfiguration, file };
  return { repository, streams: readStreams(readText(file), file), file };
}

/**
 * Parses a `streams.yaml`. Throws {@link UserError} for one that cannot be used.
 * @param file for messages
 */
export function readStreams(text: string, file: string): StreamsConfiguration {
  const parsed = parseStreams(text);
  if (parsed.kind === "configuration") return parsed.configuration;
  const { line, column } = lineAndColumn(text, parsed.offset);
  throw new UserError(`${file}:${line}:${column}: ${parsed.message}`);
}

function configuresStreams(file: string): boolean {
  return /^(streams|defaults|services|sinks|intake):/m.test(readText(file));
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new UserError(`${file} cannot be read: ${fileProblem(cause)}`, { cause });
  }
}
