/** What an event's `$schema` names: one version of a title, or its newest. */
export interface SchemaUri {
  readonly title: string;
  /** X.Y.Z, or `latest`. */
  readonly version: string;
}

/** No title is longer. */
const lengthLimit = 512;

const pattern =
  /^\/((?:[A-Za-z0-9_-][A-Za-z0-9_.-]*\/)*[A-Za-z0-9_-][A-Za-z0-9_.-]*)\/((?:0|[1-9]\d{0,14})(?:\.(?:0|[1-9]\d{0,14})){2}|latest)$/;

/**
 * Reads `/title/X.Y.Z` or `/title/latest`; undefined for anything else. It becomes a path on disk, so there is no
 * scheme, no host, no `..` and no name that begins with a dot.
 */
export function parseSchemaUri(uri: unknown): SchemaUri | undefined {
  if (typeof uri !== "string" || uri.length > lengthLimit) return undefined;
  const match = pattern.exec(uri);
  return match === null ? undefined : { title: match[1] as string, version: match[2] as string };
}
