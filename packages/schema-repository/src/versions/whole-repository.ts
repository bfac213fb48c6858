import type { FindingLocation } from "../model/finding.ts";
import type { Findings } from "../model/findings.ts";
import { directoryOfTitle, isFragmentTitle, joinPath } from "../model/layout.ts";
import type { Settings } from "../model/settings.ts";
import { registryIdClashes } from "./registry-id.ts";
import { noIdClash } from "./rules/no-id-clash.ts";
import { noUnusedFragment } from "./rules/no-unused-fragment.ts";
import { registryIdClash } from "./rules/registry-id-clash.ts";

/** The identifier of a current. */
export interface CurrentId {
  readonly id: string;
  readonly title: string;
  readonly location: FindingLocation;
}

/** Reports currents with one `$id`. */
export function findIdClashes(ids: readonly CurrentId[], findings: Findings): void {
  const known = new Map<string, string>();
  for (const { id, title, location } of ids) {
    const other = known.get(id);
    if (other === undefined) known.set(id, title);
    else findings.add(noIdClash, "clash", location, { id, other });
  }
}

/**
 * Reports fragments that no schema refers to.
 * @param titles all of them that have a current
 * @param used the titles that currents refer to
 */
export function findUnusedFragments(
  titles: readonly string[],
  used: ReadonlySet<string>,
  settings: Settings,
  findings: Findings,
): void {
  for (const title of titles) {
    if (!isFragmentTitle(title) || used.has(title) || settings.retired.includes(title)) continue;
    const file = joinPath(directoryOfTitle(title, settings), settings.currentName);
    findings.add(noUnusedFragment, "unused", { file, pointer: "" }, { title });
  }
}

/**
 * Reports versions that clients of Confluent's registry know by one number.
 * @param files the file of each version, by its URI
 */
export function findRegistryIdClashes(files: ReadonlyMap<string, string>, findings: Findings): void {
  for (const { id, uris } of registryIdClashes(files.keys())) {
    const [other = "", ...others] = uris;
    for (const uri of others) {
      const file = files.get(uri) as string;
      findings.add(registryIdClash, "clash", { file, pointer: "" }, { uri, other, id: String(id) });
    }
  }
}
