/** The content that a path should have. An alias points to another name in its directory. */
export type Write =
  | { readonly kind: "file"; readonly path: string; readonly text: string }
  | { readonly kind: "alias"; readonly path: string; readonly target: string; readonly style: AliasStyle }
  /** Nothing: a generated file that is no longer needed. */
  | { readonly kind: "removal"; readonly path: string };

/**
 * How an alias is kept: as a symbolic link, as git checks one out where there are none (a file that holds the target's
 * name), or as a copy of its target.
 */
export type AliasStyle = "link" | "target-name" | "copy";

/** Files to write, in the order in which they may appear: versions, their aliases, `latest` last. */
export type Plan = readonly Write[];

const ranks = { file: 0, alias: 1, latest: 2 } as const;

export function orderPlan(writes: readonly Write[]): Plan {
  const rank = ({ kind, path }: Write) =>
    kind === "file" ? ranks.file : /(^|\/)latest(\.\w+)?$/.test(path) ? ranks.latest : ranks.alias;
  return [...writes].sort((a, b) => rank(a) - rank(b));
}
