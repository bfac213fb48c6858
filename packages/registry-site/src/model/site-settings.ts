import type { Colors } from "./theme.ts";

/** The name, address and look of the pages. */
export interface SiteIdentity {
  readonly name: string;
  readonly description: string;
  /** The repository's name in the machine's layout. */
  readonly repository: string;
  /** With a slash at its end; undefined: unknown. */
  readonly url: string | undefined;
  readonly colors: Colors;
}
