import { equals, type Schema } from "../data/data.ts";
import { asDraft07 } from "../dialects/translation.ts";
import { metaSchema } from "./meta-schema.ts";
import type { GivenDocument } from "./resource.ts";
import { Resources } from "./resources.ts";

/**
 * The documents that references lead to from a schema on, and from these in turn, as far as they can be read: what
 * `resolve` is given.
 * @param base the URI of the schema, which is also the address that it was read from
 * @param read is asked once for each address: a relative reference seen from the address of its document, whatever
 *   `$id`s are around it; one that begins with a slash, or with a scheme, as it is. The same object for the same document.
 */
export function gatherDocuments(
  schema: Schema,
  base: string,
  read: (address: string) => Schema | undefined,
): ReadonlyMap<string, Schema> {
  const found = new Map<string, Schema>();
  /** URIs for which there are different documents, depending on who asks. */
  const ambiguous = new Set<string>();
  const addresses = new Map<string, Schema | undefined>();
  const open = (address: string) => {
    if (!addresses.has(address)) addresses.set(address, read(address));
    return addresses.get(address);
  };
  const waiting: GivenDocument[] = [{ uri: base, schema }];
  for (const document of waiting) {
    const resources = new Resources();
    resources.add({ ...document, schema: asDraft07(document.schema) });
    for (const [uri, { address }] of resources.named) {
      if (resources.has(uri) || metaSchema(uri) !== undefined) continue;
      const named = open(address);
      const known = found.get(uri);
      if (known !== undefined) {
        if (named === undefined || !equals(named, known)) ambiguous.add(uri);
      } else if (named !== undefined) {
        found.set(uri, named);
        waiting.push({ uri, address, schema: named });
      }
    }
  }
  for (const uri of ambiguous) found.delete(uri);
  return found;
}
