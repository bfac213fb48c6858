import type { Section } from "./sections.ts";

/** What every page needs to know about the site. */
export interface SiteContext {
  readonly name: string;
  /** One sentence about the repository; empty where there is none. */
  readonly description: string;
  /** The repository's name in the machine's layout. */
  readonly repository: string;
  /** Where the site is published, with a slash at its end; undefined: unknown. */
  readonly url: string | undefined;
  /** Names of the files below `assets/`; each contains a hash of its content. */
  readonly assets: { readonly style: string; readonly theme: string; readonly script: string };
  /** What there are pages about, beside the schemas. */
  readonly sections: readonly Section[];
}

/** What a page may load and run: only its own files. Also sent as a header when the site is served. */
export const contentSecurityPolicy =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'";
