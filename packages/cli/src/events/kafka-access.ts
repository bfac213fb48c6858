import { dirname, isAbsolute } from "node:path";
import { type KafkaAccess, type KafkaSinkSettings, readKafkaAccess } from "@addendum/streams";
import { secretsBeside } from "@addendum/workspace";
import type { LoadedStreams } from "../run/streams-file.ts";

/**
 * How a sink's brokers are reached, with the certificates and the password that its settings name: they lie beside
 * `streams.yaml`. Throws an Error that says what is missing.
 */
export function kafkaAccessOf(
  sink: KafkaSinkSettings,
  { file, repository }: Pick<LoadedStreams, "file" | "repository">,
): KafkaAccess {
  // One that was read from a commit has no path.
  const directory = file !== undefined && isAbsolute(file) ? dirname(file) : repository.root;
  return readKafkaAccess(sink, secretsBeside(directory));
}
