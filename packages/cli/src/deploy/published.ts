import { parseDuration } from "@addendum/event-fields";
import { openConfiguration } from "@addendum/streams";
import { loadSettings, type OpenPublished, UserError } from "@addendum/workspace";
import { lakeOf, type OpenLake } from "../events/lake.ts";
import type { Invocation } from "../run/arguments.ts";
import { openPublished } from "../run/open-repository.ts";
import { type LoadedStreams, readStreams } from "../run/streams-file.ts";
import { loadStreams } from "../run/streams-file.ts";

/** The content of the base branch, and the lake into which its events are loaded. */
export interface Merged extends OpenPublished {
  readonly lake: OpenLake;
}

/**
 * Opens what is merged: schemas, settings and streams of the base branch's commit. A configuration or a `streams.yaml`
 * that is named counts as it is. Throws {@link UserError}.
 */
export function openMerged(invocation: Invocation): Merged {
  const here = loadSettings(invocation);
  const published = openPublished(here, invocation.config !== undefined);
  const loaded: LoadedStreams =
    invocation.value("streams") === undefined
      ? { repository: published.loaded, ...streamsOf(published) }
      : { ...loadStreams(invocation), repository: published.loaded };
  return { ...published, lake: lakeOf(loaded, published.repository, invocation.value("lake")) };
}

function streamsOf({ repository, name }: OpenPublished): Omit<LoadedStreams, "repository"> {
  const content = repository.snapshot.read("streams.yaml");
  if (content.kind === "missing") return { streams: openConfiguration, file: undefined };
  const file = `${name}:streams.yaml`;
  if (content.kind !== "text") throw new UserError(`${file} cannot be read.`);
  return { streams: readStreams(content.text, file), file };
}

/** Milliseconds that a text such as `7 days` names. Throws {@link UserError}. */
export function milliseconds(text: string, where: string): number {
  const days = parseDuration(text);
  if (days !== undefined) return days * 86_400_000;
  throw new UserError(`${where}: “${text}” is not a valid retention. Write “90 days” or “P90D”.`);
}
