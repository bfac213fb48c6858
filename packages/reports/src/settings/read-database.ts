import { type Data, isObject, join as joinPointer, own } from "@addendum/json-schema";
import { suggest } from "@addendum/schema-repository";
import { knownKeys } from "./known-keys.ts";
import { Part } from "./part.ts";
import type { Remarks } from "./remarks.ts";
import type { DatabaseSettings, Dimension } from "./report-settings.ts";

/**
 * The database that a report queries.
 * @param databases those of the configuration
 * @param credentials an option file that stands for all others Throws {@link Unusable}.
 */
export function readDatabase(
  part: Part,
  dimensions: readonly Dimension[],
  databases: Data | undefined,
  credentials: string | undefined,
  remarks: Remarks,
): DatabaseSettings {
  const known = isObject(databases) ? databases : {};
  const key = part.text("db");
  if (key === undefined) remarks.missing(part.key, "db", part.pointer, "Name one of “databases”.");
  const entry = own(known, key);
  if (!isObject(entry)) {
    const meant = suggest(key, Object.keys(known));
    remarks.fail(
      part.pointerOf("db"),
      `there is no database “${key}”`,
      meant === undefined ? "Add it under “databases”." : `Did you mean “${meant}”?`,
    );
  }
  const pointer = joinPointer("/databases", key);
  remarks.checkKeys(entry, pointer, knownKeys.database);
  const entryPart = new Part(remarks, key, entry, {}, pointer);
  const isSharded = entryPart.flag("auto_find_db_shard");
  const optionFile = credentials ?? entryPart.text("creds_file");
  const database = entryPart.text("db");
  const settings: DatabaseSettings = {
    key,
    host: entryPart.text("host"),
    port: entryPart.integer("port", 1, "It is a port."),
    socket: entryPart.text("socket"),
    credentials: optionFile,
    database,
    sharding: undefined,
  };
  if (!isSharded) {
    if (settings.host === undefined && settings.socket === undefined && optionFile === undefined) {
      remarks.missing(
        part.key,
        "host",
        pointer,
        `Give the database “${key}” a host and a port, or a creds_file that has them.`,
      );
    }
    return settings;
  }
  const placeholder = entryPart.text("wiki_db_placeholder");
  if (placeholder !== undefined && !dimensions.some(({ name }) => name === placeholder)) {
    remarks.fail(
      part.pointer,
      `the database “${key}” takes the wiki from “${placeholder}”, but “${part.key}” is not exploded by it`,
      `Add “${placeholder}” to explode_by.`,
      true,
    );
  }
  if (placeholder === undefined && database === undefined) {
    remarks.missing(
      part.key,
      "wiki_db_placeholder",
      pointer,
      `Say which wiki the database “${key}” has, with wiki_db_placeholder or db.`,
    );
  }
  const addresses = entryPart.value("shards") ?? {};
  if (!isObject(addresses))
    remarks.fail(
      entryPart.pointerOf("shards"),
      "“shards” is not a mapping",
      "Write `shards: { s1: host:3311 }`.",
    );
  return {
    ...settings,
    sharding: {
      placeholder,
      configuration: entryPart.text("mw_config_path") ?? "/srv/mediawiki-config",
      isX1: entryPart.flag("use_x1"),
      addresses: new Map(Object.entries(addresses).map(([shard, address]) => [shard, String(address)])),
    },
  };
}
