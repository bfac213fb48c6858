/** A file of the site. */
export interface FileOfSite {
  /** Below the site's root, or below a directory of it. */
  readonly path: string;
  readonly text: string;
}
