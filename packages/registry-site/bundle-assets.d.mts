/** Bundles what the site's pages load into a directory, which is emptied first. */
export function bundleAssets(outdir: string): Promise<{
  readonly script: string;
  readonly style: string;
  readonly inputs: readonly string[];
}>;
